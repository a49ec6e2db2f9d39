import FixedPoint

/// A value of typed data, whose meaning the member's type decides.
///
/// Text stands for itself where the type is `string`, and is read elsewhere as JSON documents spell
/// values: hexadecimal bytes, an address, an integer in decimal or hexadecimal (EH-14).
public enum TypedValue: Hashable, Sendable {
  case bool(Bool)
  case unsigned(UInt256)
  case signed(Int256)
  case bytes([UInt8])
  case address(Address)
  case text(String)
  case array([TypedValue])
  case object([String: TypedValue])

  /// What a message calls it.
  var kind: String {
    switch self {
    case .bool: "a boolean"
    case .unsigned, .signed: "an integer"
    case .bytes: "bytes"
    case .address: "an address"
    case .text: "text"
    case .array: "an array"
    case .object: "a struct"
    }
  }
}
