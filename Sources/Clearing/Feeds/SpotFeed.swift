import FixedPoint

/// A value with the confidence of those who signed it, both wad; confidence is zero to one.
public struct FeedValue<Value: Hashable & Sendable>: Hashable, Sendable {
  public let value: Value
  public let confidence: UInt64

  public init(_ value: Value, confidence: UInt64) {
    (self.value, self.confidence) = (value, confidence)
  }
}

/// A feed of one price (FD-12): of an underlying, of a collateral, of the stable token.
public struct SpotFeed: Hashable, Sendable {
  /// What the feed knows.
  public struct Point: Hashable, Sendable {
    /// Wad, of 96 bits.
    public let price: UInt128
    public let confidence: UInt64
    /// Zero before the first message.
    public let timestamp: UInt64
  }

  public internal(set) var source: FeedSource
  public internal(set) var point = Point(price: 0, confidence: 0, timestamp: 0)

  public init(_ source: FeedSource) {
    self.source = source
  }

  /// What a signed message says that is newer than what the feed has; nil where it is not, its payload unread.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> Point? {
    let message = try source.message(bytes, now: now)
    guard message.timestamp > point.timestamp else { return nil }
    let payload = try FeedPayload(message, words: 2)
    let (price, confidence) = (try payload.uint96(0), try payload.uint64(1))
    try source.checkConfidence(confidence)
    return Point(price: price, confidence: confidence, timestamp: message.timestamp)
  }

  /// The price.
  /// - Throws: `overflow`, `tooOld`.
  public func spot(now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    try source.checkFresh(point.timestamp, now: now)
    return FeedValue(UInt256(point.price), confidence: point.confidence)
  }
}
