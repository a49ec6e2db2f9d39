import FixedPoint

/// Integers of money and time are decimal strings: a JSON number would lose digits in many readers, so it is
/// refused even where it would fit.
extension JSONValue {
  /// The signed integer of a string in the one canonical spelling: `0`, `12`, `-12`; no `+`, `-0` or leading zero.
  /// - Throws: `wrongType` if this is not a string, `wrongForm` for another spelling, `outOfRange`.
  public func int256() throws(JSONError) -> Int256 {
    func expected() -> String { "a decimal integer of 256 signed bits" }
    let (decimal, bytes) = try decimal(expected)
    // 10^38 < 2^127, so the magnitude has a sign bit to spare.
    if let magnitude = decimal.narrow(bytes.span) {
      let value = Int128(truncatingIfNeeded: magnitude)
      return Int256(decimal.isNegative ? -value : value)
    }
    guard let value = Int256(decimal: content) else { throw refusal(.outOfRange, expected: expected()) }
    return value
  }

  /// The unsigned integer of a string in canonical spelling, below 2^256.
  /// - Throws: as `int256()`; a negative value is `outOfRange`.
  public func uint256() throws(JSONError) -> UInt256 {
    func expected() -> String { "a decimal integer of 256 unsigned bits" }
    let (decimal, bytes) = try decimal(expected)
    guard !decimal.isNegative else { throw refusal(.outOfRange, expected: expected()) }
    if let magnitude = decimal.narrow(bytes.span) { return UInt256(magnitude) }
    guard let value = UInt256(decimal: content) else { throw refusal(.outOfRange, expected: expected()) }
    return value
  }

  /// The unsigned integer of a string in canonical spelling, below 2^128.
  /// - Throws: as `uint256()`.
  public func uint128() throws(JSONError) -> UInt128 {
    func expected() -> String { "a decimal integer of 128 unsigned bits" }
    let (decimal, bytes) = try decimal(expected)
    guard !decimal.isNegative else { throw refusal(.outOfRange, expected: expected()) }
    if let magnitude = decimal.narrow(bytes.span) { return magnitude }
    guard let value = UInt256(decimal: content), value.high == 0 else {
      throw refusal(.outOfRange, expected: expected())
    }
    return value.low
  }

  /// The unsigned integer of a string in canonical spelling, below 2^64.
  /// - Throws: as `uint256()`.
  public func uint64() throws(JSONError) -> UInt64 {
    func expected() -> String { "a decimal integer of 64 unsigned bits" }
    let (decimal, bytes) = try decimal(expected)
    guard !decimal.isNegative, let magnitude = decimal.narrow(bytes.span), magnitude <= UInt128(UInt64.max)
    else { throw refusal(.outOfRange, expected: expected()) }
    return UInt64(truncatingIfNeeded: magnitude)
  }

  /// The text between the quotes.
  private var content: ArraySlice<UInt8> { storage.text(node.start + 1, node.end - 1) }

  private func decimal(_ expected: () -> String) throws(JSONError) -> (DecimalText, ArraySlice<UInt8>) {
    let node = node
    guard node.kind == .string else {
      throw refusal(.wrongType, expected: expected() + (node.kind == .number ? " in quotes" : ""))
    }
    // An escaped digit is another spelling; a backslash is no digit, so the reading below refuses it.
    let bytes = storage.bytes
    guard let decimal = DecimalText(bytes.span, Int(node.start) + 1, Int(node.end) - 1) else {
      throw refusal(.wrongForm, expected: expected())
    }
    return (decimal, bytes)
  }
}
