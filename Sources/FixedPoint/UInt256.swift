/// An unsigned integer of 256 bits with the EVM's semantics.
///
/// Plain operators are checked and throw; operators with `&` wrap modulo 2^256, as Solidity's
/// `unchecked` does. Source: `specs/01-arithmetic.md`, AR-2 to AR-6.
public struct UInt256: Hashable, Sendable {
  /// Bits 0 to 127.
  public var low: UInt128
  /// Bits 128 to 255.
  public var high: UInt128

  @inlinable
  public init(high: UInt128, low: UInt128) {
    self.low = low
    self.high = high
  }

  /// A value below 2^128.
  @inlinable
  public init(_ value: UInt128) {
    self.init(high: 0, low: value)
  }

  /// A value below 2^64.
  @inlinable
  public init(_ value: UInt64) {
    self.init(high: 0, low: UInt128(value))
  }

  @inlinable public static var zero: UInt256 { UInt256(high: 0, low: 0) }
  @inlinable public static var max: UInt256 { UInt256(high: .max, low: .max) }

  @inlinable public var isZero: Bool { (low | high) == 0 }

  /// The number of zero bits above the highest set bit, 256 for zero.
  @inlinable public var leadingZeroBitCount: Int {
    high != 0 ? high.leadingZeroBitCount : 128 + low.leadingZeroBitCount
  }

  /// The four 64-bit limbs, least significant first.
  @inlinable public var limbs: (UInt64, UInt64, UInt64, UInt64) {
    (
      UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: low &>> 64),
      UInt64(truncatingIfNeeded: high), UInt64(truncatingIfNeeded: high &>> 64)
    )
  }

  /// From four 64-bit limbs, least significant first.
  @inlinable
  public init(limbs l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64) {
    self.init(high: UInt128(l3) &<< 64 | UInt128(l2), low: UInt128(l1) &<< 64 | UInt128(l0))
  }
}

extension UInt256: Comparable {
  @inlinable
  public static func < (a: UInt256, b: UInt256) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }
}

extension UInt256: ExpressibleByIntegerLiteral {
  @inlinable
  public init(integerLiteral value: UInt128) {
    self.init(value)
  }
}
