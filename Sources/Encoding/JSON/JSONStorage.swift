/// A parsed value: where its text is, and where the next value after it and its content is.
///
/// The nodes of a document stand in the order of the text. The children of an array follow it directly; an
/// object is followed by the name of its first member (a string), the member's value, the next name and so on.
struct JSONNode: Sendable {
  /// The offset of the first byte of the text.
  var start: UInt32
  /// The offset after the last byte of the text.
  var end: UInt32
  /// The index of the first node that is neither this one nor inside it.
  var next: UInt32
  /// The number of elements or members.
  var count: UInt32
  var kind: JSONValue.Kind
  /// Whether a string or name has a backslash, so that its bytes differ from its text.
  var hasEscapes: Bool
}

/// The text and the nodes of a document, shared by its values.
final class JSONStorage: Sendable {
  let bytes: ArraySlice<UInt8>
  let nodes: [JSONNode]

  init(bytes: ArraySlice<UInt8>, nodes: [JSONNode]) {
    self.bytes = bytes
    self.nodes = nodes
  }

  /// The bytes from one offset to another.
  func text(_ start: UInt32, _ end: UInt32) -> ArraySlice<UInt8> {
    bytes[bytes.startIndex + Int(start)..<bytes.startIndex + Int(end)]
  }
}
