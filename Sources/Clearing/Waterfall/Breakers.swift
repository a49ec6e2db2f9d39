import FixedPoint

/// When liquidations of a market wait for its oracle (WF-21). Wads, and seconds.
public struct OracleBreaker: Hashable, Sendable {
  /// The least confidence of the index price.
  public var leastConfidence: UInt256
  /// The most that a perp's mark may be away from the index price, as a part of it.
  public var divergence: UInt256
  /// The most that the index price may be away from the slow price, as a part of that.
  public var band: UInt256
  /// How long the slow price takes to come to a price that stays.
  public var slowSeconds: UInt64
  /// How long liquidations wait after a reading that is uncertain.
  public var pause: UInt64
  /// How long they wait in a row at most. After a row they go on for as long as it lasted.
  public var longestPause: UInt64
  /// Whether withdrawals of the whole venue wait as well while a market does.
  public var holdsWithdrawals: Bool

  public init(
    leastConfidence: UInt256, divergence: UInt256, band: UInt256, slowSeconds: UInt64, pause: UInt64,
    longestPause: UInt64, holdsWithdrawals: Bool = false
  ) {
    (self.leastConfidence, self.divergence, self.band) = (leastConfidence, divergence, band)
    (self.slowSeconds, self.pause, self.longestPause) = (slowSeconds, pause, longestPause)
    self.holdsWithdrawals = holdsWithdrawals
  }
}

/// Why liquidations wait.
public enum PauseReason: UInt8, Hashable, Sendable, CaseIterable {
  case confidence = 0
  case divergence = 1
  case band = 2
}

/// What is remembered of the prices of a market (WF-22).
public struct MarketWatch: Hashable, Sendable {
  /// The slow price at `time`, wad.
  public internal(set) var slow: UInt256
  /// The index price since `time`, wad.
  public internal(set) var last: UInt256
  /// Unix seconds.
  public internal(set) var time: UInt64
  /// When the last row of pauses began, Unix seconds.
  public internal(set) var since: UInt64 = 0
  /// Until when liquidations wait, Unix seconds.
  public internal(set) var until: UInt64 = 0
  /// For how long liquidations have waited in all once it is `until`, seconds (WF-27).
  public internal(set) var waited: UInt64 = 0

  init(price: UInt256, at time: UInt64) { (slow, last, self.time) = (price, price, time) }

  /// As it is read back.
  package init(slow: UInt256, last: UInt256, time: UInt64, since: UInt64, until: UInt64, waited: UInt64) {
    (self.slow, self.last, self.time, self.since) = (slow, last, time, since)
    (self.until, self.waited) = (until, waited)
  }

  /// Whether a pause at a time is the first of a row: liquidations went on for as long as the last row lasted (WF-23).
  func beginsAnew(at now: UInt64) -> Bool {
    until == 0 || now >= until.addingCapped(until.above(since))
  }

  /// The slow price at a later time: it comes to the last price in proportion to time, rounded down.
  func slow(at now: UInt64, _ seconds: UInt64) -> UInt256 {
    let passed = now &- time
    if passed >= seconds { return last }
    let (low, high) = (min(slow, last), max(slow, last))
    let moved = (try? (high &- low) * UInt256(passed) / UInt256(seconds)) ?? (high &- low)
    return last > slow ? slow &+ moved : slow &- moved
  }
}

/// What may be withdrawn in a window (WF-24).
public struct WithdrawalLimit: Hashable, Sendable {
  /// Cash, wad.
  public var amount: UInt256
  /// The length of a window.
  public var seconds: UInt64

  public init(amount: UInt256, seconds: UInt64) {
    (self.amount, self.seconds) = (amount, seconds)
  }
}
