import Ethereum
import FixedPoint

/// What the owner of a feed can set.
public enum FeedSetting: Hashable, Sendable {
  case signer(Address, isWhitelisted: Bool)
  case requiredSigners(UInt8)
  /// Seconds.
  case heartbeat(UInt64)
  /// A share of the spot price, wad; of spot difference feeds.
  case differenceCap(UInt256)
  /// Of spot difference and forward feeds.
  case spotFeed(Address)
  /// Seconds; of forward feeds.
  case settlementHeartbeat(UInt64)
  /// Seconds; of forward feeds.
  case maximumExpiry(UInt64)
}
