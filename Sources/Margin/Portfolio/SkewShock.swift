import FixedPoint
import Pricing

/// The smile's turn or bend at one time to expiry: how far each strike's volatility moves (PM-23).
struct SkewCurve {
  var cap: Int256
  var kStar: Int256
  var isAbsolute: Bool
  var forward: UInt256

  init(
    _ shock: PortfolioParameters.SkewShock, _ move: VolatilityMove, expiry: Portfolio.Expiry
  ) throws(ArithmeticError) {
    isAbsolute = move == .abs
    forward = try expiry.unshockedForward()
    let time = annualised(try expiry.secondsToExpiry.toUInt64())
    let root = try Int256(time.squareRootWad())
    let (slope, base) =
      isAbsolute ? (shock.absCBase, shock.absBaseCap) : (shock.linearCBase, shock.linearBaseCap)
    cap = try slope.multiplyWadTruncating(root) + Int256(base)
    let width = try root.multiplyWadTruncating(shock.widthScale)
    let volParam = try shock.volParamStatic + root.multiplyWadTruncating(shock.volParamScale)
    kStar = max(shock.minKStar, try width.multiplyWadTruncating(volParam))
  }

  /// The volatility of a strike after the shock, wad.
  /// - Throws: `logarithmOfZero` where strike over forward rounds to zero.
  func volatility(strike: UInt256, vol: UInt256) throws(ArithmeticError) -> UInt256 {
    var k = try Int256(strike.divideWadDown(forward)).naturalLogarithm()
    if isAbsolute && k.isNegative { k = try -k }
    // One raw product and one truncation.
    let adjustment = try k * cap / kStar
    let shift = k.isNegative ? max(try -cap, adjustment) : min(cap, adjustment)
    let multiplier = try Wad.signed + shift
    return try vol.multiplyWadDown(multiplier.isNegative ? .zero : multiplier.bitPattern)
  }
}

extension Portfolio.Expiry {
  /// The value of the options under a skew shock, forward unshocked.
  func skewedMarkToMarket(_ curve: SkewCurve, _ memo: inout PriceMemo) throws(ArithmeticError) -> Int256 {
    try sumOfValues(forward: curve.forward, &memo) { (option) throws(ArithmeticError) in
      try curve.volatility(strike: option.strike, vol: option.vol)
    }
  }
}
