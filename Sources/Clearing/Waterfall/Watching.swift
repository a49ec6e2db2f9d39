import Ethereum
import FixedPoint

/// Circuit breakers (WF-21 to WF-24): each begins by what is read or done, and ends by time.
extension ClearingState {
  /// Looks at a market's prices after they were read anew.
  mutating func watch(_ market: Int) {
    guard let rule = liquidation.oracle, let spot = try? spot(market) else { return }
    var watch = waterfall.watches[market] ?? MarketWatch(price: spot.price, at: time)
    let before = watch.until
    (watch.slow, watch.time) = (watch.slow(at: time, rule.slowSeconds), time)
    watch.last = spot.price
    let reason = uncertainty(market, spot, slow: watch.slow, rule)
    if reason != nil {
      if watch.beginsAnew(at: time) { watch.since = time }
      let until = min(time.addingCapped(rule.pause), watch.since.addingCapped(rule.longestPause))
      watch.waited = watch.waited.addingCapped(until.above(max(watch.until, time)))
      watch.until = max(watch.until, until)
    }
    set(watch: watch, market)
    if let reason, watch.until != before { emit(.liquidationsPaused(market: market, reason, until: watch.until)) }
  }

  /// Looks at all markets that a signed feed is a source of.
  mutating func watch(feed: Address) {
    if liquidation.oracle == nil { return }
    for market in feeds.markets.indices {
      if let sources = feeds.markets[market].sources, sources.spot == feed || sources.mark == feed { watch(market) }
    }
  }

  /// Why a market's prices are not to be trusted now; nil where they are.
  private func uncertainty(
    _ market: Int, _ spot: FeedPrice, slow: UInt256, _ rule: OracleBreaker
  ) -> PauseReason? {
    if spot.confidence < rule.leastConfidence { return .confidence }
    for perp in perps.indices where perps[perp].market == market && !perps[perp].isDisabled {
      guard let mark = try? mark(perp).price else { continue }
      if isBeyond(rule.divergence, mark, spot.price) { return .divergence }
    }
    return isBeyond(rule.band, spot.price, slow) ? .band : nil
  }

  private func isBeyond(_ part: UInt256, _ price: UInt256, _ reference: UInt256) -> Bool {
    let distance = price > reference ? price &- reference : reference &- price
    return distance > ((try? reference.multiplyWadDown(part)) ?? .max)
  }

  /// Until when liquidations of a market wait; nil where they do not.
  public func pause(of market: Int) -> UInt64? {
    guard liquidation.oracle != nil, let watch = waterfall.watches[market], time < watch.until else { return nil }
    return watch.until
  }

  /// - Throws: `paused` where liquidations of a market of the account wait.
  func requireNoPause(_ number: AccountNumber) throws(ClearingRefusal) {
    // Nothing of an account that is not there waits.
    guard liquidation.oracle != nil, let markets = try? markets(of: number) else { return }
    for market in markets where pause(of: market) != nil { throw .waterfall(.paused) }
  }

  /// - Throws: `paused` where withdrawals wait because a market of the venue does.
  func requireNoHold() throws(ClearingRefusal) {
    guard liquidation.oracle?.holdsWithdrawals == true else { return }
    for market in feeds.markets.indices where pause(of: market) != nil { throw .waterfall(.paused) }
  }

  /// Counts a withdrawal of cash, wad.
  /// - Throws: `withdrawalLimit` where it is more than the window has left.
  mutating func countWithdrawal(_ amount: UInt256) throws(ClearingRefusal) {
    guard let limit = liquidation.withdrawals else { return }
    let isSame = waterfall.use.withdrawalTime.window(limit.seconds) == time.window(limit.seconds)
    let before = isSame ? waterfall.use.withdrawn : .zero
    let sum = try checked { () throws(ArithmeticError) in try before + amount }
    if sum > limit.amount { throw .waterfall(.withdrawalLimit) }
    let now = time
    update(waterfall: { ($0.withdrawn, $0.withdrawalTime) = (sum, now) })
    // Announced before it binds: a tenth is left.
    let near = limit.amount &- limit.amount.tenth
    if before < near && sum >= near {
      emit(.withdrawalsNearLimit(withdrawn: sum, until: now.windowEnd(limit.seconds)))
    }
  }
}

extension UInt64 {
  /// The sum, the largest integer where it is more.
  func addingCapped(_ other: UInt64) -> UInt64 {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}

extension UInt256 {
  fileprivate var tenth: UInt256 { (try? self / 10) ?? .zero }
}

extension OracleBreaker {
  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    guard leastConfidence <= Wad.wide, pause <= longestPause, longestPause <= WaterfallLimits.longestPause,
      slowSeconds <= WaterfallLimits.longestWindow
    else { throw .waterfall(.invalidSetting) }
  }
}

extension WithdrawalLimit {
  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    if seconds > WaterfallLimits.longestWindow { throw .waterfall(.invalidSetting) }
  }
}
