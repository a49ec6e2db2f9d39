import Ethereum

/// A signed feed of any kind.
public enum Feed: Hashable, Sendable {
  case spot(SpotFeed)
  case spotDifference(SpotDifferenceFeed)
  case forward(ForwardFeed)
  case volatility(VolatilityFeed)
  case rate(RateFeed)

  /// A feed as it is set up; the spot feed matters for spot differences and forwards alone.
  public init(_ source: FeedSource, spotFeed: Address) {
    switch source.kind {
    case .spot: self = .spot(SpotFeed(source))
    case .spotDifference: self = .spotDifference(SpotDifferenceFeed(source, spotFeed: spotFeed))
    case .forward: self = .forward(ForwardFeed(source, spotFeed: spotFeed))
    case .volatility: self = .volatility(VolatilityFeed(source))
    case .rate: self = .rate(RateFeed(source))
    }
  }

  public private(set) var source: FeedSource {
    get {
      switch self {
      case .spot(let feed): feed.source
      case .spotDifference(let feed): feed.source
      case .forward(let feed): feed.source
      case .volatility(let feed): feed.source
      case .rate(let feed): feed.source
      }
    }
    set {
      switch self {
      case .spot(var feed):
        feed.source = newValue
        self = .spot(feed)
      case .spotDifference(var feed):
        feed.source = newValue
        self = .spotDifference(feed)
      case .forward(var feed):
        feed.source = newValue
        self = .forward(feed)
      case .volatility(var feed):
        feed.source = newValue
        self = .volatility(feed)
      case .rate(var feed):
        feed.source = newValue
        self = .rate(feed)
      }
    }
  }

  /// Takes any value for fresh, so that what was last said is read.
  mutating func forgetAges() {
    source.forgetAges()
    guard case .forward(var feed) = self else { return }
    feed.forgetAges()
    self = .forward(feed)
  }

  /// What a signed message says that is newer than what the feed has; nil where it is not.
  /// - Throws: `FeedRefusal`.
  func news(in bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> FeedPoint? {
    switch self {
    case .spot(let feed): try feed.news(in: bytes, now: now).map(FeedPoint.spot)
    case .spotDifference(let feed): try feed.news(in: bytes, now: now).map(FeedPoint.spotDifference)
    case .forward(let feed): try feed.news(in: bytes, now: now).map { .forward(expiry: $0.expiry, $0.point) }
    case .volatility(let feed): try feed.news(in: bytes, now: now).map { .volatility(expiry: $0.expiry, $0.point) }
    case .rate(let feed): try feed.news(in: bytes, now: now).map { .rate(expiry: $0.expiry, $0.point) }
    }
  }

  /// Replaces a part of what the feed knows; one of another kind replaces nothing.
  /// - Returns: what was there.
  mutating func put(_ point: FeedPoint) -> FeedPoint {
    // The payload is taken out of the enum, so that a feed of many expiries is not copied for one of them.
    switch (consume self, point) {
    case (.spot(var feed), .spot(let new)):
      let old = feed.point
      feed.point = new
      self = .spot(feed)
      return .spot(old)
    case (.spotDifference(var feed), .spotDifference(let new)):
      let old = feed.point
      feed.point = new
      self = .spotDifference(feed)
      return .spotDifference(old)
    case (.forward(var feed), .forward(let expiry, let new)):
      let old = feed[expiry]
      feed[expiry] = new
      self = .forward(feed)
      return .forward(expiry: expiry, old)
    case (.volatility(var feed), .volatility(let expiry, let new)):
      let old = feed[expiry]
      feed[expiry] = new
      self = .volatility(feed)
      return .volatility(expiry: expiry, old)
    case (.rate(var feed), .rate(let expiry, let new)):
      let old = feed[expiry]
      feed[expiry] = new
      self = .rate(feed)
      return .rate(expiry: expiry, old)
    case (let other, _):
      self = other
      return point
    }
  }

  /// Sets what the feed's kind has (FD-10).
  /// - Throws: `noSuchFunction`, `unauthorized`, then what the value is refused for; nothing has changed then.
  public mutating func set(_ setting: FeedSetting, caller: Address) throws(FeedRefusal) {
    switch (setting, self) {
    case (.signer(let signer, let isWhitelisted), _):
      try source.setSigner(signer, isWhitelisted: isWhitelisted, caller: caller)
    case (.requiredSigners(let count), _): try source.setRequiredSigners(count, caller: caller)
    case (.heartbeat(let seconds), _): try source.setHeartbeat(seconds, caller: caller)
    case (.differenceCap(let cap), .spotDifference(var feed)):
      try feed.setCap(cap, caller: caller)
      self = .spotDifference(feed)
    case (.spotFeed(let address), .spotDifference(var feed)):
      try feed.setSpotFeed(address, caller: caller)
      self = .spotDifference(feed)
    case (.spotFeed(let address), .forward(var feed)):
      try feed.setSpotFeed(address, caller: caller)
      self = .forward(feed)
    case (.settlementHeartbeat(let seconds), .forward(var feed)):
      try feed.setSettlementHeartbeat(seconds, caller: caller)
      self = .forward(feed)
    case (.maximumExpiry(let seconds), .forward(var feed)):
      try feed.setMaximumExpiry(seconds, caller: caller)
      self = .forward(feed)
    default: throw .noSuchFunction
    }
  }
}
