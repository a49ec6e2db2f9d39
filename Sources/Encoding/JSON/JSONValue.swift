/// A value in a document: cheap to copy, and it keeps the document's text.
public struct JSONValue: Sendable {
  /// The kinds of values of RFC 8259.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case object, array, string, number, bool, null
  }

  let storage: JSONStorage
  /// The index of the node.
  let index: Int

  var node: JSONNode { storage.nodes[index] }

  public var kind: Kind { node.kind }

  /// The exact text of the value, from its first to its last character.
  public var rawBytes: ArraySlice<UInt8> { storage.text(node.start, node.end) }

  /// The position of the value in the text, in bytes from zero.
  public var offset: Int { Int(node.start) }
}
