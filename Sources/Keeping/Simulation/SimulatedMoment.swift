import Clearing
import FixedPoint
import Margin

/// The markets of one moment of a simulation, with every option of the book priced once (KP-12).
public struct SimulatedMoment: Sendable {
  /// Unix seconds.
  public let time: UInt64
  /// One for each market of the book; collaterals go by the names of the book.
  public let markets: [Market]
  let arrays: [MarketArrays]

  /// - Parameter workers: threads to spread the expiries over; no price depends on it.
  public init(time: UInt64, markets: [Market], of venue: SimulatedVenue, workers: Int = 1) {
    self.time = time
    self.markets = markets
    arrays = markets.indices.map { place in
      var market = markets[place]
      for index in market.collaterals.indices {
        guard let token = venue.collaterals.firstIndex(of: market.collaterals[index].asset),
          let own = AssetIdentifier.base(token)
        else { continue }
        market.collaterals[index].asset = own
      }
      let model = venue.models[place]
      return MarketArrays(
        market, options: venue.options(of: place), parameters: model.parameters, scenarios: model.scenarios,
        workers: workers)
    }
  }

  /// What is written to the feeds of a venue.
  func updates(_ collaterals: [AssetIdentifier]) -> [FeedUpdate] {
    var updates: [FeedUpdate] = []
    for (place, market) in markets.enumerated() {
      if place == 0 { updates.append(.stable(FeedPrice(price: market.stablePrice, confidence: Wad.wide))) }
      updates += [
        .spot(market: place, FeedPrice(price: market.spotPrice, confidence: market.spotConfidence)),
        // Impact prices at the index: funding is no part of a simulation.
        .perp(
          market: place, mark: FeedPrice(price: market.perpPrice, confidence: market.perpConfidence),
          impact: ImpactPrices(bid: market.spotPrice, ask: market.spotPrice)),
      ]
      for expiry in market.expiries {
        guard case .timestamp(let date) = expiry.label else { continue }
        updates += [
          .forward(
            market: place, expiry: date,
            ForwardPrice(
              fixed: expiry.forwardFixedPortion, variable: expiry.forwardVariablePortion,
              confidence: expiry.forwardConfidence)),
          .volatility(
            market: place, expiry: date,
            VolatilitySlice(shape: .surface(expiry.svi), confidence: expiry.volConfidence)),
          .rate(market: place, expiry: date, InterestRate(rate: expiry.rate, confidence: expiry.rateConfidence)),
        ]
      }
      for collateral in market.collaterals {
        guard let token = collaterals.firstIndex(of: collateral.asset) else { continue }
        updates.append(
          .collateral(feed: token, FeedPrice(price: collateral.price, confidence: collateral.confidence)))
      }
    }
    return updates
  }
}

extension SimulatedVenue {
  /// The options that the book's accounts hold on a market.
  func options(of market: Int) -> [(expiry: ExpiryLabel, strike: UInt256)] {
    listed[market].map { (expiry: $0.expiry, strike: $0.strike) }
  }

  struct Listed: Hashable, Sendable {
    var expiry: ExpiryLabel
    var strike: UInt256
  }

  static func listed(_ book: SimulatedBook) -> [Set<Listed>] {
    var listed = book.markets.map { _ in Set<Listed>() }
    for entry in book.entries {
      for option in entry.account.options {
        listed[entry.market].insert(Listed(expiry: option.expiry, strike: option.strike))
      }
    }
    return listed
  }
}
