/// The name of a member, with what decides most comparisons at hand.
struct JSONName {
  /// The first eight bytes of the unescaped name, most significant first, filled up with zeros.
  let prefix: UInt64
  let node: JSONNode
  let index: Int

  init(_ node: JSONNode, index: Int, in text: Span<UInt8>) {
    prefix = JSONText.prefix(of: node, in: text)
    self.node = node
    self.index = index
  }

  /// Whether both names are the same after unescaping.
  func equals(_ other: JSONName, in text: Span<UInt8>) -> Bool {
    prefix == other.prefix && JSONText.order(node, other.node, in: text) == 0
  }

  /// Whether the bytes of the unescaped name come before those of the other.
  func precedes(_ other: JSONName, in text: Span<UInt8>) -> Bool {
    prefix != other.prefix ? prefix < other.prefix : JSONText.order(node, other.node, in: text) < 0
  }
}
