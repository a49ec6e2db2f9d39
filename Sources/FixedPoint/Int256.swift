/// A signed integer of 256 bits in two's complement with the EVM's semantics.
///
/// Plain operators are checked and throw; operators with `&` wrap. Division truncates toward zero,
/// `>>` shifts arithmetically (it floors). Source: `specs/01-arithmetic.md`, AR-2 to AR-6.
public struct Int256: Hashable, Sendable {
  /// The two's complement bits.
  public var bitPattern: UInt256

  @inlinable
  public init(bitPattern: UInt256) {
    self.bitPattern = bitPattern
  }

  @inlinable
  public init(_ value: Int128) {
    self.init(
      bitPattern: UInt256(high: value < 0 ? .max : 0, low: UInt128(bitPattern: value)))
  }

  @inlinable
  public init(_ value: Int64) {
    self.init(Int128(value))
  }

  @inlinable public static var zero: Int256 { Int256(bitPattern: .zero) }
  @inlinable public static var max: Int256 { Int256(bitPattern: UInt256(high: .max &>> 1, low: .max)) }
  @inlinable public static var min: Int256 { Int256(bitPattern: UInt256(high: 1 &<< 127, low: 0)) }

  @inlinable public var isZero: Bool { bitPattern.isZero }
  @inlinable public var isNegative: Bool { Int128(bitPattern: bitPattern.high) < 0 }

  /// The absolute value, which for the smallest value is 2^255.
  @inlinable public var magnitude: UInt256 {
    isNegative ? .zero &- bitPattern : bitPattern
  }

  /// The value as 128 bits where it fits, for the fast paths.
  @inlinable public var narrow: Int128? {
    let value = Int128(bitPattern: bitPattern.low)
    return bitPattern.high == (value < 0 ? .max : 0) ? value : nil
  }
}

extension Int256: Comparable {
  @inlinable
  public static func < (a: Int256, b: Int256) -> Bool {
    let (x, y) = (Int128(bitPattern: a.bitPattern.high), Int128(bitPattern: b.bitPattern.high))
    return x != y ? x < y : a.bitPattern.low < b.bitPattern.low
  }
}

extension Int256: ExpressibleByIntegerLiteral {
  @inlinable
  public init(integerLiteral value: Int128) {
    self.init(value)
  }
}
