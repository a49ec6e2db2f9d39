import FixedPoint
import Margin
import Pricing

/// An account of the portfolio model with the prices of this moment (CL-46): PM-9 to PM-12 on holdings in held
/// order, each reading where the model takes it.
extension ClearingState {
  func portfolioMargin(
    _ index: Int, _ model: PortfolioManager, _ scenarios: [Scenario]
  ) throws(ClearingRefusal) -> PortfolioMargin {
    let portfolio = try portfolio(index, model, scenarios: scenarios.count)
    do {
      return try PortfolioMargin(portfolio, parameters: model.parameters, scenarios: scenarios)
    } catch {
      throw .margin(error)
    }
  }

  /// The same with prices that are remembered from account to account.
  func portfolioMargin(
    _ index: Int, _ model: PortfolioManager, _ scenarios: [Scenario], _ prices: inout PriceMemo
  ) throws(ClearingRefusal) -> PortfolioMargin {
    let portfolio = try portfolio(index, model, scenarios: scenarios.count)
    do {
      return try PortfolioMargin(portfolio, parameters: model.parameters, scenarios: scenarios, prices: &prices)
    } catch {
      throw .margin(error)
    }
  }

  /// - Parameter scenarios: how many it is going to be priced in.
  func portfolio(_ index: Int, _ model: PortfolioManager, scenarios: Int) throws(ClearingRefusal) -> Portfolio {
    try spendMargin(index, scenarios: scenarios)
    let holdings = accounts[index].holdings
    var places: [UInt64: Int] = [:]
    var order: [UInt64] = []
    for held in holdings where held.instrument.asset == .option(model.option) {
      let expiry = try identifier(held.instrument).expiry
      if places[expiry] == nil {
        places[expiry] = order.count
        order.append(expiry)
      }
    }
    if let most = model.parameters.maxExpiries, order.count > most {
      throw .margin(.tooManyExpiries(found: order.count, allowed: most))
    }
    let spot = try spot(model.feeds)
    var portfolio = Portfolio(
      spotPrice: spot.price, perpPrice: .zero, stablePrice: try stable(), cash: .zero, perpPosition: .zero,
      perpValue: .zero, minConfidence: spot.confidence, collaterals: [], expiries: [])
    for expiry in order { portfolio.expiries.append(try arranged(expiry, model.feeds)) }
    for held in holdings {
      switch held.instrument.asset {
      case .cash: portfolio.cash = try cashBalance(index)
      case .perp(let perp):
        portfolio.perpPosition = held.amount
        portfolio.perpValue = try unsettledCash(perp, AccountNumber(index) + 1)
      case .option:
        let identifier = try identifier(held.instrument)
        guard let place = places[identifier.expiry] else { continue }
        let slice = try volatility(model.feeds, identifier.expiry)
        let strike = UInt256(identifier.strike)
        let option = Portfolio.Option(
          strike: strike, vol: try slice.volatility(strike: strike), amount: held.amount, isCall: identifier.isCall)
        portfolio.expiries[place].minConfidence = min(portfolio.expiries[place].minConfidence, slice.confidence)
        portfolio.expiries[place].options.append(option)
      case .base(let base):
        portfolio.collaterals.append(try collateral(base, held.amount, model, portfolio))
      }
    }
    for place in portfolio.expiries.indices { portfolio.expiries[place].options.reverse() }
    portfolio.collaterals.reverse()
    if !portfolio.perpPosition.isZero {
      let mark = try mark(model.perp)
      portfolio.perpPrice = mark.price
      portfolio.minConfidence = min(spot.confidence, mark.confidence)
    }
    return portfolio
  }

  /// An expiry without options: forward before rate (PM-10).
  private func arranged(_ expiry: UInt64, _ market: Int) throws(ClearingRefusal) -> Portfolio.Expiry {
    let forward = try forward(market, expiry)
    let rate = try rate(market, expiry)
    let reading = Market.Expiry(
      label: .timestamp(expiry), secondsToExpiry: expiry > time ? expiry &- time : 0,
      forwardFixedPortion: forward.fixed, forwardVariablePortion: forward.variable,
      forwardConfidence: forward.confidence, rate: rate.rate, rateConfidence: rate.confidence,
      svi: SVISlice(a: .zero, b: .zero, rho: .zero, m: .zero, sigma: .zero, forward: .zero, tau: 0),
      volConfidence: .zero)
    do { return try Portfolio.Expiry(reading: reading) } catch { throw .margin(error) }
  }

  /// What a held token is worth in cash; its confidence takes in that of spot (PM-11).
  private func collateral(
    _ base: Int, _ amount: Int256, _ model: PortfolioManager, _ portfolio: Portfolio
  ) throws(ClearingRefusal) -> Portfolio.Collateral {
    guard let feed = model.collateralFeeds[base], let identifier = AssetIdentifier.base(base) else {
      throw .rule(.noSuchAsset)
    }
    let price = try price(feed)
    let value = try checked { () throws(ArithmeticError) in
      try UInt256(amount) * price.price / portfolio.stablePrice
    }
    return Portfolio.Collateral(
      asset: identifier, value: value, minConfidence: min(price.confidence, portfolio.minConfidence))
  }
}
