import FixedPoint

/// Moving balances, one by one (CL-13, CL-14).
extension ClearingState {
  /// Moves a balance as its asset decides.
  /// - Returns: by how much the stored balance moved, interest included, and whether the mover needs an allowance.
  mutating func move(
    _ number: AccountNumber, _ instrument: SubAsset, by amount: Int256, trade: UInt64
  ) throws(ClearingRefusal) -> (delta: Int256, needsAllowance: Bool) {
    // An account that does not exist has no manager that an asset could know.
    guard let index = try? index(number) else { throw refusalOfMissingAccount(instrument) }
    try spendMovement(index)
    let before = accounts[index].balance(instrument)
    let answer = try assetHook(
      AssetMove(
        index: index, manager: accounts[index].manager, instrument: instrument, before: before, amount: amount,
        trade: trade))
    try store(index, instrument, answer.after, trade: trade)
    if rules.contains(.deltasWithoutInterest) { return (amount, answer.needsAllowance) }
    let delta = try checked { () throws(ArithmeticError) in try answer.after - before }
    return (delta, answer.needsAllowance)
  }

  private func refusalOfMissingAccount(_ instrument: SubAsset) -> ClearingRefusal {
    switch instrument.asset {
    case .cash where instrument.subId != 0: .rule(.cashHasNoSubId)
    case .perp where instrument.subId != 0: .rule(.perpHasNoSubId)
    default: .rule(.unknownManager)
    }
  }

  /// Stores a balance in 240 bits, of an identifier of 96, and notes the trade.
  mutating func store(
    _ index: Int, _ instrument: SubAsset, _ balance: Int256, trade: UInt64
  ) throws(ClearingRefusal) {
    let stored = try checked { () throws(ArithmeticError) in try balance.narrowed(toBits: 240) }
    if !stored.isZero && !instrument.fitsHoldings { throw .arithmetic(.unsignedDowncast(bits: 96)) }
    if isRecording {
      let before = accounts[index].balance(instrument)
      emit(.balanceMoved(AccountNumber(index) + 1, instrument, before: before, after: stored))
    }
    update(account: index) {
      $0.setBalance(instrument, stored)
      $0.lastTrade = trade
    }
  }

  /// A movement that the account's manager makes: a trade of its own, without allowance and without judgement.
  mutating func managerMove(
    _ manager: Int, _ number: AccountNumber, _ instrument: SubAsset, by amount: Int256
  ) throws(ClearingRefusal) {
    guard let index = try? index(number), accounts[index].manager == manager else {
      throw .rule(.notManagerOfAccount)
    }
    let trade = nextTrade()
    _ = try move(number, instrument, by: amount, trade: trade)
  }

  /// A movement that an asset makes: a trade of its own, without allowance, judged by the account's manager.
  mutating func assetAdjustment(
    _ number: AccountNumber, _ instrument: SubAsset, by amount: Int256
  ) throws(ClearingRefusal) {
    let trade = nextTrade()
    let held = holdings(of: number)
    let delta = try move(number, instrument, by: amount, trade: trade).delta
    try judge(number, trade: trade, caller: nil, [Position(instrument, delta)], held: held)
  }

  /// A balance that its asset sets to zero without asking itself, judged by the account's manager (CL-36), or put
  /// right in either way (CL-58, CL-59).
  mutating func assetErasure(_ number: AccountNumber, _ instrument: SubAsset) throws(ClearingRefusal) {
    let index = try index(number)
    let (before, held) = (accounts[index].balance(instrument), accounts[index].holdings.count)
    let trade = nextTrade()
    try store(index, instrument, .zero, trade: trade)
    try noteSettled(instrument, before)
    if rules.contains(.closureTracked) { try untrack(instrument, before, accounts[index].manager) }
    if rules.contains(.closureWithoutJudgement) { return }
    let delta = try checked { () throws(ArithmeticError) in try -before }
    try judge(number, trade: trade, caller: nil, [Position(instrument, delta)], held: held)
  }
}
