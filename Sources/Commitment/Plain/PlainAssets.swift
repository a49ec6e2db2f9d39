import Ethereum

/// The asset tree as the rules define it: recursive, one hash at a time (CM-18, CM-19).
enum PlainAssets {
  static func node(
    level: Int, position: UInt64, list: AssetList, openings: [AccountOpening]
  ) throws(CommitmentRefusal) -> AssetNode {
    if position << level >= UInt64(openings.count) { return try AssetNode.empties(list, depth: level)[level] }
    if level == 0 {
      return try AssetNode(list, index: position, opening: openings[Int(position)])
    }
    return try AssetNode(
      level: level, left: node(level: level - 1, position: 2 * position, list: list, openings: openings),
      right: node(level: level - 1, position: 2 * position + 1, list: list, openings: openings))
  }

  /// Where totals do not fit, the lowest node names the refusal, and not the first column.
  static func roots(depth: Int, list: AssetList, openings: [AccountOpening]) throws(CommitmentRefusal) -> AssetRoots {
    try CommitmentRefusal.check(depth: depth, count: UInt64(openings.count))
    for (index, opening) in openings.enumerated() {
      _ = try AssetNode(list, index: UInt64(index), opening: opening)
    }
    let top = try node(level: depth, position: 0, list: list, openings: openings)
    return AssetRoots(
      depth: depth, count: UInt64(openings.count), assets: list.assets,
      root: AssetRoots.root(depth: depth, list: list, top: top), totals: top.sums)
  }
}
