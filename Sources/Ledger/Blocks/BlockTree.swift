import Ethereum

/// The tree over a block's transactions or receipts, in the shape of RFC 9162: a node without a right neighbour goes
/// up as it is (LG-14).
public enum BlockTree: Hashable, Sendable {
  case inputs
  case receipts

  private var tags: (leaf: UInt8, node: UInt8, empty: UInt8) {
    switch self {
    case .inputs: (LedgerTag.inputLeaf, LedgerTag.inputNode, LedgerTag.inputEmpty)
    case .receipts: (LedgerTag.receiptLeaf, LedgerTag.receiptNode, LedgerTag.receiptEmpty)
    }
  }

  private func leaf(_ hash: Bytes32) -> Bytes32 { Keccak256.hash([tags.leaf, 0] + hash.bytes) }

  private func node(_ level: Int, _ left: Bytes32, _ right: Bytes32) -> Bytes32 {
    Keccak256.hash([tags.node, UInt8(truncatingIfNeeded: level)] + left.bytes + right.bytes)
  }

  private func leaves(_ hashes: [Bytes32]) -> [Bytes32] {
    var preimages: [UInt8] = []
    preimages.reserveCapacity(34 * hashes.count)
    for hash in hashes {
      preimages.append(tags.leaf)
      preimages.append(0)
      hash.withBytes { preimages.append(contentsOf: $0) }
    }
    return Self.hashEach(preimages, length: 34, count: hashes.count)
  }

  private func parents(of nodes: [Bytes32], level: Int) -> [Bytes32] {
    var preimages: [UInt8] = []
    preimages.reserveCapacity(66 * (nodes.count / 2))
    for place in stride(from: 0, to: nodes.count - 1, by: 2) {
      preimages.append(tags.node)
      preimages.append(UInt8(truncatingIfNeeded: level))
      nodes[place].withBytes { preimages.append(contentsOf: $0) }
      nodes[place + 1].withBytes { preimages.append(contentsOf: $0) }
    }
    let parents = Self.hashEach(preimages, length: 66, count: nodes.count / 2)
    return nodes.count % 2 == 0 ? parents : parents + nodes.suffix(1)
  }

  /// Many preimages of one length at once; lengths and counts are always those of the bytes here.
  private static func hashEach(_ preimages: [UInt8], length: Int, count: Int) -> [Bytes32] {
    (try? Keccak256.hashEach(preimages, length: length, count: count)) ?? []
  }

  /// The root over the hashes of transactions or receipts.
  public func root(_ hashes: [Bytes32]) -> Bytes32 {
    var nodes = leaves(hashes)
    var level = 1
    while nodes.count > 1 {
      nodes = parents(of: nodes, level: level)
      level += 1
    }
    return nodes.first ?? Keccak256.hash([tags.empty, 0])
  }

  /// The neighbours of an entry from the leaves up.
  /// - Throws: `positionOutOfRange`.
  public func path(of position: Int, in hashes: [Bytes32]) throws(LedgerRefusal) -> [Bytes32] {
    guard hashes.indices.contains(position) else {
      throw .positionOutOfRange(position: UInt64(clamping: position), count: UInt64(hashes.count))
    }
    var (nodes, place, level) = (leaves(hashes), position, 1)
    var path: [Bytes32] = []
    while nodes.count > 1 {
      let neighbour = place ^ 1
      if neighbour < nodes.count { path.append(nodes[neighbour]) }
      nodes = parents(of: nodes, level: level)
      (place, level) = (place / 2, level + 1)
    }
    return path
  }

  /// Checks that a hash is the entry at a position of so many.
  /// - Throws: `positionOutOfRange`, `pathLength`, `rootMismatch`.
  public func verify(
    _ hash: Bytes32, at position: UInt64, of count: UInt64, path: [Bytes32], root: Bytes32
  ) throws(LedgerRefusal) {
    guard position < count else { throw .positionOutOfRange(position: position, count: count) }
    var (place, last) = (position, count - 1)
    var sides: [(level: Int, isLeft: Bool)] = []
    var level = 1
    while last > 0 {
      if place & 1 == 1 { sides.append((level, true)) } else if place < last { sides.append((level, false)) }
      (place, last, level) = (place / 2, last / 2, level + 1)
    }
    guard path.count == sides.count else { throw .pathLength(expected: sides.count, found: path.count) }
    var found = leaf(hash)
    for (side, neighbour) in zip(sides, path) {
      found = side.isLeft ? node(side.level, neighbour, found) : node(side.level, found, neighbour)
    }
    guard found == root else { throw .rootMismatch }
  }
}
