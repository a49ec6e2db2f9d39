import Ethereum
import FixedPoint

/// A feed of a price by its difference to a spot price, capped to a share of it (FD-13): a perp's mark, its impact
/// ask and its impact bid are three of them.
public struct SpotDifferenceFeed: Hashable, Sendable {
  /// What the feed knows.
  public struct Point: Hashable, Sendable {
    /// Wad, of 96 signed bits.
    public let difference: Int128
    public let confidence: UInt64
    /// Zero before the first message.
    public let timestamp: UInt64
  }

  public internal(set) var source: FeedSource
  /// The feed of the spot price.
  public private(set) var spotFeed: Address
  /// The largest difference of either sign as a share of the spot price, wad, at most one.
  public private(set) var cap = UInt256(100_000_000_000_000_000 as UInt64)
  public internal(set) var point = Point(difference: 0, confidence: 0, timestamp: 0)

  public init(_ source: FeedSource, spotFeed: Address) {
    (self.source, self.spotFeed) = (source, spotFeed)
  }

  /// - Throws: `unauthorized`, `differenceCapAboveOne`.
  mutating func setCap(_ cap: UInt256, caller: Address) throws(FeedRefusal) {
    try source.checkOwner(caller)
    guard cap <= Wad.wide else { throw .differenceCapAboveOne(cap) }
    self.cap = cap
  }

  /// - Throws: `unauthorized`.
  mutating func setSpotFeed(_ address: Address, caller: Address) throws(FeedRefusal) {
    try source.checkOwner(caller)
    spotFeed = address
  }

  /// What a signed message says that is newer than what the feed has; nil where it is not, its payload unread.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> Point? {
    let message = try source.message(bytes, now: now)
    guard message.timestamp > point.timestamp else { return nil }
    let payload = try FeedPayload(message, words: 2)
    let (difference, confidence) = (try payload.int96(0), try payload.uint64(1))
    try source.checkConfidence(confidence)
    return Point(difference: difference, confidence: confidence, timestamp: message.timestamp)
  }

  /// The price, from the spot price read before it.
  /// - Throws: `overflow`, `tooOld`.
  public func price(spot: FeedValue<UInt256>, now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    try source.checkFresh(point.timestamp, now: now)
    let sum: Int256
    do throws(ArithmeticError) {
      let base = try Int256(spot.value)
      let most = try base.multiplyWadTruncating(Int256(cap))
      let difference = Int256(point.difference)
      sum = try base + (difference.isNegative ? max(difference, -most) : min(difference, most))
    } catch {
      throw .arithmetic(error)
    }
    return FeedValue(try sum.asPrice(), confidence: min(spot.confidence, point.confidence))
  }
}

extension Int256 {
  /// - Throws: `negativePrice`.
  func asPrice() throws(FeedRefusal) -> UInt256 {
    guard !isNegative else { throw .negativePrice(self) }
    return magnitude
  }
}
