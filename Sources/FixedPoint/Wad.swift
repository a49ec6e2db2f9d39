/// The fixed-point units: integers scaled by a power of ten.
public enum Wad {
  /// One: 10^18.
  @inlinable public static var one: UInt128 { 1_000_000_000_000_000_000 }
  /// One as 256 bits.
  @inlinable public static var wide: UInt256 { UInt256(one) }
  /// One as a signed integer.
  @inlinable public static var signed: Int256 { Int256(one) }
  /// The precise unit, 10^27.
  @inlinable public static var precise: UInt128 { 1_000_000_000_000_000_000_000_000_000 }
}

extension UInt256 {
  /// `floor(self * other / 10^18)`; the product is formed in 256 bits first.
  /// - Throws: `overflow`.
  @inlinable
  public func multiplyWadDown(_ other: UInt256) throws(ArithmeticError) -> UInt256 {
    dividedByWad(try self * other)
  }

  /// `floor(self * 10^18 / other)`; the product is formed in 256 bits first.
  /// - Throws: `overflow`, then `divisionByZero`.
  @inlinable
  public func divideWadDown(_ other: UInt256) throws(ArithmeticError) -> UInt256 {
    try self * Wad.wide / other
  }
}

extension Int256 {
  /// `self * other / 10^18` truncated toward zero; the product is formed in 256 bits first.
  /// - Throws: `overflow`.
  @inlinable
  public func multiplyWadTruncating(_ other: Int256) throws(ArithmeticError) -> Int256 {
    let negative = isNegative != other.isNegative
    let product = try magnitude * other.magnitude
    // The product itself has to fit 256 signed bits; the quotient then does.
    let limit: UInt128 = 1 &<< 127
    if product.high >= limit && !(negative && product.high == limit && product.low == 0) { throw .overflow }
    let quotient = dividedByWad(product)
    return Int256(bitPattern: negative ? .zero &- quotient : quotient)
  }

  /// `self * 10^18 / other` truncated toward zero; the product is formed in 256 bits first.
  /// - Throws: `overflow`, then `divisionByZero`.
  @inlinable
  public func divideWadTruncating(_ other: Int256) throws(ArithmeticError) -> Int256 {
    try self * Wad.signed / other
  }
}

/// `floor(value / 10^18)` by reciprocal multiplication: the divisor is fixed, so no division is done.
///
/// Division of two 64-bit digits by one normalised digit after Möller and Granlund, "Improved division
/// by invariant integers" (2011), algorithm 4, once for each digit of the quotient.
@inlinable
public func dividedByWad(_ value: UInt256) -> UInt256 {
  // The divisor normalised by four bits, and floor((2^128 - 1) / divisor) - 2^64.
  let top = UInt64(truncatingIfNeeded: value.high &>> 124)
  let high = value.high &<< 4 | value.low &>> 124
  let low = value.low &<< 4
  var remainder = top
  var upper: UInt128 = 0
  if high != 0 || top != 0 {
    let (q3, r3) = wadDigit(remainder, UInt64(truncatingIfNeeded: high &>> 64))
    let (q2, r2) = wadDigit(r3, UInt64(truncatingIfNeeded: high))
    upper = UInt128(q3) &<< 64 | UInt128(q2)
    remainder = r2
  }
  let (q1, r1) = wadDigit(remainder, UInt64(truncatingIfNeeded: low &>> 64))
  let (q0, _) = wadDigit(r1, UInt64(truncatingIfNeeded: low))
  return UInt256(high: upper, low: UInt128(q1) &<< 64 | UInt128(q0))
}

/// One digit of a quotient: `(top * 2^64 + digit) / (16 * 10^18)` for `top` below the divisor.
@inlinable @inline(__always)
func wadDigit(_ top: UInt64, _ digit: UInt64) -> (quotient: UInt64, remainder: UInt64) {
  // 10^18 shifted left until its highest of 64 bits is set, and floor((2^128 - 1) / that) - 2^64.
  let normalisedWad: UInt64 = 16_000_000_000_000_000_000
  let wadReciprocal: UInt64 = 2_820_903_858_849_102_350
  if top == 0 && digit < normalisedWad { return (0, digit) }
  let product = UInt128(wadReciprocal) &* UInt128(top) &+ (UInt128(top) &<< 64 | UInt128(digit))
  var quotient = UInt64(truncatingIfNeeded: product &>> 64) &+ 1
  var remainder = digit &- quotient &* normalisedWad
  if remainder > UInt64(truncatingIfNeeded: product) {
    quotient &-= 1
    remainder &+= normalisedWad
  }
  if remainder >= normalisedWad {
    quotient &+= 1
    remainder &-= normalisedWad
  }
  return (quotient, remainder)
}
