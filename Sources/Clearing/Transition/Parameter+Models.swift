import FixedPoint
import Margin

/// Setting the parameters of margin models, within the bounds of SM-17 and PM-32 (CL-53).
extension ClearingState {
  mutating func set(_ manager: Int, _ setting: Parameter.StandardSetting) throws(ClearingRefusal) {
    guard case .standard(var model) = managers[manager].model else { throw .rule(.noSuchManager) }
    switch setting {
    case .perp(let market, let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: market) }
      try model.change(market) { $0.perp = group }
    case .option(let market, let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: market) }
      try model.change(market) { $0.option = group }
    case .base(let market, let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: market) }
      try model.change(market) { $0.base = group }
    case .oracle(let market, let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: market) }
      try model.change(market) { $0.oracle = group }
    case .depeg(let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: "depeg") }
      model.parameters.depeg = group
    case .borrowing(let isEnabled): model.isBorrowingEnabled = isEnabled
    }
    update(manager: manager) { $0.model = .standard(model) }
  }

  mutating func set(_ manager: Int, _ setting: Parameter.PortfolioSetting) throws(ClearingRefusal) {
    guard case .portfolio(var model) = managers[manager].model else { throw .rule(.noSuchManager) }
    switch setting {
    case .basis(let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: "basisContingency") }
      model.parameters.basisContingency = group
    case .other(let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: "otherContingency") }
      model.parameters.otherContingency = group
    case .margin(let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: "margin") }
      model.parameters.margin = group
    case .volShock(let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: "volShock") }
      model.parameters.volShock = group
    case .skewShock(let group):
      try within { () throws(BoundsError) in try group.checkBounds(at: "skewShock") }
      model.parameters.skewShock = group
    case .collateral(let base, let isEnabled, let group):
      guard isEnabled else { throw .rule(.invalidCollateral) }
      try within { () throws(BoundsError) in try group.checkBounds(at: "collaterals") }
      guard let identifier = AssetIdentifier.base(base) else { throw .rule(.noSuchAsset) }
      model.parameters.collaterals[identifier] = group
    case .scenarios(let scenarios):
      try within { () throws(BoundsError) in try Scenario.checkBounds(scenarios) }
      model.scenarios = scenarios
    case .maxExpiries(let most):
      let present = UInt256(UInt64(model.parameters.maxExpiries ?? 0))
      guard most > present, most <= UInt256(UInt64(PortfolioManager.mostExpiries)) else {
        throw .rule(.invalidMaxExpiries)
      }
      model.parameters.maxExpiries = Int(truncatingIfNeeded: most.low)
    }
    update(manager: manager) { $0.model = .portfolio(model) }
  }

  private func within(_ body: () throws(BoundsError) -> Void) throws(ClearingRefusal) {
    do { try body() } catch { throw .bounds(error) }
  }
}

extension PortfolioManager {
  /// The most that the limit of expiries can be set to (PM-32).
  static var mostExpiries: Int { 30 }
}

extension StandardManager {
  fileprivate mutating func change(
    _ market: String, _ body: (inout StandardParameters.Market) -> Void
  ) throws(ClearingRefusal) {
    guard var groups = parameters.markets[market] else { throw .rule(.marketNotCreated) }
    body(&groups)
    parameters.markets[market] = groups
  }
}
