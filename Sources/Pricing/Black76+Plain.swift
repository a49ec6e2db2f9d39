import FixedPoint

extension Black76 {
  /// Black-76 as the specification writes it (PR-2 to PR-7), one step after another in 256 bits.
  ///
  /// The shared form is held to this one by a property test.
  package static func pricesPlain(
    secondsToExpiry: UInt64, discount: UInt64, volatility: UInt128, forward: UInt128, strike: UInt128
  ) throws(ArithmeticError) -> OptionPrices {
    let (d, f, k) = (UInt256(discount), UInt256(forward), UInt256(strike))
    let total = try (UInt256(volatility) &* annualised(secondsToExpiry).squareRootWad()) / Wad.wide
    let discountedForward = try (f &* d) / Wad.wide
    if k.isZero { return OptionPrices(call: discountedForward, put: .zero, callDelta: d) }
    let discountedStrike = try (k &* d) / Wad.wide
    if f.isZero { return OptionPrices(call: .zero, put: discountedStrike, callDelta: .zero) }
    let moneyness = try (k &* Wad.wide) / f

    var standard = Wad.wide
    var delta = Wad.wide
    if total < UInt256(24_000_000_000_000_000_000 as UInt128) {
      let t = total.isZero ? 1 : total
      let m = moneyness.isZero ? 1 : moneyness
      let logarithm = try Int256(bitPattern: m).naturalLogarithmPlain()
      let half = try ((t >> 1) &* t) / Wad.wide
      let d1 = try ((Int256(bitPattern: half) &- logarithm) &* Wad.signed) / Int256(bitPattern: t)
      let d2 = d1 &- Int256(bitPattern: t)
      delta = try d1.normalCDFPlain()
      let strikeLeg = try (m &* d2.normalCDFPlain()) / Wad.wide
      standard = delta >= strikeLeg ? delta &- strikeLeg : .zero
    }
    let sum = standard &+ moneyness
    let standardPut = sum >= Wad.wide ? sum &- Wad.wide : .zero
    return OptionPrices(
      call: min(try (standard &* discountedForward) / Wad.wide, discountedForward),
      put: min(try (standardPut &* discountedForward) / Wad.wide, discountedStrike),
      callDelta: try (delta &* d) / Wad.wide)
  }
}
