import FixedPoint

/// Profit and loss in one scenario, against the mark to market (PM-21 to PM-25).
extension PortfolioState {
  /// Perp, then expiries, then risk-cancelling collaterals, each dampened by itself.
  func profitAndLoss(_ scenario: Scenario) throws(ArithmeticError) -> Int256 {
    let dampening = try Int256(scenario.dampeningFactor)
    let move = try Int256(scenario.spotShock) - Wad.signed
    var total = try perpProfit(move).multiplyWadTruncating(dampening)
    for index in portfolio.expiries.indices {
      total = try total + expiryProfit(index, scenario, dampening)
    }
    for collateral in portfolio.collaterals
    where parameters.collaterals[collateral.asset]?.isRiskCancelling == true {
      let profit = try Int256(collateral.value).multiplyWadTruncating(move)
      total = try total + profit.multiplyWadTruncating(dampening)
    }
    return total
  }

  /// The perp's profit when the price moves by a fraction of itself.
  func perpProfit(_ move: Int256) throws(ArithmeticError) -> Int256 {
    if portfolio.perpPosition.isZero { return .zero }
    return try portfolio.perpPosition.multiplyWadTruncating(
      move.multiplyWadTruncating(Int256(portfolio.perpPrice)))
  }

  /// An expiry's profit: its discounted shocked value less its mark, dampened; in a skew scenario always
  /// a loss.
  private func expiryProfit(
    _ index: Int, _ scenario: Scenario, _ dampening: Int256
  ) throws(ArithmeticError) -> Int256 {
    let state = expiries[index]
    // Without any shock the value is the mark, which is at hand.
    let isMark = scenario.volShock == .none && scenario.spotShock == Wad.wide
    let shocked =
      isMark ? state.mtm : try portfolio.expiries[index].shockedValue(state.factors, scenario, parameters)
    let profit = try (state.factors.discounted(shocked) - state.mtm).multiplyWadTruncating(dampening)
    if !scenario.volShock.isSkew { return profit }
    return profit.isNegative ? profit : try -profit
  }
}

extension Portfolio.Expiry {
  /// The value in a scenario before the static discount.
  func shockedValue(
    _ factors: ExpiryFactors, _ scenario: Scenario, _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> Int256 {
    switch scenario.volShock {
    case .none:
      try markToMarket(spotShock: scenario.spotShock, volShock: Wad.wide)
    case .up:
      try markToMarket(
        spotShock: scenario.spotShock, volShock: factors.volShockUp,
        minimumVolatility: parameters.volShock.minVolUpShock)
    case .down:
      try markToMarket(spotShock: scenario.spotShock, volShock: factors.volShockDown)
    case .linear, .abs:
      try skewedMarkToMarket(SkewCurve(parameters.skewShock, scenario.volShock, expiry: self))
    }
  }
}

extension ExpiryFactors {
  /// A shocked value after the static discount of its sign; zero counts as positive.
  func discounted(_ value: Int256) throws(ArithmeticError) -> Int256 {
    try value.multiplyWadTruncating(Int256(value.isNegative ? staticDiscountNeg : staticDiscountPos))
  }
}
