import Ethereum
import FixedPoint
import Pricing

/// Reading the feeds of a market now: the first failure of CL-10 to CL-12 is the result, or where a signed feed is
/// the source, that of FD-11 to FD-21 (CL-9).
extension ClearingState {
  @inline(__always)
  func spot(_ market: Int) throws(ClearingRefusal) -> FeedPrice {
    if let known = readings.spot(market) { return known }
    return try plainSpot(market)
  }

  /// The same without what is remembered, as all of these.
  func plainSpot(_ market: Int) throws(ClearingRefusal) -> FeedPrice {
    if let source = feeds.markets[market].sources { return try signedSpot(source.spot) }
    return try feeds.markets[market].spot.fresh(at: time)
  }

  @inline(__always)
  func stable() throws(ClearingRefusal) -> UInt256 {
    if let known = readings.stable { return known }
    return try plainStable()
  }

  func plainStable() throws(ClearingRefusal) -> UInt256 {
    if let source = feeds.stableSource { return try signedSpot(source).price }
    return try feeds.stable.fresh(at: time).price
  }

  /// The price of a collateral.
  func price(_ feed: CollateralFeed) throws(ClearingRefusal) -> FeedPrice {
    switch feed {
    case .spot(let market): return try spot(market)
    case .own(let index):
      if let source = feeds.collateralSources[index] { return try signedSpot(source) }
      return try feeds.collaterals[index].fresh(at: time)
    }
  }

  /// What a large order would be filled at on both sides; of signed feeds the ask is read first.
  func impact(_ market: Int) throws(ClearingRefusal) -> ImpactPrices {
    guard let source = feeds.markets[market].sources else { return try feeds.markets[market].impact.fresh(at: time) }
    let ask = try signedDifference(source.ask).price
    return ImpactPrices(bid: try signedDifference(source.bid).price, ask: ask)
  }

  /// A settled expiry's forward is never too old.
  func forward(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> ForwardPrice {
    let market = feeds.markets[market]
    if let source = market.sources {
      note(source.forward, expiry)
      let portions = try signed { (book) throws(FeedRefusal) in
        try book.forwardPortions(source.forward, expiry: expiry, now: time)
      }
      return ForwardPrice(
        fixed: portions.fixed, variable: portions.variable, confidence: UInt256(portions.confidence))
    }
    guard let reading = market.forwards[expiry] else { throw .rule(.missingForward) }
    if market.settlements[expiry] == nil { try requireFresh(reading.time, market.forwardHeartbeat, time) }
    return reading.value
  }

  /// The price at which an expiry settles; nil before it is known.
  func settlementPrice(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> UInt256? {
    guard let source = feeds.markets[market].sources else { return feeds.markets[market].settlements[expiry] }
    note(source.forward, expiry)
    return try signed { (book) throws(FeedRefusal) in try book.settlementPrice(source.forward, expiry: expiry) }
  }

  func volatility(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> VolatilitySlice {
    let market = feeds.markets[market]
    if let source = market.sources {
      note(source.volatility, expiry)
      let surface = try signed { (book) throws(FeedRefusal) in
        try book.volatilitySurface(source.volatility, expiry: expiry, now: time)
      }
      return VolatilitySlice(shape: .surface(surface.slice), confidence: UInt256(surface.confidence))
    }
    guard let reading = market.volatilities[expiry] else { throw .rule(.missingVolatility) }
    try requireFresh(reading.time, market.volatilityHeartbeat, time)
    return reading.value
  }

  /// A rate that was never given is one too old.
  func rate(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> InterestRate {
    let market = feeds.markets[market]
    if let source = market.sources {
      note(source.rate, expiry)
      let rate = try signed { (book) throws(FeedRefusal) in
        try book.rate(source.rate, expiry: expiry, now: time)
      }
      return InterestRate(rate: rate.value, confidence: UInt256(rate.confidence))
    }
    guard let reading = market.rates[expiry] else { throw .rule(.dataTooOld) }
    try requireFresh(reading.time, market.rateHeartbeat, time)
    return reading.value
  }

  /// The mark price of a perp by its place.
  @inline(__always)
  func mark(_ perp: Int) throws(ClearingRefusal) -> FeedPrice {
    if let known = readings.perp(perp) { return known.mark }
    return try plainMark(perps[perp])
  }

  /// The mark price: that of the feed, or the one at which the perp was closed for good, which is certain.
  func plainMark(_ perp: PerpState) throws(ClearingRefusal) -> FeedPrice {
    if let closing = perp.closingMark { return FeedPrice(price: closing, confidence: Wad.wide) }
    if let source = feeds.markets[perp.market].sources { return try signedDifference(source.mark) }
    return try feeds.markets[perp.market].mark.fresh(at: time)
  }

  private func signedSpot(_ address: Address) throws(ClearingRefusal) -> FeedPrice {
    let value = try signed { (book) throws(FeedRefusal) in try book.spot(address, now: time) }
    return FeedPrice(price: value.value, confidence: UInt256(value.confidence))
  }

  private func signedDifference(_ address: Address) throws(ClearingRefusal) -> FeedPrice {
    let value = try signed { (book) throws(FeedRefusal) in try book.spotDifference(address, now: time) }
    return FeedPrice(price: value.value, confidence: UInt256(value.confidence))
  }

  /// Notes that what a signed feed knows of an expiry is read.
  private func note(_ feed: Address, _ expiry: UInt64) {
    touches?.note(.feedPoint(feed, expiry: expiry))
  }

  private func signed<Value>(
    _ read: (FeedBook) throws(FeedRefusal) -> Value
  ) throws(ClearingRefusal) -> Value {
    do throws(FeedRefusal) { return try read(signedFeeds) } catch { throw .feed(error) }
  }
}
