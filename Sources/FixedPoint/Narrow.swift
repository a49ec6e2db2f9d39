/// Steps over 128-bit values whose products need 256 bits: the building blocks of the fast paths.

/// `floor(a * b / 2^64)`, for results below 2^128.
@inlinable @inline(__always)
func multiplyShift64(_ a: UInt128, _ b: UInt128) -> UInt128 {
  let (high, low) = multiplyFullWidth(a, b)
  return high &<< 64 | low &>> 64
}

/// `floor(a * b / 2^96)` for signed values, for results of 128 bits.
@inlinable @inline(__always)
func multiplyShift96(_ a: Int128, _ b: Int128) -> Int128 {
  let (high, low) = multiplySigned(a, b)
  return Int128(truncatingIfNeeded: high &<< 32) | Int128(truncatingIfNeeded: low &>> 96)
}

/// The full signed product of two 128-bit values in two's complement.
@inlinable @inline(__always)
func multiplySigned(_ a: Int128, _ b: Int128) -> (high: Int128, low: UInt128) {
  let (high, low) = multiplyFullWidth(UInt128(bitPattern: a), UInt128(bitPattern: b))
  let signed = Int128(bitPattern: high) &- (a < 0 ? b : 0) &- (b < 0 ? a : 0)
  return (signed, low)
}

/// `floor(value / 5^18)` for any `value`, by two divisions of 128 bits by 64.
@inlinable @inline(__always)
func dividedByFive18(_ value: UInt128) -> UInt128 {
  let five18: UInt64 = 3_814_697_265_625
  let high = UInt64(truncatingIfNeeded: value &>> 64)
  let low = UInt64(truncatingIfNeeded: value)
  let (top, rest) = high.quotientAndRemainder(dividingBy: five18)
  return UInt128(top) &<< 64 | UInt128(five18.dividingFullWidth((rest, low)).quotient)
}
