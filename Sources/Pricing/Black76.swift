import FixedPoint

/// The prices of a European call and put on a forward, and the call's delta, as wads.
public struct OptionPrices: Hashable, Sendable {
  public var call: UInt256
  public var put: UInt256
  public var callDelta: UInt256

  public init(call: UInt256, put: UInt256, callDelta: UInt256) {
    self.call = call
    self.put = put
    self.callDelta = callDelta
  }
}

/// Seconds as a fraction of a year of 365 days, wad, rounded down (PR-1).
public func annualised(_ seconds: UInt64) -> UInt256 {
  // Below 2^124, so the product of 64 bits and a wad needs no check.
  UInt256(UInt128(seconds) &* Wad.one / 31_536_000)
}

/// Black-76 for one time to expiry, discount and forward: what does not depend on strike or volatility
/// is computed once (PR-2 to PR-8).
///
/// Prices never fail: inside these input types no intermediate value leaves 256 bits.
public struct Black76: Sendable {
  /// The square root of the time to expiry in years, wad, rounded down.
  let rootOfTime: UInt128
  let discount: UInt64
  let forward: UInt128
  /// The forward times the discount, rounded down.
  let discountedForward: UInt256

  /// - Parameters:
  ///   - secondsToExpiry: seconds; zero gives intrinsic values.
  ///   - discount: the discount factor, wad.
  ///   - forward: the forward price, wad.
  public init(secondsToExpiry: UInt64, discount: UInt64, forward: UInt128) {
    self.init(rootOfTime: Self.rootOfTime(secondsToExpiry), discount: discount, forward: forward)
  }

  /// The same with a root that the caller has at hand for several forwards.
  public init(rootOfTime: UInt128, discount: UInt64, forward: UInt128) {
    self.rootOfTime = rootOfTime
    self.discount = discount
    self.forward = forward
    discountedForward = multipliedByWad(forward, UInt128(discount))
  }

  /// The square root of seconds in years, wad, rounded down.
  public static func rootOfTime(_ seconds: UInt64) -> UInt128 {
    (annualised(seconds) &* Wad.wide).squareRoot().low
  }

  /// What depends on the strike alone.
  public struct Moneyness: Sendable {
    let strike: UInt128
    /// The strike times the discount, rounded down.
    let discountedStrike: UInt256
    /// Strike over forward, wad, rounded down.
    let ratio: UInt256
    /// The logarithm of the ratio, or of one unit where the ratio is zero.
    let logarithm: Int128
  }

  /// The strike's part of the price, shared by every volatility.
  public func moneyness(strike: UInt128) -> Moneyness {
    let discountedStrike = multipliedByWad(strike, UInt128(discount))
    guard strike != 0, forward != 0 else {
      return Moneyness(strike: strike, discountedStrike: discountedStrike, ratio: .zero, logarithm: 0)
    }
    let (high, low) = multiplyFullWidth(strike, Wad.one)
    let ratio = UInt256(high: high, low: low).quotient(dividingByNonZero: UInt256(forward))
    let logarithm = logarithmOfNonZero(ratio.isZero ? 1 : ratio)
    return Moneyness(
      strike: strike, discountedStrike: discountedStrike, ratio: ratio, logarithm: logarithm)
  }

  /// Call, put and call delta at one strike and annual volatility (wad).
  public func prices(_ moneyness: Moneyness, volatility: UInt128) -> OptionPrices {
    if moneyness.strike == 0 {
      return OptionPrices(call: discountedForward, put: .zero, callDelta: UInt256(UInt128(discount)))
    }
    if forward == 0 {
      return OptionPrices(call: .zero, put: moneyness.discountedStrike, callDelta: .zero)
    }
    let total = multipliedByWad(volatility, rootOfTime)
    let standard = standardCall(moneyness, totalVolatility: total)
    // Put-call parity per unit of forward, cut at zero.
    let sum = UInt256(standard.price) &+ moneyness.ratio
    let standardPut = sum >= Wad.wide ? sum &- Wad.wide : .zero
    let call = dividedByWad(UInt256(standard.price) &* discountedForward)
    let put = dividedByWad(standardPut &* discountedForward)
    return OptionPrices(
      call: min(call, discountedForward),
      put: min(put, moneyness.discountedStrike),
      callDelta: multipliedByWad(standard.delta, UInt128(discount)))
  }

  /// Call, put and call delta at one strike and annual volatility, wads.
  public func prices(strike: UInt128, volatility: UInt128) -> OptionPrices {
    prices(moneyness(strike: strike), volatility: volatility)
  }

  /// The call per unit of discounted forward, and N(d1).
  @inline(__always)
  private func standardCall(_ moneyness: Moneyness, totalVolatility: UInt256) -> (
    price: UInt128, delta: UInt128
  ) {
    // At 24 (2,400 % of total volatility) and above the call is worth the forward.
    let limit: UInt128 = 24_000_000_000_000_000_000
    if totalVolatility.high != 0 || totalVolatility.low >= limit { return (Wad.one, Wad.one) }
    let total = totalVolatility.low == 0 ? 1 : totalVolatility.low
    let ratio = moneyness.ratio.isZero ? 1 : moneyness.ratio
    // Below 24^2 / 2 * 10^36, which fits 128 bits.
    let halfVariance = Int128(bitPattern: dividedByWad(UInt256((total &>> 1) &* total)).low)
    let d1 = Self.scaled(halfVariance &- moneyness.logarithm, over: total)
    let d2 = d1 &- Int128(bitPattern: total)
    let n1 = Int256(d1).normalCDF().low
    let n2 = Int256(d2).normalCDF()
    let strikeLeg = dividedByWad(ratio &* n2)
    let price = UInt256(n1) >= strikeLeg ? n1 &- strikeLeg.low : 0
    return (price, n1)
  }

  /// `numerator * 10^18 / total` toward zero, or 2^120 with its sign where it would exceed that: the
  /// normal distribution is 0 or 1 long before.
  @inline(__always)
  private static func scaled(_ numerator: Int128, over total: UInt128) -> Int128 {
    let (high, low) = multiplyFullWidth(numerator.magnitude, Wad.one)
    let bound: Int128 = 1 &<< 120
    var quotient = bound
    if high < total {
      let exact = UInt256(high: high, low: low).quotient(dividingByNonZero: UInt256(total)).low
      if exact < UInt128(bitPattern: bound) { quotient = Int128(bitPattern: exact) }
    }
    return numerator < 0 ? 0 &- quotient : quotient
  }
}

/// `floor(a * b / 10^18)` for 128-bit factors, which always fits.
@inline(__always)
func multipliedByWad(_ a: UInt128, _ b: UInt128) -> UInt256 {
  let (high, low) = multiplyFullWidth(a, b)
  return dividedByWad(UInt256(high: high, low: low))
}
