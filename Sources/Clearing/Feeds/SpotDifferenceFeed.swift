import Ethereum
import FixedPoint

/// A feed of a price by its difference to a spot price, capped to a share of it (FD-13): a perp's mark, its impact
/// ask and its impact bid are three of them.
public struct SpotDifferenceFeed: Hashable, Sendable {
  public internal(set) var source: FeedSource
  /// The feed of the spot price.
  public private(set) var spotFeed: Address
  /// The largest difference of either sign as a share of the spot price, wad, at most one.
  public private(set) var cap = UInt256(100_000_000_000_000_000 as UInt64)
  /// Wad, of 96 signed bits.
  public private(set) var difference: Int128 = 0
  public private(set) var confidence: UInt64 = 0
  /// Zero before the first message.
  public private(set) var timestamp: UInt64 = 0

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

  /// Takes a signed message.
  /// - Returns: whether it was newer than what the feed had; otherwise it is ignored, its payload unread.
  /// - Throws: `FeedRefusal`; nothing has changed then.
  public mutating func accept(_ bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> Bool {
    let message = try source.message(bytes, now: now)
    guard message.timestamp > timestamp else { return false }
    let payload = try FeedPayload(message, words: 2)
    let (difference, confidence) = (try payload.int96(0), try payload.uint64(1))
    try source.checkConfidence(confidence)
    (self.difference, self.confidence, timestamp) = (difference, confidence, message.timestamp)
    return true
  }

  /// The price, from the spot price read before it.
  /// - Throws: `overflow`, `tooOld`.
  public func price(spot: FeedValue<UInt256>, now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    try source.checkFresh(timestamp, now: now)
    let sum: Int256
    do throws(ArithmeticError) {
      let base = try Int256(spot.value)
      let most = try base.multiplyWadTruncating(Int256(cap))
      let difference = Int256(difference)
      sum = try base + (difference.isNegative ? max(difference, -most) : min(difference, most))
    } catch {
      throw .arithmetic(error)
    }
    return FeedValue(try sum.asPrice(), confidence: min(spot.confidence, confidence))
  }
}

extension Int256 {
  /// - Throws: `negativePrice`.
  func asPrice() throws(FeedRefusal) -> UInt256 {
    guard !isNegative else { throw .negativePrice(self) }
    return magnitude
  }
}
