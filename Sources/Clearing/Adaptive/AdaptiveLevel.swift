import FixedPoint

/// Where a rule stands: the level in force, what was announced, and what was in force before (AM-6).
public struct AdaptiveLevel: Hashable, Sendable {
  /// Wad.
  public internal(set) var level: UInt256
  /// When it came into force, Unix seconds.
  public internal(set) var since: UInt64 = 0
  /// The next level, wad.
  public internal(set) var announced: UInt256 = .zero
  /// When that binds, Unix seconds; 0 where nothing is announced.
  public internal(set) var binds: UInt64 = 0
  /// By rising time.
  public internal(set) var past: [Past] = []
  public internal(set) var volatility = RealisedVolatility()

  /// A level that was in force.
  public struct Past: Hashable, Sendable {
    /// Wad.
    public var level: UInt256
    /// Unix seconds.
    public var until: UInt64

    package init(level: UInt256, until: UInt64) { (self.level, self.until) = (level, until) }
  }

  /// What a look at a rule changed.
  enum Change: Hashable {
    /// A level is announced; the one in force, at 0, where it is taken back.
    case announced(UInt256, binds: UInt64)
    case moved(UInt256, since: UInt64)
  }

  init(level: UInt256 = .zero) { self.level = level }

  /// As it is read back.
  package init(
    level: UInt256, since: UInt64, announced: UInt256, binds: UInt64, past: [Past], volatility: RealisedVolatility
  ) {
    (self.level, self.since, self.announced) = (level, since, announced)
    (self.binds, self.past, self.volatility) = (binds, past, volatility)
  }

  /// The level that was in force at a time, or will be.
  public func level(at time: UInt64) -> UInt256 {
    if let old = past.first(where: { $0.until > time }) { return old.level }
    return binds != 0 && time >= binds ? announced : level
  }

  /// Takes what was announced into the level once it has bound, and forgets what no grace asks for (AM-7, 1 and 2).
  mutating func settle(at now: UInt64, grace: UInt64) -> Change? {
    var change: Change?
    if binds != 0 && now >= binds {
      past.append(Past(level: level, until: binds))
      (level, since, binds) = (announced, binds, 0)
      change = .moved(level, since: since)
    }
    let kept = now > grace ? now &- grace : 0
    past.removeAll { $0.until <= kept }
    return change
  }

  /// Follows what was measured, by one step at most (AM-7, 4).
  mutating func follow(_ target: UInt256, at now: UInt64, _ pace: AdaptivePace) -> Change? {
    let next = pace.isTighter(target, than: level) ? pace.nearer(target, pace.tightened(level)) : level
    let end = now.addingCapped(pace.notice)
    if binds == 0 {
      if next != level {
        (announced, binds) = (next, end)
        return .announced(next, binds: end)
      }
      guard pace.isTighter(level, than: target), now >= since.addingCapped(pace.calm) else { return nil }
      past.append(Past(level: level, until: now))
      (level, since) = (pace.nearer(target, pace.relaxed(level), relaxing: true), now)
      return .moved(level, since: now)
    }
    guard binds == end || pace.isTighter(announced, than: next), announced != next else { return nil }
    announced = next
    if next == level { binds = 0 }
    return .announced(next, binds: binds)
  }
}

/// How fast a level moves, and which way is tighter.
struct AdaptivePace: Hashable {
  var step: UInt256
  /// Seconds.
  var notice: UInt64
  /// Seconds.
  var calm: UInt64
  /// Whether it tightens as it falls, by parts of itself.
  var isDownward: Bool

  func isTighter(_ one: UInt256, than other: UInt256) -> Bool { isDownward ? one < other : one > other }

  /// The level one step tighter.
  func tightened(_ level: UInt256) -> UInt256 {
    isDownward ? level.above(part(of: level)) : (try? level + step) ?? .max
  }

  /// The level one step less tight.
  func relaxed(_ level: UInt256) -> UInt256 {
    isDownward ? (try? level + part(of: level)) ?? .max : level.above(step)
  }

  private func part(of level: UInt256) -> UInt256 { (try? level.multiplyWadDown(step) + 1) ?? .max }

  /// Of two levels on the same side the one that is nearer.
  func nearer(_ one: UInt256, _ other: UInt256, relaxing: Bool = false) -> UInt256 {
    isDownward == relaxing ? min(one, other) : max(one, other)
  }
}

/// The volatility of a price that is looked at now and then (AM-5).
public struct RealisedVolatility: Hashable, Sendable {
  /// A year's variance, wad.
  public internal(set) var variance = UInt256.zero
  /// The price when it was last looked at, wad.
  public internal(set) var last = UInt256.zero
  /// Unix seconds.
  public internal(set) var seen: UInt64 = 0

  public init() {}

  /// As it is read back.
  package init(variance: UInt256, last: UInt256, seen: UInt64) {
    (self.variance, self.last, self.seen) = (variance, last, seen)
  }

  /// Seconds of a year.
  private static let year: UInt256 = 31_536_000
  /// The largest move that counts, of the price before: a thousand times.
  private static let largestMove = UInt256(1_000 * Wad.one)

  /// - Parameter seconds: over about how long variance is taken.
  mutating func look(_ price: UInt256, at now: UInt64, seconds: UInt64) throws(ArithmeticError) {
    if seen == 0 || last.isZero {
      (last, seen) = (price, now)
      return
    }
    guard now > seen else { return }
    let passed = UInt256(now &- seen)
    let moved = min(((try? (max(price, last) &- min(price, last)).divideWadDown(last)) ?? .max), Self.largestMove)
    let sample = try moved.multiplyWadDown(moved) * Self.year / passed
    let weight = try passed + UInt256(seconds)
    if sample >= variance {
      variance = try variance + (sample &- variance) * passed / weight
    } else {
      variance = try variance - (variance &- sample) * passed / weight
    }
    (last, seen) = (price, now)
  }
}
