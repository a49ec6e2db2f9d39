import FixedPoint
import Pricing

/// A feed of volatility surfaces by expiry, each in raw SVI form (FD-18, FD-19).
public typealias VolatilityFeed = ExpiryFeed<VolatilityPoint>

/// What a feed of volatility surfaces knows of an expiry.
public struct VolatilityPoint: Hashable, Sendable {
  public let slice: SVISlice
  public let confidence: UInt64
  public let timestamp: UInt64
}

extension VolatilityFeed {
  /// What a signed message says of an expiry that is newer than what the feed has of it; nil where it is not.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> (expiry: UInt64, point: Point)? {
    let message = try source.message(bytes, now: now)
    let payload = try FeedPayload(message, words: 9)
    let expiry = try payload.uint64(0)
    let slice = SVISlice(
      a: try payload.int256(1), b: try payload.uint256(2), rho: try payload.int256(3), m: try payload.int256(4),
      sigma: try payload.uint256(5), forward: try payload.uint256(6), tau: try payload.uint64(7))
    let confidence = try payload.uint64(8)
    let timestamp = message.timestamp
    guard timestamp > points[expiry]?.timestamp ?? 0 else { return nil }
    guard timestamp <= expiry else { throw .afterExpiry(.volatility, timestamp: timestamp, expiry: expiry) }
    try source.checkConfidence(confidence)
    try source.checkExpiries(points, adding: expiry)
    return (expiry, Point(slice: slice, confidence: confidence, timestamp: timestamp))
  }

  /// The annual volatility at a strike, wad.
  /// - Throws: `missingExpiry`, `overflow`, `tooOld`, `pricing`.
  public func volatility(
    strike: UInt256, expiry: UInt64, now: UInt64
  ) throws(FeedRefusal) -> FeedValue<UInt256> {
    let point = try fresh(expiry, now: now)
    do throws(PricingError) {
      return FeedValue(try point.slice.volatility(strike: strike), confidence: point.confidence)
    } catch {
      throw .pricing(error)
    }
  }

  /// The confidence in an expiry's surface.
  /// - Throws: `missingExpiry`, `overflow`, `tooOld`.
  public func confidence(expiry: UInt64, now: UInt64) throws(FeedRefusal) -> UInt64 {
    try fresh(expiry, now: now).confidence
  }

  /// What the feed knows of an expiry, if that is fresh.
  /// - Throws: `missingExpiry`, `overflow`, `tooOld`.
  func fresh(_ expiry: UInt64, now: UInt64) throws(FeedRefusal) -> Point {
    guard let point = points[expiry] else { throw .missingExpiry(.volatility, expiry) }
    try source.checkFresh(point.timestamp, now: now)
    return point
  }
}
