import FixedPoint
import Margin

/// Every listed option of a book's market, priced in every scenario at one moment (BK-9): what makes the
/// margin of many accounts fast.
struct PricedListing: Sendable {
  let market: Market
  let model: PortfolioModel
  let expiries: [ListedExpiry]
  /// The volatility at each listed strike of each expiry, wad.
  private let volatilities: [[UInt256]]
  /// The listed expiries without options, in the order of the arrays.
  private let bare: [Portfolio.Expiry]
  let arrays: RiskArrays

  /// - Parameter market: that of the book, or of another moment at which the expiries are listed.
  /// - Throws: `margin` where an expiry is missing or a strike has no volatility.
  init(_ expiries: [ListedExpiry], on market: Market, model: PortfolioModel) throws(BookError) {
    self.market = market
    self.model = model
    self.expiries = expiries
    var listing: [Portfolio.Expiry] = []
    do throws(MarginError) {
      for listed in expiries {
        guard let feed = market.expiry(listed.label) else { throw .missingExpiryData }
        listing.append(try Self.arranged(listed, feed))
      }
    } catch {
      throw .margin(error)
    }
    volatilities = listing.map { $0.options.map(\.vol) }
    bare = listing.map { expiry in
      var bare = expiry
      bare.options = []
      return bare
    }
    arrays = RiskArrays(
      market: .init(
        spotPrice: market.spotPrice, perpPrice: market.perpPrice, stablePrice: market.stablePrice),
      expiries: listing, parameters: model.parameters, scenarios: model.scenarios)
  }

  /// An expiry with one call at each listed strike: the arrays price the put beside it.
  private static func arranged(
    _ listed: ListedExpiry, _ feed: Market.Expiry
  ) throws(MarginError) -> Portfolio.Expiry {
    var expiry = try Portfolio.Expiry(reading: feed)
    expiry.minConfidence = min(expiry.minConfidence, feed.volConfidence)
    for strike in listed.grid.strikes {
      let call = Account.Option(
        expiry: listed.label, strike: strike, isCall: true, amount: Wad.signed)
      expiry.options.append(try Portfolio.Option(pricing: call, on: feed))
    }
    return expiry
  }

  /// The account arranged over every listed expiry, so that it can be pointed into the arrays; an expiry
  /// without options adds nothing to any sum.
  ///
  /// - Returns: nil where it holds an option that is not listed.
  func portfolio(of account: Account) throws(MarginError) -> Portfolio? {
    let holdsPerp = !account.perpPosition.isZero
    var portfolio = Portfolio(
      spotPrice: market.spotPrice, perpPrice: holdsPerp ? market.perpPrice : .zero,
      stablePrice: market.stablePrice, cash: account.cash, perpPosition: account.perpPosition,
      perpValue: account.unsettledPerpCash,
      minConfidence: holdsPerp ? min(market.spotConfidence, market.perpConfidence) : market.spotConfidence,
      collaterals: [], expiries: bare)
    for held in account.collaterals.reversed() {
      portfolio.collaterals.append(try Portfolio.Collateral(valuing: held, on: market))
    }
    for option in account.options {
      guard let expiry = expiries.firstIndex(where: { $0.label == option.expiry }),
        let quote = expiries[expiry].grid.index(of: option.strike)
      else { return nil }
      portfolio.expiries[expiry].options.append(
        .init(
          strike: option.strike, vol: volatilities[expiry][quote], amount: option.amount,
          isCall: option.isCall))
    }
    return portfolio
  }

  /// Mark to market and both margins of an account: from the arrays where they reach, else directly, with
  /// the same result to the last digit.
  func margin(
    of account: Account, _ workspace: inout RiskArrays.Workspace
  ) throws(MarginError) -> Margins {
    if let portfolio = try portfolio(of: account), let indexed = arrays.index(portfolio),
      let summary = arrays.margin(of: indexed, &workspace)
    {
      return Margins(
        initialMargin: summary.initialMargin, maintenanceMargin: summary.maintenanceMargin,
        markToMarket: summary.markToMarket)
    }
    let direct = try PortfolioMargin(
      Portfolio(arranging: account, on: market, maxExpiries: model.parameters.maxExpiries),
      parameters: model.parameters, scenarios: model.scenarios)
    return Margins(
      initialMargin: direct.initialMargin, maintenanceMargin: direct.maintenanceMargin,
      markToMarket: direct.markToMarket)
  }

  struct Margins: Hashable, Sendable {
    var initialMargin: Int256
    var maintenanceMargin: Int256
    var markToMarket: Int256
  }
}
