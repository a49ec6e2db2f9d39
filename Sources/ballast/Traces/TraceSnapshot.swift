import Clearing
import Encoding
import Ethereum
import FixedPoint

/// The state of a trace as texts by path, such as `balances.6.cash`.
struct TraceSnapshot: Equatable {
  /// The parts of a path; they contain points themselves.
  typealias Path = [String]

  private(set) var values: [Path: String] = [:]

  /// What a venue looks like now.
  /// - Parameter opened: the manager of each account when it was opened.
  init(_ state: ClearingState, users: [Address: String], opened: [Int]) {
    add(state.cash)
    values[["lastTradeId"]] = "\(state.lastTrade)"
    values[["liquidation", "totalInsolventMM"]] = state.liquidation.totalInsolventMargin.description
    values[["liquidation", "withdrawBlocked"]] = Self.text { () throws(ClearingRefusal) in
      "\(try state.isWithdrawalBlocked())"
    }
    if let exact = state.cash.exact { add(exact) }
    for perp in state.perps.indices { add(perp, state) }
    for (index, manager) in opened.enumerated() where state.accounts[index].manager != manager {
      values[["managers", "\(index + 1)"]] = TraceNames.managers[state.accounts[index].manager]
    }
    for (instrument, interest) in state.openInterests {
      values[["openInterest", TraceNames.name(of: instrument)]] = interest.total.description
    }
    for (key, position) in state.positions where !position.total.isZero {
      values[["totalPosition", TraceNames.name(of: key.asset), TraceNames.managers[key.manager]]] =
        position.total.description
    }
    for index in state.accounts.indices { add(AccountNumber(index) + 1, state.accounts[index], state) }
    for (number, auction) in state.auctions { add(auction, number, state) }
    add(state.waterfall)
    for (key, allowance) in state.allowances {
      var name = "\(key.account)/\(users[key.delegate] ?? "?")/\(TraceNames.name(of: key.asset))"
      if let subId = key.subId { name += "#\(subId)" }
      values[["allowances", name, "positive"]] = allowance.positive.description
      values[["allowances", name, "negative"]] = allowance.negative.description
    }
  }

  private mutating func add(_ cash: CashState) {
    let members = [
      ("totalSupply", cash.totalSupply.description), ("totalBorrow", cash.totalBorrow.description),
      ("netSettledCash", cash.netSettledCash.description), ("accruedSmFees", cash.accruedFees.description),
      ("borrowIndex", cash.borrowIndex.description), ("supplyIndex", cash.supplyIndex.description),
      ("lastTimestamp", "\(cash.lastTimestamp)"), ("smFeePercentage", cash.feePercentage.description),
      ("previousSmFeePercentage", cash.previousFeePercentage.description),
      ("temporaryWithdrawFeeEnabled", "\(cash.hasWithdrawFee)"), ("stableBalance", cash.tokenBalance.description),
    ]
    for (name, value) in members { values[["cash", name]] = value }
    values[["cash", "exchangeRate"]] = Self.text { () throws(ClearingRefusal) in
      do throws(ArithmeticError) { return try cash.exchangeRate().description } catch { throw .arithmetic(error) }
    }
  }

  /// What cash has besides where it is kept in shares (CL-68).
  private mutating func add(_ exact: ExactCash) {
    let members = [
      ("supplyShares", exact.supplyShares), ("supplyRemainder", exact.supplyRemainder),
      ("borrowShares", exact.borrowShares), ("borrowRemainder", exact.borrowRemainder),
      ("feeRemainder", exact.feeRemainder), ("unbacked", exact.unbacked),
    ]
    for (name, value) in members { values[["cash", name]] = value.description }
  }

  private mutating func add(_ perp: Int, _ state: ClearingState) {
    let (name, perpState) = (TraceNames.perps[perp], state.perps[perp])
    values[["openInterest", name]] = "0"
    values[["perps", name, "aggregatedFunding"]] = perpState.aggregatedFunding.description
    values[["perps", name, "lastFundingPaidAt"]] = "\(perpState.lastFundingPaidAt)"
    values[["perps", name, "isDisabled"]] = "\(perpState.isDisabled)"
    if state.rules.contains(.fundingByReadings) {
      values[["perps", name, "rateInForce"]] = perpState.rateInForce.description
      values[["perps", name, "indexInForce"]] = perpState.indexInForce.description
    }
    values[["perps", name, "fundingRate"]] = Self.text { () throws(ClearingRefusal) in
      try state.fundingRate(perp).description
    }
  }

  private mutating func add(_ number: AccountNumber, _ account: AccountState, _ state: ClearingState) {
    let id = "\(number)"
    for held in account.holdings {
      values[["balances", id, TraceNames.name(of: held.instrument)]] = held.amount.description
      guard case .perp(let perp) = held.instrument.asset else { continue }
      values[["perpUnsettled", TraceNames.perps[perp], id]] = Self.text { () throws(ClearingRefusal) in
        try state.unsettledCash(perp, number).description
      }
    }
    if !account.cashIndex.isZero { values[["cashIndex", id]] = account.cashIndex.description }
    if account.exactCash != ExactBalance() {
      values[["shares", id, "shares"]] = account.exactCash.shares.description
      values[["shares", id, "remainder"]] = account.exactCash.remainder.description
    }
    if account.lastTrade != 0 { values[["accountTradeId", id]] = "\(account.lastTrade)" }
    for (option, total) in account.optionTotals where !total.isZero {
      values[["optionTotal", TraceNames.options[option], id]] = total.description
    }
    for (perp, position) in account.perps where position != PerpPosition() {
      let path = ["perpPositions", TraceNames.perps[perp], id]
      values[path + ["lastMarkPrice"]] = position.lastMarkPrice.description
      values[path + ["funding"]] = position.funding.description
      values[path + ["pnl"]] = position.profit.description
      values[path + ["lastAggregatedFunding"]] = position.lastAggregatedFunding.description
      values[path + ["lastFundingPaid"]] = "0"
    }
    if !account.holdings.isEmpty && number > 5 { addMargins(id, number, state) }
  }

  private mutating func add(_ auction: Auction, _ number: AccountNumber, _ state: ClearingState) {
    let members = [
      ("scenarioId", auction.scenario.description), ("insolvent", "\(auction.isInsolvent)"),
      ("ongoing", "\(auction.isOpen)"), ("cachedMM", auction.cachedMargin.description),
      ("startTime", "\(auction.startTime)"), ("reservedCash", auction.reservedCash.description),
    ]
    for (name, value) in members { values[["auctions", "\(number)", name]] = value }
    add(auction.waited, ["auctionWaited", "\(number)"])
    if !auction.isOpen { return }
    let path = ["auctionViews", "\(number)"]
    do {
      let status = try state.auctionStatus(of: number)
      values[path + ["canTerminate"]] = "\(status.canTerminate)"
      values[path + ["mm"]] = status.margins.maintenance.description
      values[path + ["bm"]] = status.margins.buffer.description
      values[path + ["mtm"]] = status.margins.markToMarket.description
    } catch {
      values[path + ["status"]] = "revert:\(error.name)"
    }
    values[path + ["bidPrice"]] = Self.text { () throws(ClearingRefusal) in
      try state.bidPrice(of: number).description
    }
    if auction.isInsolvent { return }
    values[path + ["discount"]] = Self.text { () throws(ClearingRefusal) in
      try state.auctionDiscount(of: number).description
    }
    values[path + ["maxProportion"]] = Self.text { () throws(ClearingRefusal) in
      try state.largestPart(of: number).description
    }
  }

  private mutating func add(_ waited: [MarketWait], _ path: [String]) {
    for wait in waited { values[path + [TraceNames.markets[wait.market]]] = "\(wait.seconds)" }
  }

  /// What the waterfall remembers: sums that are not zero, and what is known of markets.
  private mutating func add(_ waterfall: WaterfallState) {
    for (number, announcement) in waterfall.announcements {
      values[["announced", "\(number)"]] = "\(announcement.since)"
      add(announcement.waited, ["waited", "\(number)"])
    }
    let use = waterfall.use
    let sums = [
      ("paidAt", UInt256(use.time)), ("paidThen", use.paidNow), ("paidInWindow", use.paid),
      ("lostAt", UInt256(use.lossTime)), ("lostInWindow", use.socialised),
      ("withdrawnAt", UInt256(use.withdrawalTime)), ("withdrawnInWindow", use.withdrawn),
    ]
    for (name, value) in sums where !value.isZero { values[["sums", name]] = value.description }
    for (market, paid) in use.markets { values[["sums", "paidByMarket", TraceNames.markets[market]]] = paid.description }
    for (key, window) in waterfall.interest {
      let path = ["rises", TraceNames.name(of: key.asset), TraceNames.managers[key.manager]]
      values[path + ["time"]] = "\(window.time)"
      values[path + ["start"]] = window.start.description
      values[path + ["told"]] = "\(window.isNear)"
    }
    for (manager, levels) in waterfall.levels {
      for (rule, level) in levels.enumerated() { add(level, at: ["levels", TraceNames.managers[manager], "\(rule)"]) }
    }
    for (market, watch) in waterfall.watches {
      let path = ["watches", TraceNames.markets[market]]
      values[path + ["slow"]] = watch.slow.description
      values[path + ["last"]] = watch.last.description
      values[path + ["time"]] = "\(watch.time)"
      values[path + ["since"]] = "\(watch.since)"
      values[path + ["until"]] = "\(watch.until)"
      values[path + ["waited"]] = "\(watch.waited)"
    }
  }

  /// Where an adaptive rule stands (AM-5, AM-6).
  private mutating func add(_ level: AdaptiveLevel, at path: Path) {
    let members = [
      ("level", level.level.description), ("since", "\(level.since)"), ("announced", level.announced.description),
      ("binds", "\(level.binds)"), ("v", level.volatility.variance.description),
      ("last", level.volatility.last.description), ("seen", "\(level.volatility.seen)"),
    ]
    for (name, value) in members { values[path + [name]] = value }
    for past in level.past { values[path + ["past", "\(past.until)"]] = past.level.description }
  }

  private mutating func addMargins(_ id: String, _ number: AccountNumber, _ state: ClearingState) {
    guard let view = try? state.margins(of: number) else { return }
    values[["margins", id, "IM"]] = Self.text { () throws(ClearingRefusal) in try view.initial.get().description }
    values[["margins", id, "MM"]] = Self.text { () throws(ClearingRefusal) in try view.maintenance.get().description }
    values[["margins", id, "MtM"]] = view.markToMarket?.description
    values[["margins", id, "worstIM"]] = view.worstScenario.map { "\($0)" }
    values[["margins", id, "worstMM"]] = view.worstScenario.map { "\($0)" }
  }

  /// A value, or the name of the refusal in its place.
  private static func text(_ body: () throws(ClearingRefusal) -> String) -> String {
    do { return try body() } catch { return "revert:\(error.name)" }
  }
}

/// The state as the trace tells it, change by change.
extension TraceSnapshot {
  /// How deep the objects stand that are replaced as a unit.
  private static let wholeDepth = [
    "perpPositions": 3, "shares": 2, "margins": 2, "auctions": 2, "auctionViews": 2, "allowances": 2, "watches": 2,
    "waited": 2, "auctionWaited": 2, "rises": 3,
  ]

  init(_ state: JSONValue) throws(JSONError) {
    try merge(state)
  }

  /// Applies what a step says has changed.
  /// - Returns: the first path that the step names although nothing changes there.
  @discardableResult
  mutating func merge(_ change: JSONValue, at path: Path = []) throws(JSONError) -> Path? {
    if change.isNull || change.kind != .object {
      let old = values
      remove(path)
      if !change.isNull { values[path] = try Self.text(change) }
      return old == values ? path : nil
    }
    if Self.wholeDepth[path.first ?? ""] == path.count {
      let old = values
      remove(path)
      for (name, value) in try change.objectMembers() { values[path + [name]] = try Self.text(value) }
      return old == values ? path : nil
    }
    var first: Path?
    for (name, value) in try change.objectMembers() {
      let redundant = try merge(value, at: path + [name])
      first = first ?? redundant
    }
    return first
  }

  private mutating func remove(_ path: Path) {
    values = values.filter { !$0.key.starts(with: path) }
  }

  private static func text(_ value: JSONValue) throws(JSONError) -> String {
    value.kind == .bool ? "\(try value.bool())" : try value.string()
  }

  /// The first path at which two states differ, in the order of the names.
  static func difference(_ expected: TraceSnapshot, _ found: TraceSnapshot) -> JSONDifference? {
    if expected == found { return nil }
    let paths = Set(expected.values.keys).union(found.values.keys)
      .filter { expected.values[$0] != found.values[$0] }
    guard let path = paths.min(by: { $0.lexicographicallyPrecedes($1) }) else { return nil }
    return JSONDifference(
      path: "state." + path.joined(separator: "."), expected: expected.values[path] ?? "nothing",
      found: found.values[path] ?? "nothing")
  }
}
