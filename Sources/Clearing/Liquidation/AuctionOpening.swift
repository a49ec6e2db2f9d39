import FixedPoint
import Margin

/// What starting an auction would do now, by what is stored (DA-7, DA-8).
public struct AuctionOpening: Hashable, Sendable {
  public var margins: AuctionMargins
  public var isInsolvent: Bool
  /// What the account would pay for it, wad.
  public var fee: UInt256
}

extension ClearingState {
  /// - Throws: `managerNotAuctioned`, `aboveMaintenanceMargin`, `auctionAlreadyStarted`, and what margins refuse.
  public func auctionOpening(
    of number: AccountNumber, scenario: UInt256
  ) throws(ClearingRefusal) -> AuctionOpening {
    try opening(of: number, requireAuctionable(number), scenario: scenario)
  }

  func opening(
    of number: AccountNumber, _ index: Int, scenario: UInt256
  ) throws(ClearingRefusal) -> AuctionOpening {
    let margins = try auctionMargins(index, scenario: scenario)
    if margins.maintenance >= .zero { throw .rule(.aboveMaintenanceMargin) }
    try requireNoProtection(number)
    if openAuction(of: number) != nil { throw .rule(.auctionAlreadyStarted) }
    guard margins.markToMarket > .zero else { return AuctionOpening(margins: margins, isInsolvent: true, fee: .zero) }
    try requireNoReduction(number, index)
    let liquidation = liquidation
    let fee = try checked { () throws(ArithmeticError) in
      let part = try liquidation.largestPart(margins, discount: Wad.wide, reserved: .zero)
      let value = try margins.markToMarket.absolute()
      return try part.multiplyWadDown(value).multiplyWadDown(liquidation.parameters.feeRate)
    }
    return AuctionOpening(margins: margins, isInsolvent: false, fee: fee)
  }

  /// The scenario in which an account is worst: the one to start its auction with.
  ///
  /// Where the basis contingency is worse than every scenario, each of them gives it; the standard model has none.
  /// - Throws: `noSuchAccount`, and what margins refuse.
  public func worstScenario(of number: AccountNumber) throws(ClearingRefusal) -> UInt256 {
    let index = try index(number)
    guard case .portfolio(let model) = try modelInForce(index) else { return .zero }
    let worst = try portfolioMargin(index, model, model.scenarios).worstScenarioMaintenance
    return worst < model.scenarios.count ? UInt256(UInt64(worst)) : .zero
  }
}

extension ClearingState {
  /// Whether an account has less maintenance margin in one scenario than in another, so that an open auction of it can
  /// go over to it (DA-11).
  public func isWorse(
    _ scenario: UInt256, than other: UInt256, of number: AccountNumber
  ) throws(ClearingRefusal) -> Bool {
    try isWorse(scenario, than: other, index(number))
  }

  func isWorse(_ scenario: UInt256, than other: UInt256, _ index: Int) throws(ClearingRefusal) -> Bool {
    let new = try auctionMargins(index, scenario: scenario).maintenance
    // Nothing is known of a scenario that the list has no more: every other takes its place (CL-80).
    if rules.contains(.conversionAfterEnd), case .portfolio(let model) = managers[accounts[index].manager].model,
      other >= UInt256(UInt64(model.scenarios.count))
    {
      return true
    }
    return try new < auctionMargins(index, scenario: other).maintenance
  }
}
