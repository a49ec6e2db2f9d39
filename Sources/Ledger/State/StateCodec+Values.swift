import Clearing
import Ethereum
import FixedPoint

extension StateCodec {
  /// What a state has under a key; nil where it has nothing, or only what is taken for granted (LG-6).
  public static func value(_ key: StateKey, in state: ClearingState) -> [UInt8]? {
    var writer = ByteWriter(reserving: 128)
    return write(key, in: state, to: &writer) ? writer.bytes : nil
  }

  /// - Returns: whether the state has something under the key.
  private static func write(_ key: StateKey, in state: ClearingState, to writer: inout ByteWriter) -> Bool {
    switch key {
    case .venue: writer.venue(of: state)
    case .clock:
      writer.integer(state.time)
      writer.integer(state.lastTrade)
      writer.integer(state.accounts.count)
    case .cash: writer.cash(state.cash)
    case .liquidation: writer.raw(DocumentForm.bytes { state.liquidation.write(to: &$0) })
    case .stable:
      writer.reading(state.feeds.stable)
      writer.optional(state.feeds.stableSource) { $0.fixed($1) }
    case .perp(let place):
      guard state.perps.indices.contains(place) else { return false }
      writer.perp(state.perps[place])
    case .base(let place):
      guard state.bases.indices.contains(place) else { return false }
      writer.byte(state.bases[place].tokenDecimals)
      writer.integer(state.bases[place].tokenBalance)
    case .manager(let place):
      guard state.managers.indices.contains(place) else { return false }
      writer.raw(DocumentForm.bytes { state.managers[place].write(to: &$0) })
    case .market(let place):
      guard state.feeds.markets.indices.contains(place) else { return false }
      writer.market(state.feeds.markets[place])
    case .collateral(let place):
      guard state.feeds.collaterals.indices.contains(place) else { return false }
      writer.reading(state.feeds.collaterals[place])
      writer.optional(state.feeds.collateralSources[place]) { $0.fixed($1) }
    case .account(let number):
      guard number >= 1, number <= AccountNumber(state.accounts.count) else { return false }
      writer.account(state.accounts[Int(number) - 1])
    case .position(let key):
      guard let position = state.positions[key], !position.isNothing else { return false }
      writer.flag(position.isWhitelisted)
      writer.integer(position.cap)
      writer.integer(position.total)
    case .openInterest(let instrument):
      guard let interest = state.openInterests[instrument], !interest.isNothing else { return false }
      writer.integer(interest.total)
      writer.signed(interest.settled)
    case .allowance(let key):
      guard let allowance = state.allowances[key], !(allowance.positive.isZero && allowance.negative.isZero) else {
        return false
      }
      writer.integer(allowance.positive)
      writer.integer(allowance.negative)
    case .auction(let number):
      guard let auction = state.auctions[number] else { return false }
      writer.integer(auction.scenario)
      writer.flag(auction.isInsolvent)
      writer.flag(auction.isOpen)
      writer.integer(auction.cachedMargin)
      writer.integer(auction.startTime)
      writer.integer(auction.reservedCash)
      writer.waits(auction.waited)
    default: return writeSigned(key, in: state, to: &writer)
    }
    return true
  }

  /// The same for signed feeds and actions.
  private static func writeSigned(_ key: StateKey, in state: ClearingState, to writer: inout ByteWriter) -> Bool {
    switch key {
    case .feed(let address):
      guard let feed = state.signedFeeds[address] else { return false }
      writer.raw(DocumentForm.bytes { feed.write(to: &$0) })
    case .feedPoint(let address, let expiry):
      guard let point = state.signedFeeds[address]?.point(expiry: expiry) else { return false }
      writer.point(point)
    case .executor(let address):
      guard state.gateway.executors.contains(address) else { return false }
    case .module(let address):
      guard let kind = state.gateway.modules[address] else { return false }
      writer.raw(kind.rawValue.utf8)
    case .custody(let account):
      guard let owner = state.gateway.custody[account] else { return false }
      writer.fixed(owner)
    case .withdrawalRequest(let account):
      guard let time = state.gateway.withdrawalRequests[account] else { return false }
      writer.integer(time)
    case .sessionKey(let name):
      guard let expiry = state.gateway.sessionKeys[name], !expiry.isZero else { return false }
      writer.integer(expiry)
    case .nonce(let name):
      guard state.gateway.nonces.contains(name) else { return false }
    default: return writeModules(key, in: state, to: &writer)
    }
    return true
  }

  /// The same for what modules keep.
  private static func writeModules(_ key: StateKey, in state: ClearingState, to writer: inout ByteWriter) -> Bool {
    switch key {
    case .fill(let name):
      guard let fill = state.gateway.fills[name] else { return false }
      writer.fixed(fill.dataHash)
      writer.integer(fill.filled)
    case .feeRecipient(let module):
      guard let account = state.gateway.feeRecipients[module] else { return false }
      writer.integer(account)
    case .gateway: writer.integer(state.gateway.openingDeposit)
    case .wallet(let name):
      guard let amount = state.treasury.wallets[name], !amount.isZero else { return false }
      writer.integer(amount)
    case .withdrawal(let number):
      guard let withdrawal = state.treasury.withdrawals[number] else { return false }
      writer.withdrawal(withdrawal)
    case .credit(let number):
      guard state.treasury.credits.contains(number) else { return false }
    case .treasury:
      writer.fixed(state.treasury.bridge)
      writer.integer(state.treasury.lastWithdrawal)
    case .scheduled(let number):
      guard let scheduled = state.governance.scheduled[number] else { return false }
      writer.integer(scheduled.due)
      writer.string(scheduled.parameter)
    case .watch(let place):
      guard let watch = state.waterfall.watches[place] else { return false }
      for value in [watch.slow, watch.last] { writer.integer(value) }
      for time in [watch.time, watch.since, watch.until, watch.waited] { writer.integer(time) }
    case .interest(let key):
      guard let window = state.waterfall.interest[key] else { return false }
      writer.integer(window.time)
      writer.integer(window.start)
      writer.flag(window.isNear)
    case .levels(let place):
      guard let levels = state.waterfall.levels[place], !levels.isEmpty else { return false }
      writer.list(levels) { $0.level($1) }
    case .waterfall:
      if state.waterfall.use == WaterfallUse() { return false }
      writer.waterfallUse(state.waterfall.use)
    case .announced(let number):
      guard let announcement = state.waterfall.announcements[number] else { return false }
      writer.integer(announcement.since)
      writer.waits(announcement.waited)
    case .governance:
      writer.integer(state.governance.delay)
      writer.integer(state.governance.lastScheduled)
    case .versions: writer.versions(state.governance.versions)
    default: return false
    }
    return true
  }

  /// The keys of all parts that a state has, in no order.
  static func keys(of state: ClearingState) -> [StateKey] {
    var keys: [StateKey] = [.venue, .clock, .cash, .liquidation, .stable]
    keys += state.perps.indices.map { .perp($0) }
    keys += state.bases.indices.map { .base($0) }
    keys += state.managers.indices.map { .manager($0) }
    keys += state.feeds.markets.indices.map { .market($0) }
    keys += state.feeds.collaterals.indices.map { .collateral($0) }
    keys += state.accounts.indices.map { .account(AccountNumber($0) + 1) }
    keys += state.positions.keys.map { .position($0) }
    keys += state.openInterests.keys.map { .openInterest($0) }
    keys += state.allowances.keys.map { .allowance($0) }
    keys += state.auctions.keys.map { .auction($0) }
    if state.waterfall.use != WaterfallUse() { keys.append(.waterfall) }
    keys += state.waterfall.watches.keys.map { .watch($0) }
    keys += state.waterfall.levels.keys.map { .levels($0) }
    keys += state.waterfall.interest.keys.map { .interest($0) }
    keys += state.waterfall.announcements.keys.map { .announced($0) }
    for address in state.signedFeeds.addresses {
      keys.append(.feed(address))
      guard let feed = state.signedFeeds[address] else { continue }
      keys += (feed.expiries.map { $0.map { $0 as UInt64? } } ?? [nil]).map { .feedPoint(address, expiry: $0) }
    }
    let gateway = state.gateway
    keys += gateway.executors.map { .executor($0) }
    keys += gateway.modules.keys.map { .module($0) }
    keys += gateway.custody.keys.map { .custody($0) }
    keys += gateway.withdrawalRequests.keys.map { .withdrawalRequest($0) }
    keys += gateway.sessionKeys.keys.map { .sessionKey($0) }
    keys += gateway.nonces.map { .nonce($0) }
    keys += gateway.fills.keys.map { .fill($0) }
    keys += gateway.feeRecipients.keys.map { .feeRecipient($0) }
    keys += [.gateway, .treasury, .governance, .versions]
    keys += state.treasury.wallets.keys.map { .wallet($0) }
    keys += state.treasury.withdrawals.keys.map { .withdrawal($0) }
    keys += state.treasury.credits.map { .credit($0) }
    keys += state.governance.scheduled.keys.map { .scheduled($0) }
    return keys
  }
}

extension TrackedPosition {
  /// Whether it says what no position says too.
  fileprivate var isNothing: Bool { !isWhitelisted && cap.isZero && total.isZero }
}

extension OpenInterest {
  /// Whether it says what no open interest says too.
  fileprivate var isNothing: Bool { total.isZero && settled.isZero }
}

extension ByteWriter {
  mutating func venue(of state: ClearingState) {
    fixed(state.owner)
    integer(state.rules.rawValue)
    integer(state.securityModule)
    list(state.optionMarkets) { $0.integer($1) }
    integer(state.perps.count)
    integer(state.bases.count)
    integer(state.managers.count)
    integer(state.feeds.markets.count)
    integer(state.feeds.collaterals.count)
    fixed(state.gateway.address)
    integer(state.gateway.domain.chainId ?? .zero)
    let directory = state.directory
    listing(directory.cash)
    list(directory.markets) { $0.string($1.utf8) }
    for listings in [directory.options, directory.perps, directory.bases, directory.managers] {
      list(listings) { $0.listing($1) }
    }
    list(directory.collateralFeeds) { $0.string($1.utf8) }
    optional(directory.firstStandard) { $0.integer($1) }
    optional(directory.firstPortfolio) { $0.integer($1) }
  }

  private mutating func listing(_ listing: Directory.Listing) {
    string(listing.name.utf8)
    fixed(listing.address)
  }

  mutating func versions(_ versions: [RuleVersion]) {
    list(versions) { writer, version in
      writer.integer(version.height)
      writer.integer(version.version)
      writer.list(version.names) { $0.string($1.utf8) }
    }
  }

  mutating func withdrawal(_ withdrawal: PendingWithdrawal) {
    asset(withdrawal.asset)
    fixed(withdrawal.owner)
    integer(withdrawal.amount)
    integer(withdrawal.time)
  }

  mutating func cash(_ cash: CashState) {
    for value in [cash.totalSupply, cash.totalBorrow] { integer(value) }
    signed(cash.netSettledCash)
    for value in [cash.accruedFees, cash.borrowIndex, cash.supplyIndex] { integer(value) }
    integer(cash.lastTimestamp)
    integer(cash.feePercentage)
    integer(cash.previousFeePercentage)
    flag(cash.hasWithdrawFee)
    integer(cash.tokenBalance)
    byte(cash.tokenDecimals)
    let interest = cash.interest
    for value in [
      interest.minimumRate, interest.rateMultiplier, interest.highRateMultiplier, interest.optimalUtilisation,
    ] { integer(value) }
    optional(cash.exact) { writer, exact in
      for value in [
        exact.supplyShares, exact.supplyRemainder, exact.borrowShares, exact.borrowRemainder, exact.feeRemainder,
        exact.unbacked,
      ] { writer.integer(value) }
    }
  }

  mutating func perp(_ perp: PerpState) {
    integer(perp.market)
    signed(perp.aggregatedFunding)
    integer(perp.lastFundingPaidAt)
    optional(perp.closingMark) { $0.integer($1) }
    signed(perp.staticInterestRate)
    signed(perp.largestRate)
    signed(perp.convergencePeriod)
    signed(perp.rateInForce)
    integer(perp.indexInForce)
  }

  mutating func account(_ account: AccountState) {
    fixed(account.owner)
    integer(account.manager)
    optional(account.approved) { $0.fixed($1) }
    integer(account.lastTrade)
    integer(account.cashIndex)
    signed(account.exactCash.shares)
    signed(account.exactCash.remainder)
    list(account.holdings) {
      $0.instrument($1.instrument)
      $0.signed($1.amount)
    }
    list(account.perps.entries.filter { $0.value != PerpPosition() }) { writer, entry in
      writer.integer(entry.key)
      writer.integer(entry.value.lastMarkPrice)
      writer.signed(entry.value.funding)
      writer.signed(entry.value.profit)
      writer.signed(entry.value.lastAggregatedFunding)
    }
    list(account.optionTotals.entries.filter { !$0.value.isZero }) { writer, entry in
      writer.integer(entry.key)
      writer.integer(entry.value)
    }
  }
}
