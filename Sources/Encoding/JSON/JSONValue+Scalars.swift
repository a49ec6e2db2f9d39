extension JSONValue {
  /// The string after unescaping.
  /// - Throws: `wrongType` if this is not a string.
  public func string() throws(JSONError) -> String {
    guard kind == .string else { throw refusal(.wrongType, expected: "a string") }
    return decoded
  }

  /// - Throws: `wrongType` if this is neither `true` nor `false`.
  public func bool() throws(JSONError) -> Bool {
    guard kind == .bool else { throw refusal(.wrongType, expected: "true or false") }
    // "true" is one character shorter than "false".
    return node.end - node.start == 4
  }

  public var isNull: Bool { kind == .null }

  /// A count, index or version: a number without fraction, exponent or `-0`, within a range.
  /// - Throws: `wrongType` if this is not a number, `wrongForm` for another spelling, `outOfRange`.
  public func smallInteger(_ range: ClosedRange<Int>) throws(JSONError) -> Int {
    func expected() -> String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }
    let node = node
    guard node.kind == .number else { throw refusal(.wrongType, expected: expected() + " without quotes") }
    let bytes = storage.bytes
    guard let decimal = DecimalText(bytes.span, Int(node.start), Int(node.end)) else {
      throw refusal(.wrongForm, expected: expected())
    }
    guard let magnitude = decimal.narrow(bytes.span), magnitude <= UInt128(Int.max),
      case let value = decimal.isNegative ? -Int(magnitude) : Int(magnitude), range.contains(value)
    else { throw refusal(.outOfRange, expected: expected()) }
    return value
  }

  /// The text of a string or name.
  var decoded: String {
    let node = node
    if !node.hasEscapes { return String(decoding: storage.text(node.start + 1, node.end - 1), as: UTF8.self) }
    let bytes = storage.bytes
    return String(decoding: JSONText.unescaped(node, in: bytes.span), as: UTF8.self)
  }
}
