import Ethereum
import FixedPoint

extension ClearingState {
  /// Applies an operation wholly, or refuses it and leaves no trace (CL-5, CL-6).
  /// - Throws: `ClearingRefusal`, the first failure in the order of the rules.
  public mutating func apply(_ operation: Operation) throws(ClearingRefusal) -> Receipt {
    try atomically { (state) throws(ClearingRefusal) in try state.run(operation) }
  }

  private mutating func run(_ operation: Operation) throws(ClearingRefusal) -> Receipt {
    try requireAssets(of: operation)
    switch operation {
    case .createAccount(let owner, let manager): return .account(try createAccount(owner: owner, manager: manager))
    case .deposit(let account, let asset, let amount): try deposit(account, asset, amount)
    case .withdraw(let account, let asset, let amount, let caller): try withdraw(account, asset, amount, by: caller)
    case .trade(let transfers, let caller): return .trade(try trade(transfers, isBatch: true, by: caller))
    case .transfer(let transfer, let caller): return .trade(try trade([transfer], isBatch: false, by: caller))
    case .approve(let account, let to, let caller): try approve(to, for: account, by: caller)
    case .setAllowance(let allowance, let key, let caller): try setAllowance(allowance, key, by: caller)
    case .changeManager(let account, let to, let caller): try changeManager(account, to: to, by: caller)
    case .warp(let to): try warp(to)
    case .settleInterest(let account): try settleInterest(account)
    case .settlePerps(let account): try settlePerps(account)
    case .settleOptions(let account, let option): try settleOptions(option, account)
    case .realisePerp(let account, let perp): try realise(perp, of: account)
    case .accrueInterest: try accrueInterest()
    case .transferSecurityFees: try transferSecurityFees()
    case .disableWithdrawFee: try disableWithdrawFee()
    case .donateBalance(let account, let amount, let caller):
      return .burnt(try donateBalance(account, amount, by: caller))
    case .donateToSecurityModule(let amount): try deposit(securityModule, .cash, amount)
    case .withdrawFromSecurityModule(let amount, let caller): try withdrawFromSecurityModule(amount, by: caller)
    case .payCashInsolvency: try payCashInsolvency()
    case .startAuction(let account, let scenario): try startAuction(account, scenario: scenario)
    case .bid(let bid): return .bid(try self.bid(bid))
    case .announce(let account): try announce(account)
    case .withdrawAnnouncement(let account): try withdrawAnnouncement(account)
    case .reduce(let takeover): return .reduced(try reduce(takeover))
    case .convertToInsolvent(let account): try convertToInsolvent(account)
    case .terminateAuction(let account): try terminateAuction(account)
    case .updateScenario(let account, let scenario): try updateScenario(account, to: scenario)
    case .feed(let update):
      write(update)
      if let market = update.watchedMarket { watch(market) }
      try adapt()
      try renewFundingRates()
    case .set(let parameter, let caller): try set(parameter, by: caller)
    case .message(let feed, let bytes): return .applied(try accept(bytes, feed: feed))
    case .owner(let call, let caller): return try run(call, by: caller)
    case .actions(let call): try match(call)
    case .takeEffect(let number): return .tookEffect(refusal: try takeEffect(number))
    }
    return .done
  }

  private mutating func accept(_ bytes: [UInt8], feed: Address) throws(ClearingRefusal) -> Bool {
    let point: FeedPoint?
    do throws(FeedRefusal) { point = try signedFeeds.news(in: bytes, feed: feed, now: time) } catch { throw .feed(error) }
    guard let point else { return false }
    put(point, feed: feed)
    emit(.feedAccepted(feed, point))
    watch(feed: feed)
    try adapt()
    try renewFundingRates()
    return true
  }

  private mutating func warp(_ to: UInt64) throws(ClearingRefusal) {
    if to < time { throw .rule(.timeRunsBackward) }
    setTime(to)
  }
}
