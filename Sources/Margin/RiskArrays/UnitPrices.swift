import FixedPoint
import Pricing

/// What one contract of a listed option is worth: at its mark, in the two basis scenarios and in each scenario, before
/// any discount (SV-9). Wads.
public struct UnitPrices: Hashable, Sendable {
  public var mark: UInt256
  public var basisUp: UInt256
  public var basisDown: UInt256
  /// In the order of the scenarios.
  public var scenarios: [UInt256]

  public init(mark: UInt256, basisUp: UInt256, basisDown: UInt256, scenarios: [UInt256]) {
    self.mark = mark
    self.basisUp = basisUp
    self.basisDown = basisDown
    self.scenarios = scenarios
  }
}

extension UnitPrices {
  /// The prices by the direct path, one Black-76 each (PM-13, PM-14, PM-16, PM-23).
  /// - Throws: `missingExpiryData` where the market has no such expiry, or the first price that fails.
  public init(
    expiry: ExpiryLabel, strike: UInt256, isCall: Bool, on market: Market, parameters: PortfolioParameters,
    scenarios: [Scenario]
  ) throws(MarginError) {
    guard let feed = market.expiry(expiry) else { throw .missingExpiryData }
    let held = Account.Option(expiry: expiry, strike: strike, isCall: isCall, amount: .zero)
    let arranged = try Portfolio.Expiry(reading: feed)
    let option = try Portfolio.Option(pricing: held, on: feed)
    self = try arithmetic { () throws(ArithmeticError) in
      try UnitPrices(option, in: arranged, parameters: parameters, scenarios: scenarios)
    }
  }

  private init(
    _ option: Portfolio.Option, in expiry: Portfolio.Expiry, parameters: PortfolioParameters, scenarios: [Scenario]
  ) throws(ArithmeticError) {
    let basis = parameters.basisContingency
    mark = try option.price(in: expiry, forward: expiry.unshockedForward(), vol: option.vol)
    basisUp = try option.price(in: expiry, forward: expiry.forward(spotShock: basis.scenarioSpotUp), vol: option.vol)
    basisDown = try option.price(
      in: expiry, forward: expiry.forward(spotShock: basis.scenarioSpotDown), vol: option.vol)
    // Volatility shocks are one for all scenarios, and a list without any asks for none.
    let isShocked = scenarios.contains { $0.volShock == .up || $0.volShock == .down }
    let shocks =
      isShocked ? try ExpiryFactors.volatilityShocks(expiry.secondsToExpiry, parameters.volShock) : (Wad.wide, Wad.wide)
    self.scenarios = []
    self.scenarios.reserveCapacity(scenarios.count)
    for scenario in scenarios {
      self.scenarios.append(try option.price(in: expiry, scenario, shocks, parameters))
    }
  }
}

extension Portfolio.Option {
  /// The price of one contract in a scenario.
  fileprivate func price(
    in expiry: Portfolio.Expiry, _ scenario: Scenario, _ shocks: (up: UInt256, down: UInt256),
    _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> UInt256 {
    let shocked: UInt256
    switch scenario.volShock {
    case .none:
      shocked = vol
    case .up:
      shocked = max(try vol.multiplyWadDown(shocks.up), parameters.volShock.minVolUpShock)
    case .down:
      shocked = try vol.multiplyWadDown(shocks.down)
    case .linear, .abs:
      let curve = try SkewCurve(parameters.skewShock, scenario.volShock, expiry: expiry)
      return try price(in: expiry, forward: curve.forward, vol: curve.volatility(strike: strike, vol: vol))
    }
    return try price(in: expiry, forward: expiry.forward(spotShock: scenario.spotShock), vol: shocked)
  }
}

extension MarketArrays {
  /// The prices of one contract: those of the arrays, or of the direct path where the arrays have none.
  /// - Throws: `MarginError` of the direct path.
  /// - Complexity: one copy of each column where the arrays hold the option.
  public func unitPrices(expiry: ExpiryLabel, strike: UInt256, isCall: Bool) throws(MarginError) -> UnitPrices {
    if let row = row(expiry: expiry, strike: strike, isCall: isCall) {
      return arrays.unitPrices(expiry: row.expiry, row: row.row)
    }
    return try UnitPrices(
      expiry: expiry, strike: strike, isCall: isCall, on: market, parameters: arrays.parameters,
      scenarios: arrays.scenarios)
  }
}

extension RiskArrays {
  fileprivate func unitPrices(expiry: Int, row: Int) -> UnitPrices {
    let prices = expiries[expiry].prices
    let start = row * columns.count
    func price(_ column: Int) -> UInt256 { UInt256(prices[start + column].value) }
    return UnitPrices(
      mark: price(columns.unshocked), basisUp: price(columns.basisUp), basisDown: price(columns.basisDown),
      scenarios: columns.ofScenario.map(price))
  }
}
