/// The exponential function of the reference protocol (AR-13).
///
/// The older (6,7)-term rational approximation by Remco Bloemen: newer coefficient sets differ in the
/// last digit. Relative error about 1e-18; `exp(0)` is one unit below 1.
enum Exponential {
  /// From this argument down the result is zero.
  static var underflow: Int128 { -42_139_678_854_452_767_551 }
  /// From this argument up the result is refused.
  static var overflow: Int128 { 135_305_999_368_893_231_589 }
  /// ln 2 in 96-bit fixed point.
  static var ln2: Int128 { 54_916_777_467_707_473_351_141_471_128 }

  // The numerator p, and the denominator q by Knuth's scheme, in 96-bit fixed point.
  static var p0: Int128 { 2_772_001_395_605_857_295_435_445_496_992 }
  static var p1: Int128 { 44_335_888_930_127_919_016_834_873_520_032 }
  static var p2: Int128 { 398_888_492_587_501_845_352_592_340_339_721 }
  static var p3: Int128 { 1_993_839_819_670_624_470_859_228_494_792_842 }
  static var p4: Int128 { 4_385_272_521_454_847_904_632_057_985_693_276 }
  static var z0: Int128 { 750_530_180_792_738_023_273_180_420_736 }
  static var z1: Int128 { 32_788_456_221_302_202_726_307_501_949_080 }
  static var w0: Int128 { -2_218_138_959_503_481_824_038_194_425_854 }
  static var w1: Int128 { 892_943_633_302_991_980_437_332_862_907_700 }
  static var q0: Int128 { -78_174_809_823_045_304_726_920_794_422_040 }
  static var q1: Int128 { 4_203_224_763_890_128_580_604_056_984_195_872 }

  /// The factor from the quotient p/q to the result, 3822833074963236453042738258902158003155416615667.
  static var scale: UInt256 {
    UInt256(high: 11_234_296_709, low: 132_607_009_764_632_164_597_277_443_144_459_717_363)
  }
}

extension Int256 {
  /// `e^self`, wad in, wad out.
  /// - Throws: `exponentialOverflow` from 135.305999368893231589 on.
  public func exponential() throws(ArithmeticError) -> UInt256 {
    if self <= Int256(Exponential.underflow) { return .zero }
    if self >= Int256(Exponential.overflow) { throw .exponentialOverflow }
    return exponentialNarrow(Int128(truncatingIfNeeded: bitPattern.low))
  }
}

/// `e^x` for an argument inside the bounds, where every step but three fits 128 bits.
///
/// Equal to `Int256.exponentialPlain()`, which writes the same steps in 256 bits.
func exponentialNarrow(_ x: Int128) -> UInt256 {
  typealias E = Exponential
  // X = x * 2^78 / 5^18 toward zero: the argument in 96-bit fixed point.
  let magnitude = x.magnitude
  let five18: UInt64 = 3_814_697_265_625
  // The magnitude has at most 67 bits, so the product has at most 145: three digits by one.
  let product = (high: magnitude &>> 50, low: magnitude &<< 78)
  let first = five18.dividingFullWidth(
    (UInt64(truncatingIfNeeded: product.high), UInt64(truncatingIfNeeded: product.low &>> 64)))
  let second = five18.dividingFullWidth((first.remainder, UInt64(truncatingIfNeeded: product.low)))
  let scaled = Int128(bitPattern: UInt128(first.quotient) &<< 64 | UInt128(second.quotient))

  // k = floor((X * 2^96 / ln2 + 2^95) / 2^96): X / ln2 to the nearest integer, half upward. The inner
  // quotient truncates toward zero, which only moves a half below zero, so that one rounding suffices.
  let doubled = UInt128(bitPattern: scaled &<< 1 &+ E.ln2)
  let divisor = UInt128(bitPattern: E.ln2 &<< 1)
  let (nearest, rest) = doubled.quotientAndRemainder(dividingBy: divisor)
  var k = Int(truncatingIfNeeded: nearest)
  if x < 0 { k = (rest == 0 ? 1 : 0) &- k }
  let r = (x < 0 ? 0 &- scaled : scaled) &- Int128(k) &* E.ln2

  var p = r &+ E.p0
  p = multiplyShift96(p, r) &+ E.p1
  p = multiplyShift96(p, r) &+ E.p2
  p = multiplyShift96(p, r) &+ E.p3
  let z = multiplyShift96(r &+ E.z0, r) &+ E.z1
  var w = r &+ E.w0
  w = multiplyShift96(w, z) &+ E.w1
  var q = z &+ w &+ E.q0
  q = multiplyShift96(q, w) &+ E.q1

  // p * r + P4 * 2^96 and q are positive; the quotient has fewer than 96 bits.
  let (high, low) = multiplySigned(p, r)
  let p4 = UInt128(bitPattern: E.p4)
  let (bottom, carry) = low.addingReportingOverflow(p4 &<< 96)
  let top = UInt128(bitPattern: high) &+ (p4 &>> 32) &+ (carry ? 1 : 0)
  let (quotient, _) = divideFullWidth(high: top, low: bottom, by: UInt128(bitPattern: q))
  return (UInt256(quotient) &* E.scale) >> (195 &- k)
}
