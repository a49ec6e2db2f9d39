import Ethereum

/// The trees as the rules define them: recursive, one hash at a time, every index visited or known to be empty.
///
/// The slow form beside `AccountTrees`; tests hold the two to each other.
enum PlainTrees {
  /// Both nodes of a level at a position, over the leaves that are there (CM-3 to CM-7).
  static func nodes(
    level: Int, position: UInt64, leaves: [AccountLeaf]
  ) throws(CommitmentRefusal) -> (state: Bytes32, solvency: SolvencyNode) {
    if position << level >= UInt64(leaves.count) { return try empty(level: level) }
    if level == 0 {
      return leaves[Int(position)].nodes(at: position)
    }
    let left = try nodes(level: level - 1, position: 2 * position, leaves: leaves)
    let right = try nodes(level: level - 1, position: 2 * position + 1, leaves: leaves)
    return (
      Keccak256.hash(Preimage.stateNode(level, left.state, right.state)),
      try SolvencyNode(level: level, left: left.solvency, right: right.solvency)
    )
  }

  /// EMPTY(level) of both trees (CM-3).
  static func empty(level: Int) throws(CommitmentRefusal) -> (state: Bytes32, solvency: SolvencyNode) {
    if level == 0 {
      return (
        Keccak256.hash([Tag.stateEmpty, 0]),
        SolvencyNode(hash: Keccak256.hash([Tag.solvencyEmpty, 0]), sums: .zero)
      )
    }
    let below = try empty(level: level - 1)
    return (
      Keccak256.hash(Preimage.stateNode(level, below.state, below.state)),
      try SolvencyNode(level: level, left: below.solvency, right: below.solvency)
    )
  }

  /// Where two columns overflow, the lowest node names the refusal, and not the first column.
  static func roots(depth: Int, leaves: [AccountLeaf]) throws(CommitmentRefusal) -> AccountRoots {
    try CommitmentRefusal.check(depth: depth, count: UInt64(leaves.count))
    for (index, leaf) in leaves.enumerated() { try leaf.sums.checkLeaf(index: UInt64(index)) }
    let top = try nodes(level: depth, position: 0, leaves: leaves)
    return AccountRoots(
      depth: depth, count: UInt64(leaves.count), stateRoot: top.state, solvencyRoot: top.solvency.hash,
      totals: top.solvency.sums)
  }
}
