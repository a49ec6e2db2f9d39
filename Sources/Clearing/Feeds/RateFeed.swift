import FixedPoint

/// A feed of interest rates by expiry (FD-20).
public typealias RateFeed = ExpiryFeed<RatePoint>

/// What a feed of interest rates knows of an expiry.
public struct RatePoint: Hashable, Sendable {
  /// A year's rate, wad, of 96 signed bits.
  public let rate: Int128
  public let confidence: UInt64
  public let timestamp: UInt64
}

extension RateFeed {
  /// What a signed message says of an expiry that is newer than what the feed has of it; nil where it is not.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> (expiry: UInt64, point: Point)? {
    let message = try source.message(bytes, now: now)
    let payload = try FeedPayload(message, words: 3)
    let (expiry, rate) = (try payload.uint64(0), try payload.int96(1))
    let confidence = try payload.uint64(2)
    guard message.timestamp > points[expiry]?.timestamp ?? 0 else { return nil }
    try source.checkConfidence(confidence)
    try source.checkExpiries(points, adding: expiry)
    return (expiry, Point(rate: rate, confidence: confidence, timestamp: message.timestamp))
  }

  /// A year's interest rate, wad. An expiry without data has a rate of zero stamped 0, which is too old to be read
  /// unless the heartbeat reaches back to then.
  /// - Throws: `overflow`, `tooOld`.
  public func rate(expiry: UInt64, now: UInt64) throws(FeedRefusal) -> FeedValue<Int256> {
    let point = points[expiry] ?? Point(rate: 0, confidence: 0, timestamp: 0)
    try source.checkFresh(point.timestamp, now: now)
    return FeedValue(Int256(point.rate), confidence: point.confidence)
  }
}
