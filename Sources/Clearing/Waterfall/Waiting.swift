import FixedPoint

/// How long a market's liquidations had waited when a clock began (WF-27).
public struct MarketWait: Hashable, Sendable {
  /// The market's place.
  public var market: Int
  public var seconds: UInt64

  public init(market: Int, seconds: UInt64) {
    self.market = market
    self.seconds = seconds
  }
}

/// An account that was said to be below maintenance margin (WF-3).
public struct Announcement: Hashable, Sendable {
  /// Unix seconds.
  public var since: UInt64
  /// What its markets had waited then, by rising places; none without an oracle's rule.
  public var waited: [MarketWait]

  public init(since: UInt64, waited: [MarketWait] = []) {
    self.since = since
    self.waited = waited
  }
}

extension MarketWatch {
  /// For how many seconds liquidations have waited in all, up to a time.
  func waited(at now: UInt64) -> UInt64 { waited.above(until.above(now)) }
}

/// Clocks that stand while what they count for waits (WF-27).
extension ClearingState {
  /// What is kept with a clock of an account that begins now.
  func waits(of number: AccountNumber) throws(ClearingRefusal) -> [MarketWait] {
    if liquidation.oracle == nil { return [] }
    return try markets(of: number).map { MarketWait(market: $0, seconds: waited($0)) }
  }

  /// The seconds since a clock began, but for those in which its markets waited; of several the one that waited
  /// longest counts, so that all of them together cannot hold it for good.
  func seconds(since start: UInt64, _ kept: [MarketWait]) -> UInt64 {
    let longest = kept.reduce(0 as UInt64) { max($0, waited($1.market).above($1.seconds)) }
    return time.above(start).above(longest)
  }

  private func waited(_ market: Int) -> UInt64 { waterfall.watches[market]?.waited(at: time) ?? 0 }
}

extension UInt64 {
  /// By how much it is above another, zero where it is not.
  func above(_ other: UInt64) -> UInt64 { self > other ? self &- other : 0 }
}
