/// A part of what a feed knows: its one value, or that of an expiry, nil where there is none.
public enum FeedPoint: Hashable, Sendable {
  case spot(SpotFeed.Point)
  case spotDifference(SpotDifferenceFeed.Point)
  case forward(expiry: UInt64, ForwardFeed.Point?)
  case volatility(expiry: UInt64, VolatilityFeed.Point?)
  case rate(expiry: UInt64, RateFeed.Point?)

  /// The expiry that it is of; nil where the feed has one value.
  public var expiry: UInt64? {
    switch self {
    case .spot, .spotDifference: nil
    case .forward(let expiry, _), .volatility(let expiry, _), .rate(let expiry, _): expiry
    }
  }
}
