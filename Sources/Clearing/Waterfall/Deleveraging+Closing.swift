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
    round.rank()
    try within(left / 3) { (state) throws(ClearingRefusal) in
      for candidate in round.candidates where !round.rest.isZero {
        state.close(candidate, round.share(of: candidate), &round)
      }
      // What rounding left of equal parts is taken from whole positions.
      if settings.rule == .proRata {
        for candidate in round.candidates where !round.rest.isZero { state.close(candidate, .max, &round) }
      }
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
      guard try workLeft >= UInt64(clamping: readingWork(found[place]) * (8 + held / 8)) else { continue }
      if let measured = measured(found[place], round) { candidates.append((place, measured)) }
    }
    return candidates.sorted { $0.place < $1.place }.map(\.candidate)
  }

  /// What reading a candidate for a margin counts.
  private func readingWork(_ candidate: DeleveragingCandidate) throws(ClearingRefusal) -> Int {
    let index = try index(candidate.account)
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

  /// Closes up to an amount of a candidate's position and has it pay; a candidate that cannot is passed over.
  private mutating func close(
    _ candidate: DeleveragingCandidate, _ share: UInt256, _ round: inout DeleveragingRound
  ) {
    let (account, bidder, settings, rest) = (round.account, round.bidder, round.settings, round.rest)
    let times = settings.rule == .least ? 48 : 8
    guard let held = try? self.account(candidate.account).holdings.count, let reading = try? readingWork(candidate),
      workLeft >= UInt64(clamping: reading * (times + held / 8))
    else { return }
    var closed: DeleveragingRecord.Closing?
    _ = attempt { (state) throws(ClearingRefusal) in
      try state.settle(candidate.account)
      let most = min(try state.closable(candidate, keepsPairs: settings.keepsPairs), share)
      let amount = settings.rule == .least ? state.leastAmount(candidate, most, account, rest, settings) : most
      let index = try state.index(candidate.account)
      let (before, own) = (try state.marginLevels(index), try state.marginLevels(state.index(account)))
      var closing = try state.close(candidate, amount, of: account)
      closing.charge = min(try state.bearable(closing, candidate, index, since: before, settings), rest)
      if closing.charge.isZero { throw .waterfall(.lowersMargin) }
      try state.charge(closing.charge, from: candidate.account, to: bidder)
      try state.requireNotLower(state.marginLevels(index), than: before, mayLowerInitial: false)
      try state.requireNotLower(state.marginLevels(state.index(account)), than: own, mayLowerInitial: true)
      closed = closing
    }
    if let closed { round.note(closed) }
  }

  /// The least amount for which a candidate can pay all of the rest, found by halving; the most where none does.
  private mutating func leastAmount(
    _ candidate: DeleveragingCandidate, _ most: UInt256, _ account: AccountNumber, _ rest: UInt256,
    _ settings: Deleveraging
  ) -> UInt256 {
    func part(_ parts: UInt256) -> UInt256 { (try? most * parts / DeleveragingRound.parts) ?? most }
    func pays(_ amount: UInt256, _ state: inout ClearingState) -> Bool {
      let charge = try? state.tried { (state) throws(ClearingRefusal) in
        let index = try state.index(candidate.account)
        let before = try state.marginLevels(index)
        let closing = try state.close(candidate, amount, of: account)
        return try state.bearable(closing, candidate, index, since: before, settings)
      }
      return charge.map { $0 >= rest } ?? false
    }
    guard pays(most, &self) else { return most }
    var (low, high) = (UInt256.zero, DeleveragingRound.parts)
    while high &- low > 1 {
      let middle = low &+ ((high &- low) >> 1)
      if pays(part(middle), &self) { high = middle } else { low = middle }
    }
    return part(high)
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
  private mutating func close(
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
  private func bearable(
    _ closing: DeleveragingRecord.Closing, _ candidate: DeleveragingCandidate, _ index: Int,
    since before: ReductionLevels, _ settings: Deleveraging
  ) throws(ClearingRefusal) -> UInt256 {
    let relief = try relief(index, since: before)
    return try checked { () throws(ArithmeticError) in
      try min(relief, candidate.leg.notional(closing.amount.magnitude).multiplyWadDown(settings.largestRate))
    }
  }

  /// By how much both margins are higher than before, zero where one is not.
  private func relief(_ index: Int, since before: ReductionLevels) throws(ClearingRefusal) -> UInt256 {
    let after = try marginLevels(index)
    return try checked { () throws(ArithmeticError) in
      let least = try min(
        after.initialMargin - before.initialMargin, after.maintenanceMargin - before.maintenanceMargin)
      return least.positivePart.magnitude
    }
  }
}
