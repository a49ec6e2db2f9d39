/// An asset's address: 160 bits.
public struct AssetIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  let high: UInt64
  let low: UInt128

  /// From `0x` and forty hexadecimal digits of either case.
  /// - Returns: nil for another spelling.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 42, digits[0] == 48, digits[1] == 120 else { return nil }
    var value: (high: UInt64, low: UInt128) = (0, 0)
    for digit in digits[2...] {
      let nibble: UInt8
      switch digit {
      case 48...57: nibble = digit - 48
      case 97...102: nibble = digit - 87
      case 65...70: nibble = digit - 55
      default: return nil
      }
      value.high = value.high &<< 4 | UInt64(truncatingIfNeeded: value.low &>> 124)
      value.low = value.low &<< 4 | UInt128(nibble)
    }
    (high, low) = value
  }

  /// From the twenty bytes of the address.
  /// - Returns: nil for another count.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 20 else { return nil }
    high = bytes.prefix(4).reduce(0) { $0 &<< 8 | UInt64($1) }
    low = bytes.dropFirst(4).reduce(0) { $0 &<< 8 | UInt128($1) }
  }

  /// The twenty bytes of the address.
  public var bytes: [UInt8] {
    (0..<4).reversed().map { UInt8(truncatingIfNeeded: high &>> ($0 * 8)) }
      + (0..<16).reversed().map { UInt8(truncatingIfNeeded: low &>> ($0 * 8)) }
  }

  /// `0x` and forty lower-case digits.
  public var description: String {
    func digits(_ value: UInt128, _ count: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: count - text.count) + text
    }
    return "0x" + digits(UInt128(high), 8) + digits(low, 32)
  }

  public static func < (a: AssetIdentifier, b: AssetIdentifier) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }
}
