/// A parsed JSON text: its bytes and a flat array of nodes.
public struct JSONDocument: Sendable {
  let storage: JSONStorage

  init(storage: JSONStorage) {
    self.storage = storage
  }

  /// Parses a text of exactly one value with optional white space around it.
  /// - Throws: a refusal of kind `malformed`, `incomplete`, `duplicateMember` or one of the limits.
  public init(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    try self.init(bytes[...], limits: limits)
  }

  /// Parses a slice, whose buffer the document keeps; offsets count from the start of the slice.
  public init(_ bytes: ArraySlice<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
    var parser = JSONParser(limits: limits)
    self = try parser.parse(bytes)
  }

  /// The one value of the text.
  public var root: JSONValue { JSONValue(storage: storage, index: 0) }
}
