import FixedPoint

/// What happens to cash when a balance of it moves (CL-23).
extension ClearingState {
  mutating func cashHook(_ move: AssetMove) throws(ClearingRefusal) -> AssetAnswer {
    if move.instrument.subId != 0 { throw .rule(.cashHasNoSubId) }
    try requireManager(move.instrument.asset, move.manager)
    let (now, old, index, rules) = (time, move.before, accounts[move.index].cashIndex, rules)
    if cash.exact != nil { return try moveShares(move) }
    let indexBefore = cash.borrowIndex
    var after = Int256.zero
    try update(cash: { (cash) throws(ArithmeticError) in
      try cash.accrue(at: now, rules)
      let settled = try cash.settled(old, index: index)
      after = try settled + move.amount
      try cash.moveTotals(from: settled, to: after)
    })
    emitInterest(since: indexBefore)
    let newIndex = cash.index(of: after)
    update(account: move.index) { $0.cashIndex = newIndex }
    return AssetAnswer(after: after, needsAllowance: move.amount.isNegative)
  }

  /// Moves a balance that is kept in shares (CL-68): the balance to store is its value.
  private mutating func moveShares(_ move: AssetMove) throws(ClearingRefusal) -> AssetAnswer {
    let (now, rules, indexBefore) = (time, rules, cash.borrowIndex)
    var (balance, after) = (accounts[move.index].exactCash, Int256.zero)
    try update(cash: { (cash) throws(ArithmeticError) in
      try cash.accrue(at: now, rules)
      guard let exact = cash.exact else { return }
      balance = try cash.move(balance, by: move.amount, in: exact)
      after = try cash.value(balance)
    })
    emitInterest(since: indexBefore)
    let new = balance
    update(account: move.index) { $0.exactCash = new }
    return AssetAnswer(after: after, needsAllowance: move.amount.isNegative)
  }

  /// The cash of an account as margins count it: as it is stored, or with interest up to now (CL-67).
  func cashBalance(_ index: Int) throws(ClearingRefusal) -> Int256 {
    let stored = accounts[index].balance(SubAsset(.cash))
    if !rules.contains(.marginsWithInterest) { return stored }
    let (cashIndex, exactCash) = (accounts[index].cashIndex, accounts[index].exactCash)
    let (now, rules) = (time, rules)
    var cash = cash
    return try checked { () throws(ArithmeticError) in
      try cash.accrue(at: now, rules)
      return try cash.exact == nil ? cash.settled(stored, index: cashIndex) : cash.value(exactCash)
    }
  }

  /// Notes cash that a settlement has paid out or taken in (CL-26).
  mutating func addSettledCash(_ amount: Int256) throws(ClearingRefusal) {
    try update(cash: { (cash) throws(ArithmeticError) in cash.netSettledCash = try cash.netSettledCash + amount })
  }

  mutating func accrueInterest() throws(ClearingRefusal) {
    let (now, rules, indexBefore) = (time, rules, cash.borrowIndex)
    try update(cash: { (cash) throws(ArithmeticError) in try cash.accrue(at: now, rules) })
    emitInterest(since: indexBefore)
  }

  private mutating func emitInterest(since borrowIndex: UInt256) {
    if cash.borrowIndex == borrowIndex { return }
    emit(.interestAccrued(borrowIndex: cash.borrowIndex, supplyIndex: cash.supplyIndex))
  }
}
