/// The kinds of signed feeds, which the domain of their messages names. Constants are feeds like others (FD-39).
public enum FeedKind: String, Hashable, Sendable, CaseIterable {
  /// A price: of an underlying, of a collateral, of the stable token.
  case spot = "LyraSpotFeed"
  /// A price by its difference to a spot price: a perp's mark, its impact ask and impact bid.
  case spotDifference = "LyraSpotDiffFeed"
  /// Forward prices by expiry, and the prices at which options settle.
  case forward = "LyraForwardFeed"
  /// Volatility surfaces by expiry.
  case volatility = "LyraVolFeed"
  /// Interest rates by expiry.
  case rate = "LyraRateFeed"
}
