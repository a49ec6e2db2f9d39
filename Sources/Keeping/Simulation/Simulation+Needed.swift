import Clearing
import FixedPoint
import Margin

/// How much of an account has to be closed (KP-15).
extension Simulation {
  /// The least notional that brings an account to the auctions' buffer, as the search of 23 finds it without discount;
  /// everything where nothing does.
  func needed(for number: AccountNumber) -> UInt256 {
    guard let subject = try? subject(number),
      let plan = try? ReductionPlan.search(
        subject, rules: ReductionRules.needed(buffer: rules.auctions.bufferPart), seconds: 0)
    else { return .max }
    return plan.notional
  }

  /// The account as the search reads it.
  private func subject(_ number: AccountNumber) throws(ClearingRefusal) -> ReductionSubject? {
    guard let portfolio = try venue.state.portfolio(of: number) else { return nil }
    let account = account(number)
    let market = venue.state.feeds.markets[venue.models[account.manager].feeds]
    var coins: [PortfolioSubject.Coin] = []
    for held in portfolio.collaterals {
      guard let place = venue.collaterals.indices.first(where: { AssetIdentifier.base($0) == held.asset }) else {
        return nil
      }
      coins.append(
        .init(
          amount: account.balance(SubAsset(.base(place))).bitPattern,
          price: venue.state.feeds.collaterals[place].value.price))
    }
    let model = venue.models[account.manager]
    return .portfolio(
      PortfolioSubject(
        portfolio: portfolio, spotConfidence: market.spot.value.confidence, perpPrice: market.mark.value.price,
        perpConfidence: market.mark.value.confidence, coins: coins, parameters: model.parameters,
        scenarios: model.scenarios))
  }
}

extension ReductionRules {
  /// The finest steps and no discount.
  static func needed(buffer: Int256) -> ReductionRules {
    let sizes = Sizes(option: 10_000_000_000_000_000, perp: 1_000_000_000_000_000, collateral: 1_000_000_000_000_000)
    return ReductionRules(
      buffer: buffer.isNegative ? .zero : buffer.bitPattern, steps: sizes,
      least: Sizes(option: .zero, perp: .zero, collateral: .zero), hedgesWithPerp: false, keepsPairs: true,
      penalty: .none)
  }
}
