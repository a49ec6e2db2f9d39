import FixedPoint
import Margin

/// The rule that closes least beyond what is needed (WF-18).
extension ClearingState {
  /// Closes first what bears its whole charge, then what bears the most of it, but no more beyond what is needed than
  /// the queue would; where that collects less, what the queue closes.
  mutating func collectLeast(_ round: inout DeleveragingRound, within left: UInt64) throws(ClearingRefusal) {
    let begun = round
    var queue = begun
    try within(left / 12) { (state) throws(ClearingRefusal) in
      try state.tried { (state) throws(ClearingRefusal) in state.collect(.queue, &queue) }
    }
    var (least, isBetter) = (begun, false)
    least.rank(by: .least)
    try within(left / 4) { (state) in
      let refusal = state.attempt { (state) throws(ClearingRefusal) in
        for candidate in least.candidates { state.close(candidate, .free, &least) }
        for candidate in least.candidates { state.close(candidate, .within(queue.overshoot), &least) }
        if least.collected < queue.collected || least.overshoot > queue.overshoot {
          throw .waterfall(.lowersMargin)
        }
      }
      isBetter = refusal == nil
    }
    if isBetter { round = least } else { try within(left / 12) { (state) in state.collect(.queue, &round) } }
  }

  /// The most of an amount for which a candidate bears the largest rate while the insolvent account is no worse, in
  /// parts of it; zero where none is.
  mutating func freeAmount(_ turn: DeleveragingTurn, _ most: UInt256) -> UInt256 {
    func isFree(_ amount: UInt256, _ state: inout ClearingState) -> Bool {
      let isFree = try? state.tried { (state) throws(ClearingRefusal) in
        let notional = try turn.notional(state.close(turn.candidate, amount, of: turn.account))
        try state.requireNotLower(state.marginLevels(turn.insolvent), than: turn.own, mayLowerInitial: true)
        return try state.relief(turn.index, since: turn.before) >= turn.largest(notional)
      }
      return isFree ?? false
    }
    return greatest(of: most, in: DeleveragingRound.freeParts, isFree)
  }

  /// The least of an amount for which a candidate can pay all of the rest; all of it where none is.
  mutating func leastAmount(_ turn: DeleveragingTurn, _ most: UInt256) -> UInt256 {
    func pays(_ amount: UInt256, _ state: inout ClearingState) -> Bool {
      let charge = try? state.tried { (state) throws(ClearingRefusal) in
        let notional = try turn.notional(state.close(turn.candidate, amount, of: turn.account))
        return try state.bearable(turn, notional)
      }
      return charge.map { $0 >= turn.rest } ?? false
    }
    guard pays(most, &self) else { return most }
    var (low, high) = (UInt256.zero, DeleveragingRound.parts)
    while high &- low > 1 {
      let middle = low &+ ((high &- low) >> 1)
      if pays(Self.part(middle, of: most, DeleveragingRound.parts), &self) { high = middle } else { low = middle }
    }
    return Self.part(high, of: most, DeleveragingRound.parts)
  }

  /// The most parts of an amount for which something holds, which holds for none, found by halving unless it holds
  /// for all.
  private mutating func greatest(
    of amount: UInt256, in parts: UInt256, _ holds: (UInt256, inout ClearingState) -> Bool
  ) -> UInt256 {
    if holds(amount, &self) { return amount }
    var (low, high) = (UInt256.zero, parts)
    while high &- low > 1 {
      let middle = low &+ ((high &- low) >> 1)
      if holds(Self.part(middle, of: amount, parts), &self) { low = middle } else { high = middle }
    }
    return Self.part(low, of: amount, parts)
  }

  private static func part(_ count: UInt256, of amount: UInt256, _ parts: UInt256) -> UInt256 {
    (try? amount * count / parts) ?? amount
  }
}

/// The turn of one candidate: what it and the insolvent account had before it, and what is still missing.
struct DeleveragingTurn {
  let candidate: DeleveragingCandidate
  /// Of the candidate, and of the insolvent account, in the state's accounts.
  let index: Int
  let insolvent: Int
  /// The insolvent account.
  let account: AccountNumber
  let before: ReductionLevels
  let own: ReductionLevels
  let rest: UInt256
  let largestRate: UInt256

  /// - Throws: what refuses the levels of either.
  init(
    _ candidate: DeleveragingCandidate, _ round: DeleveragingRound, in state: ClearingState
  ) throws(ClearingRefusal) {
    (self.candidate, account) = (candidate, round.account)
    (index, insolvent) = (try state.index(candidate.account), try state.index(account))
    (before, own) = (try state.marginLevels(index), try state.marginLevels(insolvent))
    (rest, largestRate) = (round.rest, round.settings.largestRate)
  }

  /// Of what was closed, wad.
  func notional(_ closing: DeleveragingRecord.Closing) throws(ClearingRefusal) -> UInt256 {
    try checked { () throws(ArithmeticError) in try candidate.leg.notional(closing.amount.magnitude) }
  }

  /// The most that a closing may cost, wad.
  func largest(_ notional: UInt256) throws(ClearingRefusal) -> UInt256 {
    try checked { () throws(ArithmeticError) in try notional.multiplyWadDown(largestRate) }
  }
}
