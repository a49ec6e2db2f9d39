import FixedPoint

/// The distinct ways in which a scenario list shocks an option: one column of prices each.
///
/// Scenarios that differ only in dampening share a column, and so do the unshocked mark and the two
/// basis scenarios with scenarios of the same shock.
struct RiskColumns: Sendable {
  /// A shock of price and volatility; spot counts for nothing in a skew shock.
  struct Shock: Hashable, Sendable {
    var spotShock: UInt256
    var volShock: VolatilityMove
  }

  private(set) var shocks: [Shock]
  /// Each scenario's column.
  private(set) var ofScenario: [Int]
  /// The column without a shock.
  let unshocked: Int
  let basisUp: Int
  let basisDown: Int

  var count: Int { shocks.count }

  init(_ scenarios: [Scenario], basis: PortfolioParameters.BasisContingency) {
    var shocks: [Shock] = []
    func column(_ spotShock: UInt256, _ volShock: VolatilityMove) -> Int {
      let shock = Shock(spotShock: volShock.isSkew ? Wad.wide : spotShock, volShock: volShock)
      if let index = shocks.firstIndex(of: shock) { return index }
      shocks.append(shock)
      return shocks.count - 1
    }
    unshocked = column(Wad.wide, .none)
    basisUp = column(basis.scenarioSpotUp, .none)
    basisDown = column(basis.scenarioSpotDown, .none)
    ofScenario = scenarios.map { column($0.spotShock, $0.volShock) }
    self.shocks = shocks
  }
}
