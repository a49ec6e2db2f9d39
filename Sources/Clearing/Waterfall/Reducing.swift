import FixedPoint
import Margin

/// Taking over what brings an account back (WF-6 to WF-8).
extension ClearingState {
  mutating func reduce(_ takeover: Takeover) throws(ClearingRefusal) -> ReductionRecord {
    guard let settings = liquidation.graduated else { throw .waterfall(.notGraduated) }
    try requireLastTrade(takeover.expectedLastTrade, of: takeover.account)
    let index = try requireAuctionable(takeover.account)
    if takeover.keeper == takeover.account { throw .waterfall(.keeperIsAccount) }
    guard let keeper = try? account(takeover.keeper), keeper.manager == accounts[index].manager else {
      throw .rule(.bidderUnderOtherManager)
    }
    if keeper.owner != takeover.caller { throw .rule(.bidderNotOwned) }
    try requireNoPause(takeover.account)
    for number in [takeover.account, takeover.keeper] { try requireNoAuction(number) }
    for number in [takeover.account, takeover.keeper] {
      try settleInterest(number)
      try settlePerps(number)
    }
    let reduced = try reducedAccount(index)
    let seconds = secondsAnnounced(takeover.account) ?? 0
    let plan = try checkedPlan(reduced, settings, seconds)
    try requireNoProtection(takeover.account)
    guard plan.outcome == .reached else { throw .waterfall(.unreachable) }
    let count = takeover.steps == 0 ? plan.steps.count : Int(clamping: min(takeover.steps, UInt64(plan.steps.count)))
    var record = try record(takeover, plan, count, reduced, settings.rules, seconds)
    if record.discount < takeover.leastDiscount { throw .waterfall(.discountTooSmall) }
    try takeOver(record)
    record.after = try marginLevels(index)
    let mayLowerInitial = plan.steps.contains { $0.takings.contains { $0.package.kind == .whole } }
    try requireNotLower(record.after, than: record.before, mayLowerInitial: mayLowerInitial)
    try note(reduction: takeover.account, isWhole: count == plan.steps.count && takeover.part == Wad.wide)
    emit(.reduced(record))
    return record
  }

  /// The plan by which an account would be reduced now, by what is stored: interest and perps are not settled.
  /// - Throws: `notGraduated`, `managerNotAuctioned`, and what margins and 23 refuse.
  public func reductionPlan(of number: AccountNumber) throws(ClearingRefusal) -> ReductionPlan {
    guard let settings = liquidation.graduated else { throw .waterfall(.notGraduated) }
    let index = try requireAuctionable(number)
    return try plan(reducedAccount(index), settings, secondsAnnounced(number) ?? 0)
  }

  /// What a keeper would get if it came now: it is made and taken back.
  /// - Throws: as the reduction.
  public mutating func trial(of takeover: Takeover) throws(ClearingRefusal) -> ReductionRecord {
    try tried { (state) throws(ClearingRefusal) in try state.reduce(takeover) }
  }

  /// Refuses an auction of a solvent account that a reduction can bring back, until its grace is over (WF-9).
  func requireNoReduction(_ number: AccountNumber, _ index: Int) throws(ClearingRefusal) {
    guard let settings = liquidation.graduated else { return }
    let seconds = secondsAnnounced(number)
    if let seconds, seconds >= settings.grace { return }
    let outcome: ReductionPlan.Outcome
    do throws(ClearingRefusal) { outcome = try plan(reducedAccount(index), settings, seconds ?? 0).outcome } catch {
      if case .rule(.tooMuchWork) = error { throw error }
      return
    }
    if outcome == .reached { throw .waterfall(.reductionComesFirst) }
  }

  private func plan(
    _ reduced: ReducedAccount, _ settings: GraduatedSettings, _ seconds: UInt64
  ) throws(ClearingRefusal) -> ReductionPlan {
    var work = ReductionWork(left: workLeft)
    defer { count(work) }
    do throws(ReductionError) {
      return try ReductionPlan.search(reduced.subject, rules: settings.rules, seconds: seconds, work: &work)
    } catch {
      throw refusal(error)
    }
  }

  /// The plan, found and then checked without the search.
  private func checkedPlan(
    _ reduced: ReducedAccount, _ settings: GraduatedSettings, _ seconds: UInt64
  ) throws(ClearingRefusal) -> ReductionPlan {
    let plan = try plan(reduced, settings, seconds)
    var work = ReductionWork(left: workLeft)
    defer { count(work) }
    do throws(ReductionFault) {
      try plan.check(reduced.subject, rules: settings.rules, seconds: seconds, work: &work)
    } catch {
      if case .refused(.tooMuchWork) = error { throw .rule(.tooMuchWork) }
      throw .reduction(error)
    }
    return plan
  }

  private func refusal(_ error: ReductionError) -> ClearingRefusal {
    switch error {
    case .margin(let error): .margin(error)
    case .notBelowMaintenance: .rule(.aboveMaintenanceMargin)
    case .tooMuchWork: .rule(.tooMuchWork)
    case .coinsDiffer, .tooManyLegs: .reduction(.refused(error))
    }
  }

  /// What the first steps of a plan move, or the asked part of that, instruments in the order of legs.
  private func record(
    _ takeover: Takeover, _ plan: ReductionPlan, _ count: Int, _ reduced: ReducedAccount, _ rules: ReductionRules,
    _ seconds: UInt64
  ) throws(ClearingRefusal) -> ReductionRecord {
    var record = ReductionRecord(
      account: takeover.account, keeper: takeover.keeper, seconds: seconds, rate: plan.rate, before: plan.before,
      after: plan.before, steps: plan.steps.map(\.takings), taken: count, part: takeover.part, trades: [], cash: .zero, discount: .zero,
      notional: .zero)
    let legs: [ReductionLeg]
    do throws(ReductionError) { legs = try reduced.subject.legs() } catch { throw refusal(error) }
    var amounts: [ReductionLeg.Place: Int256] = [:]
    for step in plan.steps.prefix(count) {
      for trade in step.trades {
        amounts[trade.place] = try checked { () throws(ArithmeticError) in
          try (amounts[trade.place] ?? .zero) + trade.amount
        }
      }
      (record.cash, record.discount, record.notional) = try checked { [record] () throws(ArithmeticError) in
        (
          try record.cash + step.proceeds - Int256(step.penalty), try record.discount + step.penalty,
          try record.notional + step.notional
        )
      }
    }
    if takeover.part != Wad.wide { try cut(&record, &amounts, legs, rules) }
    for leg in legs {
      guard let amount = amounts[leg.place], !amount.isZero else { continue }
      record.trades.append(Position(try reduced.instrument(leg.place), amount))
    }
    return record
  }

  /// Leaves of what steps move a part, in whole steps of size, and of the discount what falls to it.
  private func cut(
    _ record: inout ReductionRecord, _ amounts: inout [ReductionLeg.Place: Int256], _ legs: [ReductionLeg],
    _ rules: ReductionRules
  ) throws(ClearingRefusal) {
    let part = record.part
    guard !part.isZero, part < Wad.wide else { throw .waterfall(.invalidPart) }
    (amounts, record.cash, record.discount, record.notional) = try checked {
      [record, amounts] () throws(ArithmeticError) in
      var (cut, cash, notional) = (amounts, Int256.zero, UInt256.zero)
      for leg in legs {
        guard let amount = amounts[leg.place] else { continue }
        let size = try rules.part(part, of: amount, of: leg)
        let trade = try Int256(negative: amount.isNegative, magnitude: size)
        cut[leg.place] = trade
        cash = try cash + leg.proceeds(trade)
        notional = try notional + leg.notional(size)
      }
      let discount = record.notional.isZero ? .zero : try record.discount * notional / record.notional
      return (cut, try cash - Int256(discount), discount, notional)
    }
    if amounts.values.allSatisfy(\.isZero) { throw .waterfall(.invalidPart) }
  }

  /// One trade of the manager: what the account gives up goes to the keeper, who is judged by it.
  private mutating func takeOver(_ record: ReductionRecord) throws(ClearingRefusal) {
    let held = try account(record.keeper).holdings.count
    let trade = nextTrade()
    var deltas: [Position] = []
    for moved in record.trades + [Position(SubAsset(.cash), record.cash)] {
      let out = try checked { () throws(ArithmeticError) in try -moved.amount }
      _ = try move(record.account, moved.instrument, by: moved.amount, trade: trade)
      _ = try move(record.keeper, moved.instrument, by: out, trade: trade)
      deltas.append(Position(moved.instrument, out))
    }
    try judgeKeeper(record.keeper, trade: trade, deltas, held: held)
  }

  /// A keeper is judged as if all of it added risk, by initial margin over all scenarios, trusted or not; a pause does
  /// not stop it (WF-7).
  private mutating func judgeKeeper(
    _ number: AccountNumber, trade: UInt64, _ deltas: [Position], held: Int
  ) throws(ClearingRefusal) {
    let index = try index(number)
    try requireCaps(index, trade: trade)
    switch managers[accounts[index].manager].model {
    case .standard(let model):
      try requireIsolation(index, model, deltas)
      if isTooLarge(index, deltas, held: held) { throw .rule(.standardTooManyAssets) }
      if !model.isBorrowingEnabled && accounts[index].balance(SubAsset(.cash)).isNegative {
        throw .rule(.noBorrowing)
      }
      try requireMargin(number, index, model, .initial)
    case .portfolio(let model):
      if isTooLarge(index, deltas, held: held) { throw .rule(.portfolioTooManyAssets) }
      try requireMargin(number, index, model, isTrusted: false)
    }
  }

  func requireNotLower(
    _ after: ReductionLevels, than before: ReductionLevels, mayLowerInitial: Bool
  ) throws(ClearingRefusal) {
    if after.maintenanceMargin < before.maintenanceMargin
      || (!mayLowerInitial && after.initialMargin < before.initialMargin)
    {
      throw .waterfall(.lowersMargin)
    }
  }

  /// A reduction to the target ends what was announced; one of some steps begins it.
  private mutating func note(reduction number: AccountNumber, isWhole: Bool) throws(ClearingRefusal) {
    if isWhole {
      if announced(number) != nil { set(announced: nil, number) }
    } else if announcement(of: number) == nil {
      set(announced: Announcement(since: time, waited: try waits(of: number)), number)
    }
  }
}

extension ReductionRules {
  /// A part of what a plan moves of a leg, in whole steps of size; what is left of the leg is not dust (WF-6).
  fileprivate func part(
    _ part: UInt256, of amount: Int256, of leg: ReductionLeg
  ) throws(ArithmeticError) -> UInt256 {
    let (step, least, held) = (max(steps.size(leg.kind), 1), least.size(leg.kind), leg.amount.magnitude)
    let size = try amount.magnitude.multiplyWadDown(part) / step * step
    let isClosing = !leg.amount.isZero && amount.isNegative != leg.amount.isNegative
    guard isClosing, size < held, held &- size < least else { return size }
    return held > least ? try (held &- least) / step * step : .zero
  }
}
