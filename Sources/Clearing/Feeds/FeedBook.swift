import Ethereum
import FixedPoint

/// All feeds of a venue by their addresses; prices that need a spot price read it from the feed they name (FD-21).
public struct FeedBook: Hashable, Sendable {
  private var feeds: [Address: Feed] = [:]

  public init() {}

  /// The addresses of all feeds, ascending.
  public var addresses: [Address] { feeds.keys.sorted() }

  public internal(set) subscript(address: Address) -> Feed? {
    get { feeds[address] }
    set { feeds[address] = newValue }
  }

  /// Sets a feed up, in the place of one at the same address.
  public mutating func add(_ feed: Feed) {
    feeds[feed.source.address] = feed
  }

  /// What a signed message says that is newer than what its feed has; nil where it is not.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], feed address: Address, now: UInt64) throws(FeedRefusal) -> FeedPoint? {
    guard let feed = feeds[address] else { throw .noSuchFunction }
    return try feed.news(in: bytes, now: now)
  }

  /// Replaces a part of what a feed knows.
  /// - Returns: what was there.
  @discardableResult
  mutating func put(_ point: FeedPoint, feed address: Address) -> FeedPoint {
    feeds[address]?.put(point) ?? point
  }

  /// Puts back what a feed knows.
  /// - Returns: false where there is no such feed, or it is of another kind.
  mutating func restore(_ point: FeedPoint, feed address: Address) -> Bool {
    switch (feeds[address], point) {
    case (.spot, .spot), (.spotDifference, .spotDifference), (.forward, .forward), (.volatility, .volatility),
      (.rate, .rate):
      put(point, feed: address)
      return true
    default: return false
    }
  }

  /// Takes a signed message for a feed.
  /// - Returns: whether it was newer than what the feed had; otherwise it is ignored.
  /// - Throws: `FeedRefusal`; nothing has changed then.
  public mutating func accept(_ bytes: [UInt8], feed address: Address, now: UInt64) throws(FeedRefusal) -> Bool {
    guard let point = try news(in: bytes, feed: address, now: now) else { return false }
    put(point, feed: address)
    return true
  }

  /// - Throws: `FeedRefusal`; nothing has changed then.
  public mutating func set(_ setting: FeedSetting, feed address: Address, caller: Address) throws(FeedRefusal) {
    guard var feed = feeds[address] else { throw .noSuchFunction }
    try feed.set(setting, caller: caller)
    feeds[address] = feed
  }

  /// Takes any value of any feed for fresh.
  mutating func forgetAges() {
    for address in feeds.keys { feeds[address]?.forgetAges() }
  }

  /// The price of a spot feed.
  public func spot(_ address: Address, now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    guard case .spot(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.spot(now: now)
  }

  /// The price of a spot difference feed: the spot price is read, and refused, first.
  public func spotDifference(_ address: Address, now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    guard case .spotDifference(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.price(spot: spot(feed.spotFeed, now: now), now: now)
  }

  /// A forward price in its two parts: the spot price is read, and refused, first, also after settlement.
  public func forwardPortions(
    _ address: Address, expiry: UInt64, now: UInt64
  ) throws(FeedRefusal) -> ForwardPortions {
    guard case .forward(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.portions(expiry: expiry, spot: spot(feed.spotFeed, now: now), now: now)
  }

  /// A forward price: the spot price is read, and refused, first, also after settlement.
  public func forward(_ address: Address, expiry: UInt64, now: UInt64) throws(FeedRefusal) -> FeedValue<UInt256> {
    guard case .forward(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.price(expiry: expiry, spot: spot(feed.spotFeed, now: now), now: now)
  }

  /// The price at which an expiry's options settle; nil before it is known.
  public func settlementPrice(_ address: Address, expiry: UInt64) throws(FeedRefusal) -> UInt256? {
    guard case .forward(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.settlementPrice(expiry: expiry)
  }

  /// The annual volatility at a strike, wad.
  public func volatility(
    _ address: Address, strike: UInt256, expiry: UInt64, now: UInt64
  ) throws(FeedRefusal) -> FeedValue<UInt256> {
    guard case .volatility(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.volatility(strike: strike, expiry: expiry, now: now)
  }

  /// The surface of an expiry.
  func volatilitySurface(
    _ address: Address, expiry: UInt64, now: UInt64
  ) throws(FeedRefusal) -> VolatilityFeed.Point {
    guard case .volatility(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.fresh(expiry, now: now)
  }

  /// The confidence in an expiry's volatility surface.
  public func volatilityConfidence(
    _ address: Address, expiry: UInt64, now: UInt64
  ) throws(FeedRefusal) -> UInt64 {
    guard case .volatility(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.confidence(expiry: expiry, now: now)
  }

  /// A year's interest rate, wad.
  public func rate(_ address: Address, expiry: UInt64, now: UInt64) throws(FeedRefusal) -> FeedValue<Int256> {
    guard case .rate(let feed)? = feeds[address] else { throw .noSuchFunction }
    return try feed.rate(expiry: expiry, now: now)
  }
}
