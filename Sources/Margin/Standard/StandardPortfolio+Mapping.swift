import FixedPoint
import Pricing

extension StandardPortfolio {
  /// What the standard model would see of an account of the portfolio model (SM-24): perp and options on the
  /// market of the underlying, and each collateral as the base asset of the market that names it.
  ///
  /// The underlying's market comes first, then the collaterals in the order of holding; what has amount zero
  /// is not held.
  /// - Parameter underlying: the name of the underlying's market among the parameters.
  /// - Throws: `MarginError`, the first failure in the order of SM-24.
  public init(
    mapping account: Account, on market: Margin.Market, underlying: String, parameters: StandardParameters
  ) throws(MarginError) {
    guard let groups = parameters.markets[underlying] else { throw .unsupportedMarket(underlying) }
    var own = Market(mapping: account, on: market, name: underlying)
    own.expiries = try Expiry.grouped(account.options, on: market)

    var others: [Market] = []
    for held in account.collaterals where !held.amount.isZero {
      let amount = try arithmetic { () throws(ArithmeticError) in try UInt256(held.amount) }
      if held.asset == groups.baseAsset {
        own.basePosition = try arithmetic { () throws(ArithmeticError) in try own.basePosition + amount }
        continue
      }
      guard let name = parameters.marketName(ofBase: held.asset) else {
        throw .unsupportedAsset(held.asset)
      }
      guard let feed = market.collaterals.first(where: { $0.asset == held.asset }) else {
        throw .missingFeed(held.asset)
      }
      others.append(Market(base: amount, name: name, feed: feed))
    }
    let holdsOwn = !own.perpPosition.isZero || !own.basePosition.isZero || !own.expiries.isEmpty
    self.init(
      cash: account.cash, stablePrice: market.stablePrice, markets: (holdsOwn ? [own] : []) + others)
  }
}

extension StandardPortfolio.Expiry {
  /// The options by expiry, each expiry where the account first names it, options in the order of holding.
  fileprivate static func grouped(
    _ options: [Account.Option], on market: Margin.Market
  ) throws(MarginError) -> [StandardPortfolio.Expiry] {
    var positions: [ExpiryLabel: Int] = [:]
    var feeds: [Margin.Market.Expiry] = []
    var expiries: [StandardPortfolio.Expiry] = []
    for held in options where !held.amount.isZero {
      let index = positions[held.expiry] ?? expiries.count
      if index == expiries.count {
        guard let feed = market.expiry(held.expiry) else { throw .missingExpiryData }
        positions[held.expiry] = index
        feeds.append(feed)
        expiries.append(try StandardPortfolio.Expiry(reading: feed))
      }
      let priced = try Portfolio.Option(pricing: held, on: feeds[index])
      expiries[index].options.append(
        StandardPortfolio.Option(
          strike: priced.strike, isCall: priced.isCall, amount: priced.amount, vol: priced.vol))
    }
    return expiries
  }

  /// An expiry without options.
  private init(reading feed: Margin.Market.Expiry) throws(MarginError) {
    let forward = try arithmetic { () throws(ArithmeticError) in
      try feed.forwardFixedPortion + feed.forwardVariablePortion
    }
    self.init(
      secondsToExpiry: feed.secondsToExpiry, forwardPrice: forward,
      forwardConfidence: feed.forwardConfidence, volConfidence: feed.volConfidence, options: [])
  }
}

extension StandardPortfolio.Market {
  /// The underlying's market with its perp, without options and base.
  fileprivate init(mapping account: Account, on market: Margin.Market, name: String) {
    self.init(
      market: name, spotPrice: market.spotPrice, spotConfidence: market.spotConfidence,
      perpPrice: market.perpPrice, perpConfidence: market.perpConfidence,
      perpPosition: account.perpPosition, unsettledPerpCash: account.unsettledPerpCash,
      basePosition: .zero, expiries: [])
  }

  /// A market of which only the base asset is held.
  fileprivate init(base amount: UInt256, name: String, feed: Margin.Market.Collateral) {
    self.init(
      market: name, spotPrice: feed.price, spotConfidence: feed.confidence, perpPrice: .zero,
      perpConfidence: .zero, perpPosition: .zero, unsettledPerpCash: .zero, basePosition: amount,
      expiries: [])
  }
}

extension StandardParameters {
  /// The market that names an asset as its base; of several the one whose name comes first.
  fileprivate func marketName(ofBase asset: AssetIdentifier) -> String? {
    var first: String?
    for (name, market) in markets where market.baseAsset == asset {
      if let other = first, other.utf8.lexicographicallyPrecedes(name.utf8) { continue }
      first = name
    }
    return first
  }
}
