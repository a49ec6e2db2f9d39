import FixedPoint

/// From scenarios' profit and loss to the two margins (PM-26 to PM-28).
extension PortfolioState {
  func margin(scenarioPnl: [Int256]) throws(ArithmeticError) -> PortfolioMargin {
    let worst = MarginAssembly.worst(of: scenarioPnl, basisContingency: basisContingency)
    let assembly = MarginAssembly(
      worstLoss: worst.loss, contingency: contingency, totalMtm: totalMtm, cash: portfolio.cash)
    return PortfolioMargin(
      initialMargin: try assembly.initialMargin(parameters, stablePrice: portfolio.stablePrice),
      maintenanceMargin: try assembly.maintenanceMargin(parameters),
      markToMarket: try totalMtm + portfolio.cash,
      worstScenarioInitial: worst.index, worstScenarioMaintenance: worst.index,
      basisContingency: basisContingency, mmContingency: contingency.maintenance,
      imContingency: contingency.initial, scenarioPnl: scenarioPnl, expiries: expiries, addOns: addOns)
  }
}

/// The last steps, shared by the direct path and the risk arrays.
struct MarginAssembly {
  /// The worst scenario's loss or the basis contingency, never positive.
  var worstLoss: Int256
  var contingency: Contingency
  var totalMtm: Int256
  var cash: Int256

  /// The least of the basis contingency and every scenario; of equal ones the earliest, and the basis
  /// contingency, whose index is the number of scenarios, before all.
  static func worst(of pnl: [Int256], basisContingency: Int256) -> (loss: Int256, index: Int) {
    var (loss, index) = (basisContingency, pnl.count)
    for (position, value) in pnl.enumerated() where value < loss {
      (loss, index) = (value, position)
    }
    return (loss, index)
  }

  func initialMargin(
    _ parameters: PortfolioParameters, stablePrice: UInt256
  ) throws(ArithmeticError) -> Int256 {
    let factor = try parameters.margin.imFactor
      + parameters.otherContingency.pegLoss(stablePrice: stablePrice)
    let afterInitial = try worstLoss.multiplyWadTruncating(Int256(factor)) - Int256(contingency.initial)
    return try afterInitial - Int256(contingency.maintenance) + totalMtm + cash
  }

  func maintenanceMargin(_ parameters: PortfolioParameters) throws(ArithmeticError) -> Int256 {
    let scaled = try worstLoss.multiplyWadTruncating(Int256(parameters.margin.mmFactor))
    return try scaled - Int256(contingency.maintenance) + totalMtm + cash
  }
}
