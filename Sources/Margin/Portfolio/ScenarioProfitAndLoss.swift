import FixedPoint

/// Profit and loss in one scenario, against the mark to market (PM-21 to PM-25).
extension PortfolioState {
  /// Perp, then expiries, then risk-cancelling collaterals, each dampened by itself.
  func profitAndLoss(_ scenario: Scenario, _ memo: inout PriceMemo) throws(ArithmeticError) -> Int256 {
    var total = try portfolio.perpProfit(in: scenario)
    for index in portfolio.expiries.indices { total = try total + expiryProfit(index, scenario, &memo) }
    for collateral in portfolio.collaterals
    where parameters.collaterals[collateral.asset]?.isRiskCancelling == true {
      total = try total + collateral.riskCancellingProfit(in: scenario)
    }
    return total
  }

  /// An expiry's profit: its discounted shocked value less its mark, dampened; in a skew scenario always
  /// a loss.
  private func expiryProfit(
    _ index: Int, _ scenario: Scenario, _ memo: inout PriceMemo
  ) throws(ArithmeticError) -> Int256 {
    let state = expiries[index]
    // Without any shock the value is the mark, which is at hand.
    let isMark = scenario.volShock == .none && scenario.spotShock == Wad.wide
    let shocked =
      isMark ? state.mtm : try portfolio.expiries[index].shockedValue(state.factors, scenario, parameters, &memo)
    let profit = try scenario.dampened(state.factors.discounted(shocked) - state.mtm)
    if !scenario.volShock.isSkew { return profit }
    return profit.isNegative ? profit : try -profit
  }
}

extension Scenario {
  /// How far spot moves, as a signed fraction of itself.
  func move() throws(ArithmeticError) -> Int256 { try Int256(spotShock) - Wad.signed }

  func dampened(_ profit: Int256) throws(ArithmeticError) -> Int256 {
    try profit.multiplyWadTruncating(Int256(dampeningFactor))
  }
}

extension Portfolio {
  /// The perp's profit when its price moves by the scenario's fraction (PM-21).
  func perpProfit(in scenario: Scenario) throws(ArithmeticError) -> Int256 {
    if perpPosition.isZero { return .zero }
    let priceMove = try scenario.move().multiplyWadTruncating(Int256(perpPrice))
    return try scenario.dampened(perpPosition.multiplyWadTruncating(priceMove))
  }
}

extension Portfolio.Collateral {
  /// The profit of a collateral that moves with spot (PM-24).
  func riskCancellingProfit(in scenario: Scenario) throws(ArithmeticError) -> Int256 {
    try scenario.dampened(Int256(value).multiplyWadTruncating(scenario.move()))
  }
}

extension Portfolio.Expiry {
  /// The value in a scenario before the static discount.
  func shockedValue(
    _ factors: ExpiryFactors, _ scenario: Scenario, _ parameters: PortfolioParameters, _ memo: inout PriceMemo
  ) throws(ArithmeticError) -> Int256 {
    switch scenario.volShock {
    case .none:
      try markToMarket(spotShock: scenario.spotShock, volShock: Wad.wide, &memo)
    case .up:
      try markToMarket(
        spotShock: scenario.spotShock, volShock: factors.volShockUp,
        minimumVolatility: parameters.volShock.minVolUpShock, &memo)
    case .down:
      try markToMarket(spotShock: scenario.spotShock, volShock: factors.volShockDown, &memo)
    case .linear, .abs:
      try skewedMarkToMarket(SkewCurve(parameters.skewShock, scenario.volShock, expiry: self), &memo)
    }
  }

  /// The same with every price computed.
  func shockedValue(
    _ factors: ExpiryFactors, _ scenario: Scenario, _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> Int256 {
    var memo = PriceMemo.none
    return try shockedValue(factors, scenario, parameters, &memo)
  }
}

extension ExpiryFactors {
  /// A shocked value after the static discount of its sign; zero counts as positive.
  func discounted(_ value: Int256) throws(ArithmeticError) -> Int256 {
    try value.multiplyWadTruncating(Int256(value.isNegative ? staticDiscountNeg : staticDiscountPos))
  }
}
