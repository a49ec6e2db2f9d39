import FixedPoint

/// What happens to cash when a balance of it moves (CL-23).
extension ClearingState {
  mutating func cashHook(_ move: AssetMove) throws(ClearingRefusal) -> AssetAnswer {
    if move.instrument.subId != 0 { throw .rule(.cashHasNoSubId) }
    try requireManager(move.instrument.asset, move.manager)
    let (now, old, index) = (time, move.before, accounts[move.index].cashIndex)
    let indexBefore = cash.borrowIndex
    var after = Int256.zero
    try update(cash: { (cash) throws(ArithmeticError) in
      try cash.accrue(at: now)
      let settled = try cash.settled(old, index: index)
      after = try settled + move.amount
      try cash.moveTotals(from: settled, to: after)
    })
    emitInterest(since: indexBefore)
    let newIndex = cash.index(of: after)
    update(account: move.index) { $0.cashIndex = newIndex }
    return AssetAnswer(after: after, needsAllowance: move.amount.isNegative)
  }

  /// Notes cash that a settlement has paid out or taken in (CL-26).
  mutating func addSettledCash(_ amount: Int256) throws(ClearingRefusal) {
    try update(cash: { (cash) throws(ArithmeticError) in cash.netSettledCash = try cash.netSettledCash + amount })
  }

  mutating func accrueInterest() throws(ClearingRefusal) {
    let (now, indexBefore) = (time, cash.borrowIndex)
    try update(cash: { (cash) throws(ArithmeticError) in try cash.accrue(at: now) })
    emitInterest(since: indexBefore)
  }

  private mutating func emitInterest(since borrowIndex: UInt256) {
    if cash.borrowIndex == borrowIndex { return }
    emit(.interestAccrued(borrowIndex: cash.borrowIndex, supplyIndex: cash.supplyIndex))
  }
}
