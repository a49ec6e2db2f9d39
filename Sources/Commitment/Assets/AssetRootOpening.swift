/// Opens the asset root into the two nodes under the top, whose sums make the totals (CM-21).
public struct AssetRootOpening: Hashable, Sendable {
  public var left: AssetNode
  public var right: AssetNode

  public init(left: AssetNode, right: AssetNode) {
    self.left = left
    self.right = right
  }
}

extension AssetRoots {
  /// Checks that the totals are those of the asset root.
  /// - Throws: the first check that fails, in the order of CM-21.
  public func verify(_ opening: AssetRootOpening) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: count)
    let list = try AssetList(assets)
    let nodes = [opening.left, opening.right]
    try list.checkColumns(of: nodes)
    let half: UInt64 = 1 << UInt64(depth - 1)
    let empties = try AssetNode.empties(list, depth: depth - 1)
    for (position, node) in nodes.enumerated() {
      try check(node, level: depth - 1, isBeyond: UInt64(position) * half >= count, empties)
    }
    try check(top: AssetNode(level: depth, left: opening.left, right: opening.right), list)
  }
}
