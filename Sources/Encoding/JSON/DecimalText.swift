/// A canonical decimal in a text: `0`, or digits without a leading zero, with `-` before them if negative.
struct DecimalText {
  var isNegative: Bool
  /// The offsets of the digits.
  private var digits: Range<Int>

  /// - Returns: nil for another spelling.
  init?(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    guard start < end else { return nil }
    isNegative = text[start] == UInt8(ascii: "-")
    let first = isNegative ? start + 1 : start
    guard first < end else { return nil }
    if text[first] == 48 && (isNegative || end - first > 1) { return nil }
    for position in first..<end where text[position] &- 48 > 9 { return nil }
    digits = first..<end
  }

  /// The magnitude where it has at most 38 digits, which is below 2^127.
  ///
  /// The fast form of `UInt256(decimal:)`, which as a generic of another module costs a call for each digit.
  func narrow(_ text: Span<UInt8>) -> UInt128? {
    guard digits.count <= 38 else { return nil }
    let middle = max(digits.lowerBound, digits.upperBound - 19)
    let low = Self.group(text, middle, digits.upperBound)
    if middle == digits.lowerBound { return UInt128(low) }
    return UInt128(Self.group(text, digits.lowerBound, middle)) &* 10_000_000_000_000_000_000 &+ UInt128(low)
  }

  /// Up to 19 digits, which are below 2^64.
  private static func group(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    var value: UInt64 = 0
    for position in start..<end { value = value &* 10 &+ UInt64(text[position] &- 48) }
    return value
  }
}
