import Ethereum

/// What a checkpoint says of the asset tree (CM-20).
public struct AssetRoots: Hashable, Sendable {
  public var depth: Int
  public var count: UInt64
  public var assets: [Address]
  public var root: Bytes32
  /// Cash owed, cash lent, units of each asset.
  public var totals: [UInt128]

  public init(depth: Int, count: UInt64, assets: [Address], root: Bytes32, totals: [UInt128]) {
    self.depth = depth
    self.count = count
    self.assets = assets
    self.root = root
    self.totals = totals
  }

  /// The root binds the depth, the list, and the top's hash and sums.
  static func root(depth: Int, list: AssetList, top: AssetNode) -> Bytes32 {
    let sums = top.sums.flatMap { Preimage.bytes($0) }
    return Keccak256.hash(
      [Tag.assetRoot, UInt8(truncatingIfNeeded: depth)] + list.hash.bytes + top.hash.bytes + sums)
  }
}

/// Opens the leaf of one account in the asset tree (CM-21). The columns are no part of it: they follow from the record.
public struct AssetProof: Hashable, Sendable {
  public var index: UInt64
  public var opening: AccountOpening
  public var path: [AssetNode]

  public init(index: UInt64, opening: AccountOpening, path: [AssetNode]) {
    self.index = index
    self.opening = opening
    self.path = path
  }
}

extension AssetRoots {
  /// Checks that what the account holds is counted in the totals. An inclusion proof of the same opening shows that
  /// it is the account of the state tree.
  /// - Throws: the first check that fails, in the order of CM-21.
  public func verify(_ proof: AssetProof) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: count)
    let list = try AssetList(assets)
    try CommitmentRefusal.check(indices: [proof.index], depth: depth)
    guard proof.index < count else { throw .indexBeyondCount(index: proof.index, count: count) }
    if proof.path.count != depth { throw .assetPathLength(expected: depth, found: proof.path.count) }
    try list.checkColumns(of: proof.path)
    var node = try AssetNode(list, index: proof.index, opening: proof.opening)
    let empties = try AssetNode.empties(list, depth: depth)
    for level in 0..<depth {
      let isBeyond = (proof.index >> UInt64(level) ^ 1) << UInt64(level) >= count
      try check(proof.path[level], level: level, isBeyond: isBeyond, empties)
    }
    for level in 0..<depth {
      let isLeft = proof.index >> UInt64(level) & 1 == 0
      let (left, right) = isLeft ? (node, proof.path[level]) : (proof.path[level], node)
      node = try AssetNode(level: level + 1, left: left, right: right)
    }
    try check(top: node, list)
  }

  func check(
    _ node: AssetNode, level: Int, isBeyond: Bool, _ empties: [AssetNode]
  ) throws(CommitmentRefusal) {
    if isBeyond, node != empties[level] { throw .assetSiblingNotEmpty(level: level) }
    if !isBeyond, node.hash == empties[level].hash { throw .assetSiblingEmpty(level: level) }
  }

  func check(top: AssetNode, _ list: AssetList) throws(CommitmentRefusal) {
    guard Self.root(depth: depth, list: list, top: top) == root else { throw .assetRootMismatch }
    guard top.sums == totals else { throw .assetTotalsMismatch }
  }
}
