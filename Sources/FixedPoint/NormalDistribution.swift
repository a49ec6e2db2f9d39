/// The standard normal distribution of the reference protocol (AR-17, AR-18).
///
/// Hart's rational approximation (1968) with West's continued fraction for the tail (2005), in 64-bit
/// fixed point. `cdf(0)` is one unit below one half.
enum NormalDistribution {
  static var n0: UInt128 { 4_062_099_735_652_764_000_328 }
  static var n1: UInt128 { 4_080_670_594_171_652_639_712 }
  static var n2: UInt128 { 2_067_498_006_223_917_203_771 }
  static var n3: UInt128 { 625_581_961_353_917_287_603 }
  static var n4: UInt128 { 117_578_849_504_046_139_487 }
  static var n5: UInt128 { 12_919_787_143_353_136_591 }
  static var n6: UInt128 { 650_478_250_178_244_362 }
  static var m0: UInt128 { 8_124_199_471_305_528_000_657 }
  static var m1: UInt128 { 14_643_514_515_380_871_948_050 }
  static var m2: UInt128 { 11_756_730_424_506_726_822_413 }
  static var m3: UInt128 { 5_470_644_798_650_576_484_341 }
  static var m4: UInt128 { 1_600_821_957_476_871_612_085 }
  static var m5: UInt128 { 296_331_772_558_254_578_451 }
  static var m6: UInt128 { 32_386_342_837_845_824_709 }
  static var m7: UInt128 { 1_630_477_228_166_597_028 }
  /// Arguments above 37 give exactly 0 or 1.
  static var cutoff: UInt128 { 37_000_000_000_000_000_000 }
  /// 10 / sqrt 2 in 64-bit fixed point, from which the tail's continued fraction is used.
  static var tail: UInt128 { 130_438_178_253_327_725_388 }
  /// 0.65 in 64-bit fixed point.
  static var tailStart: UInt128 { 11_990_383_647_911_208_550 }
  /// sqrt(2 pi) in 64-bit fixed point.
  static var rootTwoPi: UInt128 { 46_239_130_270_042_206_915 }
  /// sqrt(2 pi) as a wad.
  static var rootTwoPiWad: UInt128 { 2_506_628_274_631_000_502 }
}

extension Int256 {
  /// The cumulative distribution function at `self`, wad in, wad out.
  ///
  /// Absolute error about 1e-16. Never fails.
  public func normalCDF() -> UInt256 {
    let magnitude = magnitude
    let isUpper = !isNegative && !isZero
    if magnitude > UInt256(NormalDistribution.cutoff) { return isUpper ? Wad.wide : .zero }
    let lower = normalLowerTail(magnitude.low)
    return UInt256(isUpper ? Wad.one &- lower : lower)
  }

  /// The density at `self`, wad in, wad out: `exp(-y) / sqrt(2 pi)` with `y = (self >> 1) * self / 10^18`.
  /// - Throws: `overflow` where the square does not fit.
  public func normalDensity() throws(ArithmeticError) -> UInt256 {
    let y = try (self >> 1).multiplyWadTruncating(self)
    return try (-y).exponential() * Wad.wide / UInt256(NormalDistribution.rootTwoPiWad)
  }
}

/// The probability below `-z`, for `z` of at most 37 (wad), where every step fits 128 bits.
///
/// Equal to `Int256.normalCDFPlain()`, which writes the same steps in 256 bits.
@usableFromInline
func normalLowerTail(_ argument: UInt128) -> UInt128 {
  typealias N = NormalDistribution
  let (squareHigh, squareLow) = multiplyFullWidth(argument / 2, argument)
  let half = dividedByWad(UInt256(high: squareHigh, low: squareLow)).low
  let exponential: UInt128
  let negated = 0 &- Int128(bitPattern: half)
  if negated <= Exponential.underflow {
    exponential = 0
  } else {
    exponential = exponentialNarrow(negated).low
  }
  // From wad to 64-bit fixed point.
  let z = dividedByFive18(argument &<< 46)
  let e = dividedByFive18(exponential &<< 46)
  let c: UInt128
  if z < N.tail {
    var n = N.n6
    n = multiplyShift64(n, z) &+ N.n5
    n = multiplyShift64(n, z) &+ N.n4
    n = multiplyShift64(n, z) &+ N.n3
    n = multiplyShift64(n, z) &+ N.n2
    n = multiplyShift64(n, z) &+ N.n1
    n = multiplyShift64(n, z) &+ N.n0
    var m = N.m7
    m = multiplyShift64(m, z) &+ N.m6
    m = multiplyShift64(m, z) &+ N.m5
    m = multiplyShift64(m, z) &+ N.m4
    m = multiplyShift64(m, z) &+ N.m3
    m = multiplyShift64(m, z) &+ N.m2
    m = multiplyShift64(m, z) &+ N.m1
    m = multiplyShift64(m, z) &+ N.m0
    let (high, low) = multiplyFullWidth(n, e)
    c = divideFullWidth(high: high, low: low, by: m).quotient
  } else {
    var f = N.tailStart
    for j: UInt128 in [4, 3, 2, 1] {
      f = divideFullWidth(high: j, low: 0, by: z &+ f).quotient
    }
    f = multiplyShift64(f &+ z, N.rootTwoPi)
    c = (e &<< 64) / f
  }
  // From 64-bit fixed point to wad.
  return (c &* 3_814_697_265_625) &>> 46
}
