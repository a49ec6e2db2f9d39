import Ethereum
import FixedPoint

/// A feed of forward prices by expiry, which in an expiry's last half hour become its settlement price (FD-14 to
/// FD-17).
///
/// In that window a forward is the average of the spot prices seen so far, weighted by time, and the live forward
/// for the rest of it.
public struct ForwardFeed: Hashable, Sendable {
  /// The seconds before expiry over which the settlement price is the average.
  public static let settlementWindow: UInt64 = 1_800

  /// What the feed knows of an expiry.
  public struct Point: Hashable, Sendable {
    /// The forward price less the spot price, wad, of 96 signed bits.
    public let difference: Int128
    public let confidence: UInt64
    public let timestamp: UInt64
    /// The sum of price times seconds when the window began, and at the timestamp; in the window, or zeros.
    public let startAggregate: UInt256
    public let currentAggregate: UInt256

    /// The average spot price over the window, of as much of it as has passed.
    /// - Throws: `overflow`.
    func fixedPortion() throws(FeedRefusal) -> UInt256 {
      do throws(ArithmeticError) {
        return try (currentAggregate - startAggregate) / UInt256(settlementWindow)
      } catch {
        throw .arithmetic(error)
      }
    }
  }

  public internal(set) var source: FeedSource
  /// The feed of the spot price.
  public private(set) var spotFeed: Address
  /// The heartbeat of data within the window, seconds.
  public private(set) var settlementHeartbeat: UInt64 = 300
  /// How many seconds ahead an expiry may lie.
  public private(set) var maximumExpiry: UInt64 = 31_536_000
  private var points: [UInt64: Point] = [:]

  public init(_ source: FeedSource, spotFeed: Address) {
    (self.source, self.spotFeed) = (source, spotFeed)
  }

  /// The expiries that there is data of, ascending.
  public var expiries: [UInt64] { points.keys.sorted() }

  public internal(set) subscript(expiry: UInt64) -> Point? {
    get { points[expiry] }
    set { points[expiry] = newValue }
  }

  /// - Throws: `unauthorized`.
  mutating func setSpotFeed(_ address: Address, caller: Address) throws(FeedRefusal) {
    try source.checkOwner(caller)
    spotFeed = address
  }

  /// - Throws: `unauthorized`.
  mutating func setSettlementHeartbeat(_ seconds: UInt64, caller: Address) throws(FeedRefusal) {
    try source.checkOwner(caller)
    settlementHeartbeat = seconds
  }

  /// Takes any settlement data for fresh.
  mutating func forgetAges() { settlementHeartbeat = Heartbeat.forever }

  /// - Throws: `unauthorized`.
  mutating func setMaximumExpiry(_ seconds: UInt64, caller: Address) throws(FeedRefusal) {
    try source.checkOwner(caller)
    maximumExpiry = seconds
  }

  /// What a signed message says of an expiry that is newer than what the feed has of it; nil where it is not.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> (expiry: UInt64, point: Point)? {
    let message = try source.message(bytes, now: now)
    let payload = try FeedPayload(message, words: 5)
    let expiry = try payload.uint64(0)
    let (start, current) = (try payload.uint256(1), try payload.uint256(2))
    let (difference, confidence) = (try payload.int96(3), try payload.uint64(4))
    let timestamp = message.timestamp
    guard timestamp > points[expiry]?.timestamp ?? 0 else { return nil }
    try source.checkConfidence(confidence)
    guard timestamp <= expiry else { throw .afterExpiry(.forward, timestamp: timestamp, expiry: expiry) }
    let furthest = UInt128(now) + UInt128(maximumExpiry)
    guard UInt128(expiry) <= furthest else { throw .expiryTooFar(expiry: expiry, furthest: furthest) }
    let isInWindow = timestamp >= (try Self.windowStart(expiry))
    guard !isInWindow || start < current else { throw .aggregatesNotRising(start: start, current: current) }
    try source.checkExpiries(points, adding: expiry)
    let point = Point(
      difference: difference, confidence: confidence, timestamp: timestamp,
      startAggregate: isInWindow ? start : .zero, currentAggregate: isInWindow ? current : .zero)
    return (expiry, point)
  }

  /// - Throws: `overflow` for an expiry within the first half hour of all time.
  static func windowStart(_ expiry: UInt64) throws(FeedRefusal) -> UInt64 {
    guard expiry >= settlementWindow else { throw .arithmetic(.overflow) }
    return expiry - settlementWindow
  }
}
