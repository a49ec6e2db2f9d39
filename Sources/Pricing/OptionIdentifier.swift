import FixedPoint

/// An option's identifier: expiry, strike and side in 96 bits (PR-12 to PR-14).
///
/// Bits 0 to 31 hold the expiry in Unix seconds, bits 32 to 94 the strike in units of 10^-8, bit 95 is
/// set for a call.
public struct OptionIdentifier: Hashable, Sendable {
  /// The 96 bits.
  public let bits: UInt128

  /// One unit of the strike's field, as a wad.
  static var strikeUnit: UInt128 { 10_000_000_000 }

  /// From an expiry in Unix seconds, a strike (wad) and a side.
  /// - Throws, in this order: `expiryTooLarge`, `zeroExpiry`, `strikeTooGranular`, `strikeTooLarge`.
  public init(expiry: UInt256, strike: UInt256, isCall: Bool) throws(PricingError) {
    guard expiry.high == 0, expiry.low <= UInt128(UInt32.max) else { throw .expiryTooLarge }
    if expiry.isZero { throw .zeroExpiry }
    let (field, rest) = strike.quotientAndRemainder(dividingByNonZero: UInt256(Self.strikeUnit))
    if !rest.isZero { throw .strikeTooGranular }
    guard field.high == 0, field.low < 1 &<< 63 else { throw .strikeTooLarge }
    bits = (isCall ? 1 &<< 95 : 0) | field.low &<< 32 | expiry.low
  }

  /// From the bits: never fails for 96 bits.
  /// - Throws: `arithmetic(.unsignedDowncast(bits: 96))` for a value of more.
  public init(_ value: UInt256) throws(PricingError) {
    do throws(ArithmeticError) {
      bits = try value.narrowed(toBits: 96).low
    } catch {
      throw .arithmetic(error)
    }
  }

  /// The expiry in Unix seconds.
  public var expiry: UInt64 { UInt64(truncatingIfNeeded: bits & UInt128(UInt32.max)) }
  /// The strike, wad.
  public var strike: UInt128 { (bits &>> 32 & (1 &<< 63 &- 1)) &* Self.strikeUnit }
  public var isCall: Bool { bits &>> 95 == 1 }
}
