import FixedPoint
import Pricing

/// A feed of volatility surfaces by expiry, each in raw SVI form (FD-18, FD-19).
public struct VolatilityFeed: Hashable, Sendable {
  /// What the feed knows of an expiry.
  public struct Point: Hashable, Sendable {
    public let slice: SVISlice
    public let confidence: UInt64
    public let timestamp: UInt64
  }

  public internal(set) var source: FeedSource
  private var points: [UInt64: Point] = [:]

  public init(_ source: FeedSource) {
    self.source = source
  }

  /// The expiries that there is data of, ascending.
  public var expiries: [UInt64] { points.keys.sorted() }

  public subscript(expiry: UInt64) -> Point? { points[expiry] }

  /// Takes a signed message.
  /// - Returns: whether it was newer than what the feed had of this expiry; otherwise it is ignored.
  /// - Throws: `FeedRefusal`; nothing has changed then.
  public mutating func accept(_ bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> Bool {
    let message = try source.message(bytes, now: now)
    let payload = try FeedPayload(message, words: 9)
    let expiry = try payload.uint64(0)
    let slice = SVISlice(
      a: try payload.int256(1), b: try payload.uint256(2), rho: try payload.int256(3), m: try payload.int256(4),
      sigma: try payload.uint256(5), forward: try payload.uint256(6), tau: try payload.uint64(7))
    let confidence = try payload.uint64(8)
    let timestamp = message.timestamp
    guard timestamp > points[expiry]?.timestamp ?? 0 else { return false }
    guard timestamp <= expiry else { throw .afterExpiry(.volatility, timestamp: timestamp, expiry: expiry) }
    try source.checkConfidence(confidence)
    try source.checkExpiries(points, adding: expiry)
    points[expiry] = Point(slice: slice, confidence: confidence, timestamp: timestamp)
    return true
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

  private func fresh(_ expiry: UInt64, now: UInt64) throws(FeedRefusal) -> Point {
    guard let point = points[expiry] else { throw .missingExpiry(.volatility, expiry) }
    try source.checkFresh(point.timestamp, now: now)
    return point
  }
}
