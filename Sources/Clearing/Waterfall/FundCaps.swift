import FixedPoint

/// What the security module pays for insolvent auctions at most (WF-13). Wads.
public struct FundCaps: Hashable, Sendable {
  /// At one time, that is in a block.
  public var moment: UInt256
  /// In a window.
  public var window: UInt256
  /// The length of a window, seconds.
  public var seconds: UInt64
  /// In a window for accounts that hold something of a market, by its place; others have no cap of their own.
  public var markets: [Int: UInt256]

  public init(moment: UInt256, window: UInt256, seconds: UInt64, markets: [Int: UInt256]) {
    self.moment = moment
    self.window = window
    self.seconds = seconds
    self.markets = markets
  }
}

/// What has been paid and lost in the present window (WF-14). Wads.
public struct WaterfallUse: Hashable, Sendable {
  /// When the security module paid last, Unix seconds.
  public internal(set) var time: UInt64 = 0
  /// What it has paid at that time.
  public internal(set) var paidNow: UInt256 = .zero
  /// What it has paid since the window of that time began.
  public internal(set) var paid: UInt256 = .zero
  /// The same by market; none of zero.
  public internal(set) var markets: [Int: UInt256] = [:]
  /// When a loss was socialised last, Unix seconds.
  public internal(set) var lossTime: UInt64 = 0
  /// What has been socialised since the window of that time began.
  public internal(set) var socialised: UInt256 = .zero

  /// When cash was withdrawn last, Unix seconds.
  public internal(set) var withdrawalTime: UInt64 = 0
  /// What has been withdrawn since the window of that time began.
  public internal(set) var withdrawn: UInt256 = .zero

  public init() {}

  /// As it is read back.
  package init(
    time: UInt64, paidNow: UInt256, paid: UInt256, markets: [Int: UInt256], lossTime: UInt64, socialised: UInt256,
    withdrawalTime: UInt64, withdrawn: UInt256
  ) {
    (self.time, self.paidNow, self.paid, self.markets) = (time, paidNow, paid, markets)
    (self.lossTime, self.socialised) = (lossTime, socialised)
    (self.withdrawalTime, self.withdrawn) = (withdrawalTime, withdrawn)
  }
}

extension WaterfallUse {
  /// What counts of the security module's payments at a time.
  func paid(at now: UInt64, _ caps: FundCaps) -> WaterfallUse {
    var use = self
    if time != now { use.paidNow = .zero }
    if time.window(caps.seconds) != now.window(caps.seconds) { (use.paid, use.markets) = (.zero, [:]) }
    use.time = now
    return use
  }

  /// What counts of socialised losses at a time.
  func socialised(at now: UInt64, window seconds: UInt64) -> UInt256 {
    lossTime.window(seconds) == now.window(seconds) ? socialised : .zero
  }
}

extension UInt64 {
  /// The number of the window of so many seconds that a time is in; windows of no length are as long as a time.
  func window(_ seconds: UInt64) -> UInt64 { seconds == 0 ? self : self / seconds }

  /// The first time of the window after it, the largest integer where there is none.
  func windowEnd(_ seconds: UInt64) -> UInt64 {
    let (end, isOver) = window(seconds).addingCapped(1).multipliedReportingOverflow(by: seconds == 0 ? 1 : seconds)
    return isOver ? .max : end
  }
}

extension FundCaps {
  /// What the caps leave of a payment for an account of some markets.
  func rest(_ use: WaterfallUse, of markets: [Int]) -> UInt256 {
    var rest = min(moment.above(use.paidNow), window.above(use.paid))
    for market in markets {
      guard let cap = self.markets[market] else { continue }
      rest = min(rest, cap.above(use.markets[market] ?? .zero))
    }
    return rest
  }
}

extension UInt256 {
  /// By how much it is above another, zero where it is not.
  func above(_ other: UInt256) -> UInt256 { self > other ? self &- other : .zero }
}
