import FixedPoint
import Pricing

/// Reading the feeds of a market now: the first failure of CL-10 to CL-12 is the result.
extension ClearingState {
  func spot(_ market: Int) throws(ClearingRefusal) -> FeedPrice {
    try feeds.markets[market].spot.fresh(at: time)
  }

  func stable() throws(ClearingRefusal) -> UInt256 {
    try feeds.stable.fresh(at: time).price
  }

  /// The price of a collateral.
  func price(_ feed: CollateralFeed) throws(ClearingRefusal) -> FeedPrice {
    switch feed {
    case .spot(let market): try spot(market)
    case .own(let index): try feeds.collaterals[index].fresh(at: time)
    }
  }

  /// A settled expiry's forward is never too old.
  func forward(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> ForwardPrice {
    let market = feeds.markets[market]
    guard let reading = market.forwards[expiry] else { throw .rule(.missingForward) }
    if market.settlements[expiry] == nil { try requireFresh(reading.time, market.forwardHeartbeat, time) }
    return reading.value
  }

  func volatility(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> VolatilitySlice {
    let market = feeds.markets[market]
    guard let reading = market.volatilities[expiry] else { throw .rule(.missingVolatility) }
    try requireFresh(reading.time, market.volatilityHeartbeat, time)
    return reading.value
  }

  /// A rate that was never given is one too old.
  func rate(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> InterestRate {
    let market = feeds.markets[market]
    guard let reading = market.rates[expiry] else { throw .rule(.dataTooOld) }
    try requireFresh(reading.time, market.rateHeartbeat, time)
    return reading.value
  }

  /// The mark price: that of the feed, or the one at which the perp was closed for good, which is certain.
  func mark(_ perp: PerpState) throws(ClearingRefusal) -> FeedPrice {
    if let closing = perp.closingMark { return FeedPrice(price: closing, confidence: Wad.wide) }
    return try feeds.markets[perp.market].mark.fresh(at: time)
  }
}
