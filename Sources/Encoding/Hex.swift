import FixedPoint

/// Hexadecimal text of bytes.
public enum Hex {
  /// `0x` and two lower-case digits for each byte.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    append(Array(bytes), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the same as ASCII. Of an array, because a generic of another module costs a call for each byte.
  static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
    text.append(48)
    text.append(120)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  /// The bytes of `0x` and an even number of digits of either case.
  /// - Returns: nil for another spelling.
  public static func decode(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count >= 2, digits.count % 2 == 0, digits[0] == 48, digits[1] == 120 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2 - 1)
    var position = 2
    while position < digits.count {
      guard let high = value(of: digits[position]), let low = value(of: digits[position + 1]) else { return nil }
      bytes.append(high << 4 | low)
      position += 2
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    case 65...70: digit - 55
    default: nil
    }
  }
}
