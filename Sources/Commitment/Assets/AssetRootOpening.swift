/// Opens the asset root into the two nodes under it, whose sums make the totals (CM-21).
public struct AssetRootOpening: Hashable, Sendable {
  public var left: AssetNode
  public var right: AssetNode

  public init(left: AssetNode, right: AssetNode) {
    self.left = left
    self.right = right
  }
}
