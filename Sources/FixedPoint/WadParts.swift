/// A value split at the wad: `whole * 10^18 + fraction`.
///
/// Products of split values need one division of 120 bits in place of one of 256: that is what makes
/// the sums over risk arrays fast.
public struct WadParts: Hashable, Sendable {
  /// Units, below 2^64.
  public let whole: UInt64
  /// Below 10^18.
  public let fraction: UInt64

  /// - Returns: nil for 2^64 units and more.
  @inlinable
  public init?(_ value: UInt256) {
    let quotient = dividedByWad(value)
    if quotient.high != 0 || quotient.low &>> 64 != 0 { return nil }
    whole = UInt64(truncatingIfNeeded: quotient.low)
    fraction = UInt64(truncatingIfNeeded: value.low &- quotient.low &* Wad.one)
  }

  /// A value below 2^64 units that the caller knows to be so.
  @inlinable
  public init(narrow value: UInt128) {
    whole = UInt64(truncatingIfNeeded: value / Wad.one)
    fraction = UInt64(truncatingIfNeeded: value &- UInt128(whole) &* Wad.one)
  }

  /// A value below 2^123 that the caller knows to be so, by the estimate instead of a division.
  @inlinable @inline(__always)
  public init(bounded value: UInt128) {
    whole = quotientByWad(value)
    fraction = UInt64(truncatingIfNeeded: value) &- whole &* 1_000_000_000_000_000_000
  }

  /// The value in one piece.
  @inlinable public var value: UInt128 { UInt128(whole) &* Wad.one &+ UInt128(fraction) }
}

/// `floor(value / 10^18)` for a value below 2^123, so that the quotient has 64 bits.
///
/// The estimate drops the low 59 bits of the value and multiplies by floor(2^123 / 10^18). It is at most
/// two too small: less than 0.6 for the dropped bits, less than 1 for the reciprocal, less than 1 for the
/// floor.
@inlinable @inline(__always)
public func quotientByWad(_ value: UInt128) -> UInt64 {
  let wad: UInt64 = 1_000_000_000_000_000_000
  let reciprocal: UInt64 = 10_633_823_966_279_326_983
  let top = UInt64(truncatingIfNeeded: value &>> 59)
  var quotient = UInt64(truncatingIfNeeded: (UInt128(top) &* UInt128(reciprocal)) &>> 64)
  var remainder = UInt64(truncatingIfNeeded: value) &- quotient &* wad
  if remainder >= wad {
    quotient &+= 1
    remainder &-= wad
  }
  if remainder >= wad { quotient &+= 1 }
  return quotient
}

/// `floor(a * b / 10^18)` over the parts of both factors.
///
/// Exact for a product below 2^188; the caller bounds it. Equal to `UInt256.multiplyWadDown`.
@inlinable @inline(__always)
public func multiplyParts(_ a: UInt128, _ aParts: WadParts, _ b: WadParts) -> UInt128 {
  // a * b / W = a * bWhole + aWhole * bFraction + aFraction * bFraction / W, and only the last is no integer.
  a &* UInt128(b.whole)
    &+ UInt128(aParts.whole) &* UInt128(b.fraction)
    &+ UInt128(quotientByWad(UInt128(aParts.fraction) &* UInt128(b.fraction)))
}
