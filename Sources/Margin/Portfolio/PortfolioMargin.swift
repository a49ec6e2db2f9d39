import FixedPoint

/// The margins of one portfolio and everything they were made of (PM-29).
public struct PortfolioMargin: Hashable, Sendable {
  /// Negative where the account may not take on risk, signed wad.
  public var initialMargin: Int256
  /// Negative where the account may be liquidated, signed wad.
  public var maintenanceMargin: Int256
  /// The value of everything, cash included, signed wad.
  public var markToMarket: Int256
  /// The binding scenario's index, or the number of scenarios where the basis contingency binds.
  public var worstScenarioInitial: Int
  public var worstScenarioMaintenance: Int
  /// The sum over expiries, never positive, signed wad.
  public var basisContingency: Int256
  /// Subtracted from both margins, wad.
  public var mmContingency: UInt256
  /// Subtracted from initial margin on top of the other, wad.
  public var imContingency: UInt256
  /// Each scenario's profit and loss, signed wad.
  public var scenarioPnl: [Int256]
  public var expiries: [Expiry]
  /// Each add-on of the two contingencies by name.
  public var addOns: AddOns

  /// What was computed for one expiry.
  public struct Expiry: Hashable, Sendable {
    public var mtm: Int256
    public var basisScenarioUpMtm: Int256
    public var basisScenarioDownMtm: Int256
    public var basisContingency: Int256
    public var factors: ExpiryFactors
    public var nakedShorts: Contingency
    public var confidence: Contingency
  }

  /// The parts of the contingencies, in the order in which they are added.
  public struct AddOns: Hashable, Sendable {
    public var perp: Contingency
    public var nakedShorts: Contingency
    public var optionConfidence: Contingency
    public var collaterals: [Contingency]
  }
}

extension PortfolioMargin {
  /// Computes the margins of an arranged portfolio by the direct path: every price by itself.
  ///
  /// This is the reference to which the shared risk arrays are held.
  /// - Throws: `MarginError`, the first failure in the protocol's order of evaluation.
  public init(
    _ portfolio: Portfolio, parameters: PortfolioParameters, scenarios: [Scenario]
  ) throws(MarginError) {
    var memo = PriceMemo.none
    try self.init(portfolio, parameters: parameters, scenarios: scenarios, prices: &memo)
  }

  /// The same with prices that are remembered from account to account.
  public init(
    _ portfolio: Portfolio, parameters: PortfolioParameters, scenarios: [Scenario], prices memo: inout PriceMemo
  ) throws(MarginError) {
    let state = try PortfolioState(portfolio, parameters, &memo)
    if scenarios.isEmpty { throw .invalidMarginState }
    var pnl: [Int256] = []
    pnl.reserveCapacity(scenarios.count)
    for scenario in scenarios {
      do throws(ArithmeticError) { pnl.append(try state.profitAndLoss(scenario, &memo)) } catch { throw .arithmetic(error) }
    }
    self = try arithmetic { () throws(ArithmeticError) in try state.margin(scenarioPnl: pnl) }
  }
}

/// A portfolio with everything that its scenarios share: marks, factors and contingencies (PM-20).
struct PortfolioState {
  let portfolio: Portfolio
  let parameters: PortfolioParameters
  var expiries: [PortfolioMargin.Expiry] = []
  /// Perp, options and collateral, cash excluded.
  var totalMtm: Int256
  var basisContingency: Int256 = .zero
  var contingency: Contingency
  var addOns: PortfolioMargin.AddOns

  init(_ portfolio: Portfolio, _ parameters: PortfolioParameters, _ memo: inout PriceMemo) throws(MarginError) {
    self.portfolio = portfolio
    self.parameters = parameters
    totalMtm = portfolio.perpValue
    // Part of the arranged form (PM-4): an overflow comes before everything else.
    let netOptions = try arithmetic { () throws(ArithmeticError) in
      try portfolio.expiries.map { (expiry) throws(ArithmeticError) in try expiry.netOptions() }
    }
    let other = parameters.otherContingency
    let perp = try arithmetic { () throws(ArithmeticError) in
      try other.perp(
        position: portfolio.perpPosition, spotPrice: portfolio.spotPrice,
        confidence: portfolio.minConfidence)
    }
    contingency = perp
    addOns = .init(perp: perp, nakedShorts: .none, optionConfidence: .none, collaterals: [])
    expiries.reserveCapacity(portfolio.expiries.count)
    for (expiry, netOptions) in zip(portfolio.expiries, netOptions) {
      do throws(ArithmeticError) { try add(expiry, netOptions, &memo) } catch { throw .arithmetic(error) }
    }
    for collateral in portfolio.collaterals {
      guard let enabled = parameters.collaterals[collateral.asset] else {
        throw .collateralDisabled(collateral.asset)
      }
      do throws(ArithmeticError) { try add(collateral, enabled) } catch { throw .arithmetic(error) }
    }
  }

  private mutating func add(
    _ expiry: Portfolio.Expiry, _ netOptions: UInt256, _ memo: inout PriceMemo
  ) throws(ArithmeticError) {
    let confidence = min(portfolio.minConfidence, expiry.minConfidence)
    let mtm = try expiry.markToMarket(spotShock: Wad.wide, volShock: Wad.wide, &memo)
    totalMtm = try totalMtm + mtm

    let basis = parameters.basisContingency
    let up = try expiry.markToMarket(spotShock: basis.scenarioSpotUp, volShock: Wad.wide, &memo)
    let down = try expiry.markToMarket(spotShock: basis.scenarioSpotDown, volShock: Wad.wide, &memo)
    let basisPart = try ExpiryFactors.basisContingency(
      mtm: mtm, up: up, down: down, factor: ExpiryFactors.basisFactor(expiry.secondsToExpiry, basis))
    basisContingency = try basisContingency + basisPart

    let factors = try ExpiryFactors(expiry, parameters)
    let other = parameters.otherContingency
    let naked = try other.nakedShorts(expiry.nakedShorts(), spotPrice: portfolio.spotPrice)
    try contingency.add(naked)
    try addOns.nakedShorts.add(naked)
    let penalty = try other.optionConfidence(
      confidence, netOptions: netOptions, spotPrice: portfolio.spotPrice)
    try contingency.add(penalty)
    try addOns.optionConfidence.add(penalty)
    expiries.append(
      PortfolioMargin.Expiry(
        mtm: mtm, basisScenarioUpMtm: up, basisScenarioDownMtm: down, basisContingency: basisPart,
        factors: factors, nakedShorts: naked, confidence: penalty))
  }

  private mutating func add(
    _ collateral: Portfolio.Collateral, _ enabled: PortfolioParameters.Collateral
  ) throws(ArithmeticError) {
    totalMtm = try totalMtm + Int256(collateral.value)
    let haircut = try parameters.otherContingency.collateral(collateral, enabled)
    try contingency.add(haircut)
    addOns.collaterals.append(haircut)
  }
}
