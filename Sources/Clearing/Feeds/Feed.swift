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

  /// Takes a signed message.
  /// - Returns: whether it was newer than what the feed had; otherwise it is ignored.
  /// - Throws: `FeedRefusal`; nothing has changed then.
  public mutating func accept(_ bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> Bool {
    let isApplied: Bool
    switch self {
    case .spot(var feed):
      isApplied = try feed.accept(bytes, now: now)
      self = .spot(feed)
    case .spotDifference(var feed):
      isApplied = try feed.accept(bytes, now: now)
      self = .spotDifference(feed)
    case .forward(var feed):
      isApplied = try feed.accept(bytes, now: now)
      self = .forward(feed)
    case .volatility(var feed):
      isApplied = try feed.accept(bytes, now: now)
      self = .volatility(feed)
    case .rate(var feed):
      isApplied = try feed.accept(bytes, now: now)
      self = .rate(feed)
    }
    return isApplied
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
