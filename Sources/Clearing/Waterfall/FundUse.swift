import FixedPoint

/// What the security module may still pay, and what of a loss is taken before it is socialised (WF-13, WF-14, WF-16).
extension ClearingState {
  /// The markets of which an account holds something, by rising places; that of its manager under the portfolio model.
  func markets(of number: AccountNumber) throws(ClearingRefusal) -> [Int] {
    let account = try account(number)
    switch managers[account.manager].model {
    case .portfolio(let model): return [model.feeds]
    case .standard(let model):
      let held = account.holdings.compactMap { model.market(of: $0.instrument.asset)?.feeds }
      return Set(held).sorted()
    }
  }

  /// The markets against which a payment for an account counts: where settled positions left it nothing but a debt,
  /// every market of its manager, since any may have made it (WF-13).
  func marketsCharged(_ number: AccountNumber) throws(ClearingRefusal) -> [Int] {
    let held = try markets(of: number)
    guard held.isEmpty, case .standard(let model) = managers[try account(number).manager].model else { return held }
    return Set(model.markets.map(\.feeds)).sorted()
  }

  /// What the caps leave of a payment at this moment; without caps everything.
  func fundRest(_ markets: [Int]) -> UInt256 {
    guard let caps = liquidation.fund else { return .max }
    return caps.rest(waterfall.use.paid(at: time, caps), of: markets)
  }

  mutating func noteFund(_ paid: UInt256, _ number: AccountNumber, _ markets: [Int]) {
    guard let caps = liquidation.fund, !paid.isZero else { return }
    var use = waterfall.use.paid(at: time, caps)
    // The caps hold each sum below the largest integer.
    (use.paidNow, use.paid) = (use.paidNow &+ paid, use.paid &+ paid)
    for market in markets { use.markets[market] = (use.markets[market] ?? .zero) &+ paid }
    let new = use
    update(waterfall: { $0 = new })
    emit(.fundPaid(number, paid))
    if caps.rest(new, of: markets).isZero { emit(.fundAtCap(number, until: time.windowEnd(caps.seconds))) }
  }

  /// Takes a loss from the other side, but what is socialised first.
  /// - Returns: what is left of it.
  mutating func deleverage(
    _ number: AccountNumber, _ missing: UInt256, to bidder: AccountNumber
  ) throws(ClearingRefusal) -> UInt256 {
    guard let settings = liquidation.deleveraging, !missing.isZero else { return missing }
    let first = settings.socialisedFirst.above(waterfall.use.socialised(at: time, window: settings.seconds))
    let collected = try deleverage(number, shortfall: missing.above(first), to: bidder, settings)
    return missing &- collected
  }

  mutating func noteLoss(_ loss: UInt256) {
    guard let settings = liquidation.deleveraging else { return }
    let before = waterfall.use.socialised(at: time, window: settings.seconds)
    let (sum, now) = ((try? before + loss) ?? .max, time)
    update(waterfall: { ($0.socialised, $0.lossTime) = (sum, now) })
  }
}

extension FundCaps {
  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    if seconds > WaterfallLimits.longestWindow { throw .waterfall(.invalidSetting) }
  }
}

extension Deleveraging {
  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    guard largestRate <= Wad.wide, seconds <= WaterfallLimits.longestWindow else {
      throw .waterfall(.invalidSetting)
    }
  }
}

/// Bounds of the settings of the waterfall.
public enum WaterfallLimits {
  /// The longest window, seconds: thirty days.
  public static let longestWindow: UInt64 = 2_592_000
  /// The longest time for which liquidations wait in a row, seconds: a day.
  public static let longestPause: UInt64 = 86_400
}
