/// The natural logarithm of the reference protocol (AR-12).
///
/// An (8,8)-term rational approximation in 96-bit fixed point by Remco Bloemen; the result rounds down.
enum Logarithm {
  static var p0: Int128 { 3_273_285_459_638_523_848_632_254_066_296 }
  static var p1: Int128 { 24_828_157_081_833_163_892_658_089_445_524 }
  static var p2: Int128 { 43_456_485_725_739_037_958_740_375_743_393 }
  static var p3: Int128 { -11_111_509_109_440_967_052_023_855_526_967 }
  static var p4: Int128 { -45_023_709_667_254_063_763_336_534_515_857 }
  static var p5: Int128 { -14_706_773_417_378_608_786_704_636_184_526 }
  static var p6: Int128 { -795_164_235_651_350_426_258_249_787_498 }
  static var q0: Int128 { 5_573_035_233_440_673_466_300_451_813_936 }
  static var q1: Int128 { 71_694_874_799_317_883_764_090_561_454_958 }
  static var q2: Int128 { 283_447_036_172_924_575_727_196_451_306_956 }
  static var q3: Int128 { 401_686_690_394_027_663_651_624_208_769_553 }
  static var q4: Int128 { 204_048_457_590_392_012_362_485_061_816_622 }
  static var q5: Int128 { 31_853_899_698_501_571_402_653_359_427_138 }
  static var q6: Int128 { 909_429_971_244_387_300_277_376_558_375 }

  /// The factor of the quotient, 1677202110996718588342820967067443963516166.
  static var scale: Int256 {
    Int256(bitPattern: UInt256(high: 4_928, low: 290_606_810_333_840_395_310_901_643_690_217_460_998))
  }
  /// ln 2 * 5^18 * 2^192.
  static var ln2: Int256 {
    Int256(
      bitPattern: UInt256(
        high: 48_775_896_626_291_868_819_384_119_795_770,
        low: 156_956_075_067_739_722_778_457_849_636_604_867_251))
  }
  /// 600920179829731861736702779321621459595472258049074101567377883020018308.
  static var offset: Int256 {
    Int256(
      bitPattern: UInt256(
        high: 1_765_945_691_712_407_306_616_976_339_857_571,
        low: 71_000_024_406_683_702_635_160_808_246_569_484_932))
  }

  /// From the quotient of the approximation and the binary exponent to the result.
  @inline(__always)
  static func assemble(_ quotient: Int256, exponent k: Int) -> Int256 {
    (quotient &* scale &+ Int256(Int64(k)) &* ln2 &+ offset) >> 174
  }
}

extension Int256 {
  /// The natural logarithm, wad in, wad out, rounded down.
  /// - Throws: `logarithmOfNegative`; `logarithmOfZero`.
  public func naturalLogarithm() throws(ArithmeticError) -> Int256 {
    if isNegative { throw .logarithmOfNegative }
    if isZero { throw .logarithmOfZero }
    return Int256(logarithmOfNonZero(bitPattern))
  }
}

/// The natural logarithm of a value (wad) that the caller knows not to be zero, where every step but two
/// fits 128 bits.
///
/// Equal to `Int256.naturalLogarithmPlain()`, which writes the same steps in 256 bits.
public func logarithmOfNonZero(_ x: UInt256) -> Int128 {
  typealias L = Logarithm
  let zeros = x.leadingZeroBitCount
  let k = 159 &- zeros
  // The highest bit moves to bit 255, then to bit 96.
  let m = Int128(bitPattern: ((x << zeros) >> 159).low)

  var p = m &+ L.p0
  p = multiplyShift96(p, m) &+ L.p1
  p = multiplyShift96(p, m) &+ L.p2
  p = multiplyShift96(p, m) &+ L.p3
  p = multiplyShift96(p, m) &+ L.p4
  p = multiplyShift96(p, m) &+ L.p5
  var q = m &+ L.q0
  q = multiplyShift96(q, m) &+ L.q1
  q = multiplyShift96(q, m) &+ L.q2
  q = multiplyShift96(q, m) &+ L.q3
  q = multiplyShift96(q, m) &+ L.q4
  q = multiplyShift96(q, m) &+ L.q5
  q = multiplyShift96(q, m) &+ L.q6

  // p * m + P6 * 2^96, of either sign, over q, which is positive, toward zero.
  let (high, low) = multiplySigned(p, m)
  let (bottom, carry) = low.addingReportingOverflow(UInt128(bitPattern: L.p6) &<< 96)
  let top = high &+ (L.p6 &>> 32) &+ (carry ? 1 : 0)
  let numerator = Int256(bitPattern: UInt256(high: UInt128(bitPattern: top), low: bottom))
  let magnitude = numerator.magnitude
  let quotient = divideFullWidth(
    high: magnitude.high, low: magnitude.low, by: UInt128(bitPattern: q)
  ).quotient
  let signed = Int128(bitPattern: quotient)
  let r = numerator.isNegative ? 0 &- signed : signed
  return Int128(bitPattern: L.assemble(Int256(r), exponent: k).bitPattern.low)
}
