import FixedPoint
import Pricing

extension Portfolio {
  /// Arranges an account on a market, as the protocol does before it computes a margin (PM-9 to PM-12).
  ///
  /// Expiries stand in the order in which the account first names them; options of an expiry and
  /// collaterals stand in reverse order of holding, as the protocol stores them.
  /// - Parameter maxExpiries: the most distinct expiries allowed, nil for no limit.
  /// - Throws: `MarginError`, the first failure in the protocol's order of reading.
  public init(
    arranging account: Account, on market: Market, maxExpiries: Int? = nil
  ) throws(MarginError) {
    let labels = account.expiryLabels(on: market)
    var positions: [ExpiryLabel: Int] = [:]
    for (index, label) in labels.enumerated() { positions[label] = index }
    if let maxExpiries, labels.count > maxExpiries {
      throw .tooManyExpiries(found: labels.count, allowed: maxExpiries)
    }

    var feeds: [Market.Expiry] = []
    var expiries: [Expiry] = []
    for label in labels {
      guard let feed = market.expiry(label) else { throw .missingExpiryData }
      feeds.append(feed)
      expiries.append(try Expiry(reading: feed))
    }

    var collaterals: [Collateral] = []
    for held in account.collaterals {
      collaterals.append(try Collateral(valuing: held, on: market))
    }
    for option in account.options {
      guard let index = positions[market.label(option.expiry)] else { continue }
      expiries[index].options.append(try Option(pricing: option, on: feeds[index]))
      expiries[index].minConfidence = min(expiries[index].minConfidence, feeds[index].volConfidence)
    }
    for index in expiries.indices { expiries[index].options.reverse() }

    let holdsPerp = !account.perpPosition.isZero
    self.init(
      spotPrice: market.spotPrice, perpPrice: holdsPerp ? market.perpPrice : .zero,
      stablePrice: market.stablePrice, cash: account.cash, perpPosition: account.perpPosition,
      perpValue: account.unsettledPerpCash,
      minConfidence: holdsPerp ? min(market.spotConfidence, market.perpConfidence) : market.spotConfidence,
      collaterals: collaterals.reversed(), expiries: expiries)
  }
}

extension Market {
  /// The market's own name of an expiry, or the same label where it has none.
  func label(_ label: ExpiryLabel) -> ExpiryLabel { expiry(label)?.label ?? label }
}

extension Account {
  /// The expiries of the held options by the market's names, in the order in which they are first held (PM-9).
  func expiryLabels(on market: Market) -> [ExpiryLabel] {
    var seen: Set<ExpiryLabel> = []
    return options.map { market.label($0.expiry) }.filter { seen.insert($0).inserted }
  }
}

extension Portfolio.Expiry {
  /// An expiry without options, from its forward and rate (PM-10).
  public init(reading feed: Market.Expiry) throws(MarginError) {
    let rate = feed.rate.isNegative ? Int256.zero : feed.rate
    let discount = try arithmetic { () throws(ArithmeticError) in
      try Self.discount(rate: rate.bitPattern, seconds: UInt256(feed.secondsToExpiry))
    }
    self.init(
      secondsToExpiry: UInt256(feed.secondsToExpiry), forwardFixedPortion: feed.forwardFixedPortion,
      forwardVariablePortion: feed.forwardVariablePortion, rate: rate.bitPattern, discount: discount,
      minConfidence: min(feed.forwardConfidence, feed.rateConfidence), options: [])
  }
}

extension Portfolio.Expiry {
  /// The discount factor: one product, one quotient toward zero, one exponential (PM-10).
  static func discount(rate: UInt256, seconds: UInt256) throws(ArithmeticError) -> UInt64 {
    let exponent = try -Int256(rate) * Int256(seconds) / Int256(31_536_000)
    return try exponent.exponential().toUInt64()
  }
}

extension Portfolio.Collateral {
  /// What a held collateral is worth in cash units: one product and one quotient, rounded down (PM-11).
  ///
  /// Its confidence takes in that of the spot feed but not that of the perp.
  public init(valuing held: Account.Collateral, on market: Market) throws(MarginError) {
    guard let feed = market.collaterals.first(where: { $0.asset == held.asset }) else {
      throw .missingFeed(held.asset)
    }
    let value = try arithmetic { () throws(ArithmeticError) in
      try UInt256(held.amount) * feed.price / market.stablePrice
    }
    self.init(
      asset: held.asset, value: value, minConfidence: min(feed.confidence, market.spotConfidence))
  }
}

extension Portfolio.Option {
  /// An option with its volatility from the expiry's surface (PM-11).
  public init(pricing option: Account.Option, on feed: Market.Expiry) throws(MarginError) {
    let vol: UInt256
    do {
      vol = try feed.svi.volatility(strike: option.strike)
    } catch {
      throw .pricing(error)
    }
    self.init(strike: option.strike, vol: vol, amount: option.amount, isCall: option.isCall)
  }
}
