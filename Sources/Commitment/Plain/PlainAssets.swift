import Ethereum

/// The asset tree as the rules define it: recursive, one hash at a time (CM-18, CM-19).
enum PlainAssets {
  static func node(
    level: Int, position: UInt64, list: AssetList, openings: [AccountOpening]
  ) throws -> AssetNode {
    if position << level >= UInt64(openings.count) { return try AssetNode.empties(list, depth: level)[level] }
    if level == 0 {
      let opening = openings[Int(position)]
      return try AssetNode(list, index: position, opening: opening, record: AccountRecord(opening.record))
    }
    return try AssetNode(
      level: level, left: node(level: level - 1, position: 2 * position, list: list, openings: openings),
      right: node(level: level - 1, position: 2 * position + 1, list: list, openings: openings))
  }
}
