import FixedPoint

/// A reading that is written to the table, with the present time (CL-9).
public enum FeedUpdate: Hashable, Sendable {
  case spot(market: Int, FeedPrice)
  case stable(FeedPrice)
  case collateral(feed: Int, FeedPrice)
  case perp(market: Int, mark: FeedPrice, impact: ImpactPrices)
  case forward(market: Int, expiry: UInt64, ForwardPrice)
  case volatility(market: Int, expiry: UInt64, VolatilitySlice)
  case rate(market: Int, expiry: UInt64, InterestRate)
  case settlement(market: Int, expiry: UInt64, price: UInt256)
}

/// Whose age is limited together.
public enum FeedName: Hashable, Sendable {
  case spot(market: Int)
  case mark(market: Int)
  case impact(market: Int)
  case forward(market: Int)
  case volatility(market: Int)
  case rate(market: Int)
  case stable
  case collateral(Int)
}

extension Feeds {
  mutating func write(_ update: FeedUpdate, at now: UInt64) {
    switch update {
    case .spot(let market, let price): markets[market].spot.write(price, now)
    case .stable(let price): stable.write(price, now)
    case .collateral(let feed, let price): collaterals[feed].write(price, now)
    case .perp(let market, let mark, let impact):
      markets[market].mark.write(mark, now)
      markets[market].impact.write(impact, now)
    case .forward(let market, let expiry, let value):
      markets[market].forwards[expiry, default: Reading(value)].write(value, now)
    case .volatility(let market, let expiry, let value):
      markets[market].volatilities[expiry, default: Reading(value)].write(value, now)
    case .rate(let market, let expiry, let value):
      markets[market].rates[expiry, default: Reading(value)].write(value, now)
    case .settlement(let market, let expiry, let price): markets[market].settlements[expiry] = price
    }
  }

  mutating func setHeartbeat(_ name: FeedName, _ seconds: UInt64) {
    switch name {
    case .spot(let market): markets[market].spot.heartbeat = seconds
    case .mark(let market): markets[market].mark.heartbeat = seconds
    case .impact(let market): markets[market].impact.heartbeat = seconds
    case .forward(let market): markets[market].forwardHeartbeat = seconds
    case .volatility(let market): markets[market].volatilityHeartbeat = seconds
    case .rate(let market): markets[market].rateHeartbeat = seconds
    case .stable: stable.heartbeat = seconds
    case .collateral(let index): collaterals[index].heartbeat = seconds
    }
  }
}

extension Reading {
  mutating func write(_ new: Value, _ now: UInt64) {
    value = new
    time = now
  }
}
