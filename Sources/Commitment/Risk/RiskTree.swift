import Ethereum

/// The market snapshot, the parameters and the risk arrays, item by item, under one root (CM-22, CM-23).
public struct RiskTree: Sendable {
  public let items: [RiskItem]
  private let levels: [[Bytes32]]

  /// - Parameter items: in strictly rising order of kind and key.
  public init(_ items: [RiskItem]) throws(RiskRefusal) {
    try RiskRoot.check(count: items.count)
    for item in items { try item.checkSize() }
    for place in items.indices.dropFirst() where !items[place - 1].isBefore(items[place]) { throw .itemsUnsorted }
    self.items = items
    var levels = [items.enumerated().map { $1.hash(at: UInt32(truncatingIfNeeded: $0)) }]
    var nodes = levels[0]
    while nodes.count > 1 {
      let level = levels.count
      // A last node without a neighbour goes up as it is.
      nodes = stride(from: 0, to: nodes.count, by: 2).map {
        $0 + 1 < nodes.count ? RiskRoot.node(level, nodes[$0], nodes[$0 + 1]) : nodes[$0]
      }
      levels.append(nodes)
    }
    self.levels = levels
  }

  public var root: RiskRoot { RiskRoot(hash: RiskRoot.hash(count: items.count, top: levels[levels.count - 1][0])) }

  /// The proof of the item at an index.
  public func proof(of index: Int) throws(RiskRefusal) -> RiskProof {
    guard items.indices.contains(index) else { throw .indexOutOfRange }
    var path: [Bytes32] = []
    for (level, nodes) in levels.enumerated() {
      let sibling = index >> level ^ 1
      if sibling < nodes.count { path.append(nodes[sibling]) }
    }
    return RiskProof(index: index, count: items.count, item: items[index], path: path)
  }
}

/// Opens one item under the risk root (CM-24).
public struct RiskProof: Hashable, Sendable {
  public var index: Int
  /// Of all items; the root binds it.
  public var count: Int
  public var item: RiskItem
  /// Siblings from the bottom up, where there are any.
  public var path: [Bytes32]

  public init(index: Int, count: Int, item: RiskItem, path: [Bytes32]) {
    self.index = index
    self.count = count
    self.item = item
    self.path = path
  }
}

/// The hash that a checkpoint has of everything that margins depend on.
public struct RiskRoot: Hashable, Sendable {
  public var hash: Bytes32

  public init(hash: Bytes32) {
    self.hash = hash
  }

  /// Checks that the item is at its index, under a list of so many.
  /// - Throws: the first check that fails, in the order of CM-24.
  public func verify(_ proof: RiskProof) throws(RiskRefusal) {
    try Self.check(count: proof.count)
    guard 0 <= proof.index, proof.index < proof.count else { throw .indexOutOfRange }
    try proof.item.checkSize()
    var node = proof.item.hash(at: UInt32(truncatingIfNeeded: proof.index))
    var position = proof.index
    var nodes = proof.count
    var level = 0
    var used = 0
    while nodes > 1 {
      level += 1
      if position ^ 1 < nodes {
        guard used < proof.path.count else { throw .pathLength }
        let sibling = proof.path[used]
        used += 1
        node = position & 1 == 0 ? Self.node(level, node, sibling) : Self.node(level, sibling, node)
      }
      position >>= 1
      nodes = (nodes + 1) / 2
    }
    guard used == proof.path.count else { throw .pathLength }
    guard Self.hash(count: proof.count, top: node) == hash else { throw .rootMismatch }
  }

  static func check(count: Int) throws(RiskRefusal) {
    if count < 1 { throw .noItems }
    if count > CommitmentLimits.riskItems { throw .tooManyItems }
  }

  static func node(_ level: Int, _ left: Bytes32, _ right: Bytes32) -> Bytes32 {
    Keccak256.hash([Tag.riskNode, UInt8(truncatingIfNeeded: level)] + left.bytes + right.bytes)
  }

  static func hash(count: Int, top: Bytes32) -> Bytes32 {
    Keccak256.hash([Tag.riskRoot, 0] + Preimage.bytes(UInt32(truncatingIfNeeded: count)) + top.bytes)
  }
}
