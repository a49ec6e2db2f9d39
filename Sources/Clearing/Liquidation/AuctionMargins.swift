import FixedPoint
import Margin

/// What an auction asks of an account (DA-2). Signed wads.
public struct AuctionMargins: Hashable, Sendable {
  /// Below zero the account may be auctioned.
  public var maintenance: Int256
  public var markToMarket: Int256
  /// Maintenance margin with a buffer on top: up to here a solvent auction sells.
  public var buffer: Int256
}

extension ClearingState {
  /// The margins of an account in the scenario of an auction.
  func auctionMargins(_ index: Int, scenario: UInt256) throws(ClearingRefusal) -> AuctionMargins {
    let (maintenance, markToMarket) = try maintenance(index, scenario: scenario)
    let part = liquidation.parameters.bufferPart
    return try checked { () throws(ArithmeticError) in
      let buffer = try maintenance + (maintenance - markToMarket).multiplyWadTruncating(part)
      return AuctionMargins(maintenance: maintenance, markToMarket: markToMarket, buffer: buffer)
    }
  }

  /// Maintenance margin and mark to market; the portfolio model takes one scenario of its list (PM-30).
  private func maintenance(
    _ index: Int, scenario: UInt256
  ) throws(ClearingRefusal) -> (margin: Int256, markToMarket: Int256) {
    switch try modelInForce(index) {
    case .standard(let model): return try standardMargin(index, model, .maintenance)
    case .portfolio(let model):
      let portfolio = try portfolio(index, model, scenarios: 1)
      guard scenario < UInt256(UInt64(model.scenarios.count)) else { throw .rule(.noSuchScenario) }
      let chosen = model.scenarios[Int(truncatingIfNeeded: scenario.low)]
      do {
        let margin = try PortfolioMargin(portfolio, parameters: model.parameters, scenarios: [chosen])
        return (margin.maintenanceMargin, margin.markToMarket)
      } catch {
        throw .margin(error)
      }
    }
  }
}
