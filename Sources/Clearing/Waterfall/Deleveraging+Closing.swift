import FixedPoint
import Margin

/// Closing positions of others against those of an insolvent account (WF-17 to WF-20).
extension ClearingState {
  /// Collects a shortfall from those on the other side of an account, for whoever takes it over.
  /// - Returns: what was collected, wad, at most the shortfall; where nothing can be, nothing.
  mutating func deleverage(
    _ number: AccountNumber, shortfall: UInt256, to bidder: AccountNumber, _ settings: Deleveraging
  ) throws(ClearingRefusal) -> UInt256 {
    guard !shortfall.isZero, let index = try? index(number) else { return .zero }
    var round = DeleveragingRound(account: number, bidder: bidder, settings: settings, shortfall: shortfall)
    let left = workLeft
    try within(left / 6) { (state) throws(ClearingRefusal) in
      guard let reduced = try? state.reducedAccount(index) else { return }
      round.candidates = try state.measured(state.candidates(number, reduced, bidder: bidder), round)
    }
    if settings.rule == .least {
      try collectLeast(&round, within: left)
    } else {
      try within(left / 3) { (state) in state.collect(settings.rule, &round) }
    }
    if round.closings.isEmpty { return .zero }
    let collected = round.collected
    emit(
      .deleveraged(
        DeleveragingRecord(
          account: number, bidder: bidder, rule: settings.rule, shortfall: shortfall, collected: collected,
          closings: round.closings)))
    return collected
  }

  /// Closes candidates in the order of a rule, whole or in equal parts, while something is missing.
  mutating func collect(_ rule: Deleveraging.Rule, _ round: inout DeleveragingRound) {
    round.rank(by: rule)
    for candidate in round.candidates where !round.rest.isZero {
      close(candidate, .atMost(rule == .proRata ? round.share(of: candidate) : .max), &round)
    }
    // What rounding left of equal parts is taken from whole positions.
    if rule == .proRata { for candidate in round.candidates { close(candidate, .atMost(.max), &round) } }
  }

  /// Who holds the other side of a perp or an option of the account: the largest, by accounts and legs.
  private func candidates(
    _ number: AccountNumber, _ reduced: ReducedAccount, bidder: AccountNumber
  ) throws(ClearingRefusal) -> [DeleveragingCandidate] {
    guard let legs = try? reduced.subject.legs() else { return [] }
    var sides: [(leg: ReductionLeg, instrument: SubAsset)] = []
    for leg in legs where !leg.amount.isZero {
      let instrument = try reduced.instrument(leg.place)
      switch instrument.asset {
      case .perp, .option: sides.append((leg, instrument))
      case .cash, .base: continue
      }
    }
    if sides.isEmpty { return [] }
    // Nobody is found where there are too many to look through.
    if workLeft < UInt64(accounts.count / 16) { return [] }
    try spend(accounts.count / 16)
    var found: [DeleveragingCandidate] = []
    for other in 1...max(AccountNumber(accounts.count), 1) where other != number && other != bidder {
      guard let index = try? index(other), !isInService(other) else { continue }
      let against = sides.filter { side in
        let held = accounts[index].balance(side.instrument)
        return !held.isZero && held.isNegative != side.leg.amount.isNegative
      }
      if against.isEmpty || openAuction(of: other) != nil { continue }
      for side in against {
        let notional = (try? side.leg.notional(accounts[index].balance(side.instrument).magnitude)) ?? .max
        found.append(
          DeleveragingCandidate(account: other, leg: side.leg, instrument: side.instrument, notional: notional))
      }
    }
    if found.count <= ClearingLimits.deleveraged { return found }
    let largest = found.indices.sorted {
      found[$0].notional != found[$1].notional ? found[$0].notional > found[$1].notional : $0 < $1
    }
    return largest.prefix(ClearingLimits.deleveraged).sorted().map { found[$0] }
  }

  /// Those that closing relieves, in their order; the largest are measured first, as far as work goes (LG-31).
  private mutating func measured(
    _ found: [DeleveragingCandidate], _ round: DeleveragingRound
  ) throws(ClearingRefusal) -> [DeleveragingCandidate] {
    let largest = found.indices.sorted {
      found[$0].notional != found[$1].notional ? found[$0].notional > found[$1].notional : $0 < $1
    }
    var candidates: [(place: Int, candidate: DeleveragingCandidate)] = []
    for place in largest {
      let held = try account(found[place].account).holdings.count
      guard try workLeft >= UInt64(clamping: readingWork(found[place].account) * (8 + held / 8)) else { continue }
      if let measured = measured(found[place], round) { candidates.append((place, measured)) }
    }
    return candidates.sorted { $0.place < $1.place }.map(\.candidate)
  }

  /// Whether there is work left for the turn of a candidate (LG-31).
  private func hasWork(
    for candidate: DeleveragingCandidate, against insolvent: AccountNumber, _ way: DeleveragingRound.Way
  ) -> Bool {
    var (times, reading, held) = (40, 0, 0)
    if case .atMost = way { times = 8 }
    for number in [candidate.account, insolvent] {
      guard let work = try? readingWork(number), let account = try? account(number) else { return false }
      (reading, held) = (reading + work, held + account.holdings.count)
    }
    return workLeft >= UInt64(clamping: reading * (times + held / 8))
  }

  /// What reading an account for a margin counts.
  private func readingWork(_ number: AccountNumber) throws(ClearingRefusal) -> Int {
    let index = try index(number)
    switch managers[accounts[index].manager].model {
    case .standard(let model): return marginWork(index, model)
    case .portfolio(let model): return marginWork(index, scenarios: model.scenarios.count)
    }
  }

  /// A candidate with what closing all that may be closed would relieve it of; nil where that is nothing.
  private mutating func measured(
    _ candidate: DeleveragingCandidate, _ round: DeleveragingRound
  ) -> DeleveragingCandidate? {
    var candidate = candidate
    return try? tried { (state) throws(ClearingRefusal) in
      candidate.gain = try state.gain(candidate)
      try state.settle(candidate.account)
      candidate.most = try state.closable(candidate, keepsPairs: round.settings.keepsPairs)
      let index = try state.index(candidate.account)
      let before = try state.marginLevels(index)
      candidate.worth = before.markToMarket
      let closing = try state.close(candidate, candidate.most, of: round.account)
      candidate.notional = try checked { () throws(ArithmeticError) in
        try candidate.leg.notional(closing.amount.magnitude)
      }
      candidate.relief = try state.relief(index, since: before)
      if candidate.relief.isZero { throw .waterfall(.lowersMargin) }
      return candidate
    }
  }

  /// Closes a part of a candidate's position and has it pay; a candidate that cannot is passed over.
  mutating func close(
    _ candidate: DeleveragingCandidate, _ way: DeleveragingRound.Way, _ round: inout DeleveragingRound
  ) {
    if round.rest.isZero || !hasWork(for: candidate, against: round.account, way) { return }
    let before = round
    var after = round
    let refusal = attempt { (state) throws(ClearingRefusal) in
      try state.settle(candidate.account)
      let most = try state.closable(candidate, keepsPairs: before.settings.keepsPairs)
      if most.isZero { throw .waterfall(.lowersMargin) }
      let turn = try DeleveragingTurn(candidate, before, in: state)
      let amount = switch way {
      case .atMost(let share): min(most, share)
      case .free: state.leastAmount(turn, state.freeAmount(turn, most))
      case .within: state.leastAmount(turn, most)
      }
      var closing = try state.close(candidate, amount, of: before.account)
      let notional = try turn.notional(closing)
      closing.charge = min(try state.bearable(turn, notional), before.rest)
      if closing.charge.isZero { throw .waterfall(.lowersMargin) }
      try state.charge(closing.charge, from: candidate.account, to: before.bidder)
      try state.requireNotLower(state.marginLevels(turn.index), than: turn.before, mayLowerInitial: false)
      try state.requireNotLower(state.marginLevels(turn.insolvent), than: turn.own, mayLowerInitial: true)
      after.note(closing, notional)
      if case .within(let most) = way, after.overshoot > most { throw .waterfall(.lowersMargin) }
    }
    if refusal == nil { round = after }
  }

  private mutating func settle(_ number: AccountNumber) throws(ClearingRefusal) {
    try settleInterest(number)
    try settlePerps(number)
  }

  /// What a perp owes a candidate that is not settled yet, as a part of its notional, signed wad; of options nothing.
  private func gain(_ candidate: DeleveragingCandidate) throws(ClearingRefusal) -> Int256 {
    guard case .perp(let perp) = candidate.instrument.asset else { return .zero }
    let owed = try unsettledCash(perp, candidate.account)
    return try checked { () throws(ArithmeticError) in
      try owed.divideWadTruncating(Int256(max(candidate.notional, 1)))
    }
  }

  /// How much of a candidate's position may be closed: what it holds, or of that what stands in no hedged pair.
  private func closable(
    _ candidate: DeleveragingCandidate, keepsPairs: Bool
  ) throws(ClearingRefusal) -> UInt256 {
    let index = try index(candidate.account)
    let held = accounts[index].balance(candidate.instrument)
    if held.isZero || held.isNegative == candidate.leg.amount.isNegative { return .zero }
    if !keepsPairs { return held.magnitude }
    let reduced = try reducedAccount(index)
    let legs: [ReductionLeg]
    let free: [UInt256]
    try spend(reduced.subject.pairingWork)
    do throws(ReductionError) {
      (legs, free) = (try reduced.subject.legs(), try reduced.subject.unpairedAmounts())
    } catch {
      throw .reduction(.refused(error))
    }
    for (leg, amount) in zip(legs, free) where !leg.amount.isZero {
      if try reduced.instrument(leg.place) == candidate.instrument { return min(amount, held.magnitude) }
    }
    return .zero
  }

  /// Moves at most an amount of the candidate's position against the account's, at the mark.
  mutating func close(
    _ candidate: DeleveragingCandidate, _ amount: UInt256, of number: AccountNumber
  ) throws(ClearingRefusal) -> DeleveragingRecord.Closing {
    let held = try account(number).balance(candidate.instrument)
    let size = held.isNegative == candidate.leg.amount.isNegative ? min(amount, held.magnitude) : .zero
    if size.isZero { throw .waterfall(.lowersMargin) }
    let (gained, given, cash, paid) = try checked { () throws(ArithmeticError) in
      let given = try Int256(negative: !held.isNegative, magnitude: size)
      let cash = try candidate.leg.proceeds(given)
      return (try -given, given, try -cash, cash)
    }
    let trade = nextTrade()
    _ = try move(number, candidate.instrument, by: given, trade: trade)
    _ = try move(candidate.account, candidate.instrument, by: gained, trade: trade)
    _ = try move(number, SubAsset(.cash), by: paid, trade: trade)
    _ = try move(candidate.account, SubAsset(.cash), by: cash, trade: trade)
    return DeleveragingRecord.Closing(
      account: candidate.account, instrument: candidate.instrument, amount: gained, cash: cash, charge: .zero)
  }

  private mutating func charge(
    _ amount: UInt256, from payer: AccountNumber, to bidder: AccountNumber
  ) throws(ClearingRefusal) {
    let (paid, out) = try checked { () throws(ArithmeticError) in (try Int256(amount), try -Int256(amount)) }
    try managerMove(try account(payer).manager, payer, SubAsset(.cash), by: out)
    try managerMove(try account(bidder).manager, bidder, SubAsset(.cash), by: paid)
  }

  /// What a closing may cost a candidate: what both its margins have gained, and no more than the largest rate.
  func bearable(_ turn: DeleveragingTurn, _ notional: UInt256) throws(ClearingRefusal) -> UInt256 {
    min(try relief(turn.index, since: turn.before), try turn.largest(notional))
  }

  /// By how much both margins are higher than before, zero where one is not.
  func relief(_ index: Int, since before: ReductionLevels) throws(ClearingRefusal) -> UInt256 {
    let after = try marginLevels(index)
    return try checked { () throws(ArithmeticError) in
      let least = try min(
        after.initialMargin - before.initialMargin, after.maintenanceMargin - before.maintenanceMargin)
      return least.positivePart.magnitude
    }
  }
}
