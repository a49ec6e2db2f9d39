import FixedPoint
import Pricing

/// What feeds know, as it is read back (LG-6).
extension FeedPoint {
  package static func restoredSpot(price: UInt128, confidence: UInt64, timestamp: UInt64) -> FeedPoint {
    .spot(SpotFeed.Point(price: price, confidence: confidence, timestamp: timestamp))
  }

  package static func restoredSpotDifference(
    _ difference: Int128, confidence: UInt64, timestamp: UInt64
  ) -> FeedPoint {
    .spotDifference(
      SpotDifferenceFeed.Point(difference: difference, confidence: confidence, timestamp: timestamp))
  }

  package static func restoredForward(
    expiry: UInt64, difference: Int128, confidence: UInt64, timestamp: UInt64, startAggregate: UInt256,
    currentAggregate: UInt256
  ) -> FeedPoint {
    .forward(
      expiry: expiry,
      ForwardFeed.Point(
        difference: difference, confidence: confidence, timestamp: timestamp, startAggregate: startAggregate,
        currentAggregate: currentAggregate))
  }

  package static func restoredVolatility(
    expiry: UInt64, slice: SVISlice, confidence: UInt64, timestamp: UInt64
  ) -> FeedPoint {
    .volatility(expiry: expiry, VolatilityFeed.Point(slice: slice, confidence: confidence, timestamp: timestamp))
  }

  package static func restoredRate(
    expiry: UInt64, rate: Int128, confidence: UInt64, timestamp: UInt64
  ) -> FeedPoint {
    .rate(expiry: expiry, RateFeed.Point(rate: rate, confidence: confidence, timestamp: timestamp))
  }
}

extension FeedBook {
  /// The newest timestamp of all that feeds have; 0 where they have nothing.
  public var newestTimestamp: UInt64 {
    addresses.reduce(0) { max($0, self[$1]?.newestTimestamp ?? 0) }
  }
}

extension Feed {
  fileprivate var newestTimestamp: UInt64 {
    switch self {
    case .spot(let feed): feed.point.timestamp
    case .spotDifference(let feed): feed.point.timestamp
    case .forward(let feed): feed.expiries.reduce(0) { max($0, feed[$1]?.timestamp ?? 0) }
    case .volatility(let feed): feed.expiries.reduce(0) { max($0, feed[$1]?.timestamp ?? 0) }
    case .rate(let feed): feed.expiries.reduce(0) { max($0, feed[$1]?.timestamp ?? 0) }
    }
  }

  /// What the feed knows: its one value where it has been given one, or that of an expiry.
  public func point(expiry: UInt64?) -> FeedPoint? {
    switch (self, expiry) {
    case (.spot(let feed), nil): feed.point.timestamp == 0 ? nil : .spot(feed.point)
    case (.spotDifference(let feed), nil): feed.point.timestamp == 0 ? nil : .spotDifference(feed.point)
    case (.forward(let feed), let expiry?): feed[expiry].map { .forward(expiry: expiry, $0) }
    case (.volatility(let feed), let expiry?): feed[expiry].map { .volatility(expiry: expiry, $0) }
    case (.rate(let feed), let expiry?): feed[expiry].map { .rate(expiry: expiry, $0) }
    default: nil
    }
  }

  /// The expiries that the feed has data of, ascending; nil where it has one value.
  public var expiries: [UInt64]? {
    switch self {
    case .spot, .spotDifference: nil
    case .forward(let feed): feed.expiries
    case .volatility(let feed): feed.expiries
    case .rate(let feed): feed.expiries
    }
  }
}
