import Ethereum
import FixedPoint
import Margin

/// Which changes the portfolio manager admits (CL-43; PM-31).
extension ClearingState {
  mutating func admit(
    _ number: AccountNumber, _ index: Int, _ model: PortfolioManager, caller: Address?, _ deltas: [Position], held: Int
  ) throws(ClearingRefusal) {
    var addsRisk = false
    for delta in deltas {
      switch delta.instrument.asset {
      case .perp(let perp) where perp == model.perp:
        try settlePerp(perp, number)
        addsRisk = true
      case .cash: if delta.amount.isNegative { addsRisk = true }
      case .option(let option) where option == model.option: if delta.amount.isNegative { addsRisk = true }
      case .base(let base) where model.accepts(base: base): if delta.amount.isNegative { addsRisk = true }
      default: throw .rule(.portfolioUnsupportedAsset)
      }
    }
    if isTooLarge(index, deltas, held: held) { throw .rule(.portfolioTooManyAssets) }
    if !addsRisk { return }

    let isTrusted = caller.map { managers[accounts[index].manager].trustedAssessors.contains($0) } ?? false
    try requireMargin(number, index, model, isTrusted: isTrusted)
  }

  /// Asks for a margin with the parameters that are in force (AM-11).
  /// - Throws: `portfolioBelowMargin`, and what the model refuses.
  mutating func requireMargin(
    _ number: AccountNumber, _ index: Int, _ model: PortfolioManager, isTrusted: Bool
  ) throws(ClearingRefusal) {
    let model = try inForce(model, index)
    let scenarios = isTrusted ? model.parameters.basisContingency.scenarios : model.scenarios
    let portfolio = try portfolio(index, model, scenarios: scenarios.count)
    let result: Result<PortfolioMargin, MarginError>
    do throws(MarginError) {
      result = .success(
        try PortfolioMargin(portfolio, parameters: model.parameters, scenarios: scenarios, prices: &prices))
    } catch {
      result = .failure(error)
    }
    note(
      Decision(
        account: number, manager: accounts[index].manager,
        margin: .portfolio(portfolio, isTrusted: isTrusted, result)))
    switch result {
    case .success(let margin):
      let required = isTrusted ? margin.maintenanceMargin : margin.initialMargin
      if required.isNegative { throw .rule(.portfolioBelowMargin) }
      if !isTrusted { noteRecovered(number) }
    case .failure(let error): throw .margin(error)
    }
  }
}

extension PortfolioParameters.BasisContingency {
  /// The three scenarios that stand in for the list where a trusted assessor trades (PM-31).
  public var scenarios: [Scenario] {
    [scenarioSpotUp, scenarioSpotDown, Wad.wide].map {
      Scenario(spotShock: $0, volShock: .none, dampeningFactor: Wad.wide)
    }
  }
}
