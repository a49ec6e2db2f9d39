/// Full division of 256 bits by up to 256 bits.
extension UInt256 {
  /// Quotient rounded down, and remainder, for a divisor known not to be zero.
  ///
  /// A zero divisor gives a quotient of zero here; the checked operators refuse it before.
  @inlinable
  func dividedKnowing(nonZero divisor: UInt256) -> (quotient: UInt256, remainder: UInt256) {
    if (high | divisor.high) == 0 {
      if divisor.low == 0 { return (.zero, .zero) }
      let (quotient, remainder) = low.quotientAndRemainder(dividingBy: divisor.low)
      return (UInt256(quotient), UInt256(remainder))
    }
    if divisor.high == 0 {
      if divisor.low == 0 { return (.zero, .zero) }
      return divided(by: divisor.low)
    }
    return dividedByWide(divisor)
  }

  /// Quotient rounded down, for a divisor that the caller knows not to be zero (zero gives zero).
  @inlinable
  public func quotient(dividingByNonZero divisor: UInt256) -> UInt256 {
    dividedKnowing(nonZero: divisor).quotient
  }

  /// Quotient and remainder, for a divisor that the caller knows not to be zero.
  @inlinable
  public func quotientAndRemainder(dividingByNonZero divisor: UInt256) -> (
    quotient: UInt256, remainder: UInt256
  ) {
    dividedKnowing(nonZero: divisor)
  }

  /// Division by a divisor of 128 bits that is not zero.
  @usableFromInline
  func divided(by divisor: UInt128) -> (quotient: UInt256, remainder: UInt256) {
    let (top, rest) = high < divisor ? (0, high) : high.quotientAndRemainder(dividingBy: divisor)
    let (bottom, remainder) = divideFullWidth(high: rest, low: low, by: divisor)
    return (UInt256(high: top, low: bottom), UInt256(remainder))
  }

  /// Division by a divisor of more than 128 bits: the quotient has less than 128.
  ///
  /// The quotient is estimated from the top 128 bits of the normalised divisor, made one too small
  /// rather than too large, and corrected once (Hacker's Delight, 9-5).
  @usableFromInline
  func dividedByWide(_ divisor: UInt256) -> (quotient: UInt256, remainder: UInt256) {
    if self < divisor { return (.zero, self) }
    let shift = divisor.high.leadingZeroBitCount
    let normalised = (divisor << shift).high
    let halved = self >> 1
    let (estimate, _) = divideFullWidth(high: halved.high, low: halved.low, by: normalised)
    var quotient = ((UInt256(estimate) << shift) >> 127).low
    if quotient != 0 { quotient &-= 1 }
    var remainder = self &- UInt256(quotient) &* divisor
    if remainder >= divisor {
      quotient &+= 1
      remainder = remainder &- divisor
    }
    return (UInt256(quotient), remainder)
  }
}

/// Division of `high * 2^128 + low` by `divisor`, for `high < divisor`: the quotient has 128 bits.
///
/// Two steps of schoolbook division over 64-bit digits (Knuth, volume 2, algorithm D).
@usableFromInline
func divideFullWidth(high: UInt128, low: UInt128, by divisor: UInt128) -> (
  quotient: UInt128, remainder: UInt128
) {
  if high == 0 { return low.quotientAndRemainder(dividingBy: divisor) }
  if divisor &>> 64 == 0 {
    // A single digit: two divisions of 128 bits by 64.
    let digit = UInt64(truncatingIfNeeded: divisor)
    let (q1, r1) = digit.dividingFullWidth(
      (UInt64(truncatingIfNeeded: high), UInt64(truncatingIfNeeded: low &>> 64)))
    let (q0, r0) = digit.dividingFullWidth((r1, UInt64(truncatingIfNeeded: low)))
    return (UInt128(q1) &<< 64 | UInt128(q0), UInt128(r0))
  }
  let shift = UInt128(divisor.leadingZeroBitCount)
  let d = divisor &<< shift
  let u = shift == 0 ? high : high &<< shift | low &>> (128 &- shift)
  let v = low &<< shift
  let (q1, r1) = divideThreeDigitsByTwo(u, UInt64(truncatingIfNeeded: v &>> 64), by: d)
  let (q0, r0) = divideThreeDigitsByTwo(r1, UInt64(truncatingIfNeeded: v), by: d)
  return (UInt128(q1) &<< 64 | UInt128(q0), r0 &>> shift)
}

/// Division of `top * 2^64 + digit` by `divisor`, whose highest bit is set, for `top < divisor`.
@inline(__always)
func divideThreeDigitsByTwo(_ top: UInt128, _ digit: UInt64, by divisor: UInt128) -> (
  quotient: UInt64, remainder: UInt128
) {
  let d1 = UInt64(truncatingIfNeeded: divisor &>> 64)
  let d0 = UInt128(UInt64(truncatingIfNeeded: divisor))
  let u1 = UInt64(truncatingIfNeeded: top &>> 64)
  let u0 = UInt64(truncatingIfNeeded: top)
  // The estimate from the leading digits is at most two too large.
  var quotient: UInt64
  var rest: UInt128
  if u1 == d1 {
    quotient = .max
    rest = UInt128(u0) &+ UInt128(d1)
  } else {
    let (q, r) = d1.dividingFullWidth((u1, u0))
    quotient = q
    rest = UInt128(r)
  }
  while rest &>> 64 == 0 && UInt128(quotient) &* d0 > (rest &<< 64 | UInt128(digit)) {
    quotient &-= 1
    rest &+= UInt128(d1)
  }
  let remainder = (top &<< 64 | UInt128(digit)) &- UInt128(quotient) &* divisor
  return (quotient, remainder)
}
