import Ethereum

/// A node of the asset tree: its hash and its sums, a number for each column (CM-19).
public struct AssetNode: Hashable, Sendable {
  public var hash: Bytes32
  public var sums: [UInt128]

  public init(hash: Bytes32, sums: [UInt128]) {
    self.hash = hash
    self.sums = sums
  }

  /// The node over two others of as many columns, each column checked.
  init(level: Int, left: AssetNode, right: AssetNode) throws(CommitmentRefusal) {
    sums = try Self.sum(left.sums, right.sums, level: level)
    hash = Keccak256.hash(
      [Tag.assetNode, UInt8(truncatingIfNeeded: level)] + left.bytes + right.bytes)
  }

  /// The leaf of an account (CM-18).
  /// - Throws: a record that is refused, holdings that the list or the columns have no room for.
  init(_ list: AssetList, index: UInt64, opening: AccountOpening) throws(CommitmentRefusal) {
    var columns: [UInt128] = []
    try list.set(&columns, to: opening.decoded(at: index), index: index)
    sums = columns
    let leaf = opening.leaf
    let head = Preimage.bytes(UInt32(truncatingIfNeeded: index)) + leaf.owner.bytes
    let packed = sums.flatMap { Preimage.bytes($0) }
    hash = Keccak256.hash(
      [Tag.assetLeaf, 0] + head + leaf.nodes(at: index).state.bytes + list.hash.bytes + leaf.salt.bytes + packed)
  }

  /// EMPTY(0) of the asset tree.
  static func empty(_ list: AssetList) -> AssetNode {
    AssetNode(
      hash: Keccak256.hash([Tag.assetEmpty, 0] + list.hash.bytes),
      sums: [UInt128](repeating: 0, count: list.columns))
  }

  /// EMPTY(0) to EMPTY(depth).
  static func empties(_ list: AssetList, depth: Int) throws(CommitmentRefusal) -> [AssetNode] {
    var empties = [empty(list)]
    for level in 0..<depth {
      empties.append(try AssetNode(level: level + 1, left: empties[level], right: empties[level]))
    }
    return empties
  }

  static func sum(_ a: [UInt128], _ b: [UInt128], level: Int) throws(CommitmentRefusal) -> [UInt128] {
    var sums = a
    for column in sums.indices {
      let (sum, overflow) = a[column].addingReportingOverflow(b[column])
      if overflow { throw .assetOverflow(column: column, level: level) }
      sums[column] = sum
    }
    return sums
  }

  private var bytes: [UInt8] { hash.bytes + sums.flatMap { Preimage.bytes($0) } }
}
