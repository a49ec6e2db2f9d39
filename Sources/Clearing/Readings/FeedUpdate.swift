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

extension FeedUpdate {
  /// The market whose index price or mark it is.
  var watchedMarket: Int? {
    switch self {
    case .spot(let market, _), .perp(let market, _, _): market
    case .stable, .collateral, .forward, .volatility, .rate, .settlement: nil
    }
  }
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

extension ClearingState {
  /// Writes a reading with the present time.
  mutating func write(_ update: FeedUpdate) {
    let now = time
    switch update {
    case .spot(let market, let price): self.update(market: market) { $0.spot.write(price, now) }
    case .stable(let price): self.update(stable: { $0.write(price, now) })
    case .collateral(let feed, let price): self.update(collateral: feed) { $0.write(price, now) }
    case .perp(let market, let mark, let impact):
      self.update(market: market) {
        $0.mark.write(mark, now)
        $0.impact.write(impact, now)
      }
    case .forward(let market, let expiry, let value):
      self.update(market: market) { $0.forwards[expiry, default: Reading(value)].write(value, now) }
    case .volatility(let market, let expiry, let value):
      self.update(market: market) { $0.volatilities[expiry, default: Reading(value)].write(value, now) }
    case .rate(let market, let expiry, let value):
      self.update(market: market) { $0.rates[expiry, default: Reading(value)].write(value, now) }
    case .settlement(let market, let expiry, let price):
      self.update(market: market) { $0.settlements[expiry] = price }
    }
  }

  mutating func setHeartbeat(_ name: FeedName, _ seconds: UInt64) {
    switch name {
    case .spot(let market): update(market: market) { $0.spot.heartbeat = seconds }
    case .mark(let market): update(market: market) { $0.mark.heartbeat = seconds }
    case .impact(let market): update(market: market) { $0.impact.heartbeat = seconds }
    case .forward(let market): update(market: market) { $0.forwardHeartbeat = seconds }
    case .volatility(let market): update(market: market) { $0.volatilityHeartbeat = seconds }
    case .rate(let market): update(market: market) { $0.rateHeartbeat = seconds }
    case .stable: update(stable: { $0.heartbeat = seconds })
    case .collateral(let index): update(collateral: index) { $0.heartbeat = seconds }
    }
  }
}

extension Reading {
  mutating func write(_ new: Value, _ now: UInt64) {
    value = new
    time = now
  }
}
