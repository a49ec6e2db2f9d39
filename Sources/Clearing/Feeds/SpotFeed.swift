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
  public internal(set) var source: FeedSource
  /// Wad, of 96 bits.
  public private(set) var price: UInt128 = 0
  public private(set) var confidence: UInt64 = 0
  /// Zero before the first message.
  public private(set) var timestamp: UInt64 = 0

  public init(_ source: FeedSource) {
    self.source = source
  }

  /// Takes a signed message.
  /// - Returns: whether it was newer than what the feed had; otherwise it is ignored, its payload unread.
  /// - Throws: `FeedRefusal`; nothing has changed then.
  public mutating func accept(_ bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> Bool {
    let message = try source.message(bytes, now: now)
    guard message.timestamp > timestamp else { return false }
    let payload = try FeedPayload(message, words: 2)
    let (price, confidence) = (try payload.uint96(0), try payload.uint64(1))
    try source.checkConfidence(confidence)
    (self.price, self.confidence, timestamp) = (price, confidence, message.timestamp)
    return true
  }

  /// The price.
  /// - Throws: `overflow`, `tooOld`.
  public func spot(now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    try source.checkFresh(timestamp, now: now)
    return FeedValue(UInt256(price), confidence: confidence)
  }
}
