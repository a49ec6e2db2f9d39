import FixedPoint

/// Who pays for an account that is worth less than nothing (DA-16, DA-17).
extension ClearingState {
  /// Pays a bidder for an account, from the security module as far as it can.
  mutating func payOut(
    _ amount: UInt256, to number: AccountNumber, for account: AccountNumber
  ) throws(ClearingRefusal) {
    let markets = try marketsCharged(account)
    let paid = try payFromSecurityModule(amount, to: number, atMost: fundRest(markets))
    noteFund(paid, account, markets)
    let missing = try deleverage(account, amount &- paid, to: number)
    if missing.isZero { return }
    noteLoss(missing)
    try socialise(missing, to: number)
  }

  /// The security module pays what it has, by a trade of its own account, also where that is nothing.
  /// - Returns: how much it paid, wad.
  private mutating func payFromSecurityModule(
    _ amount: UInt256, to number: AccountNumber, atMost most: UInt256
  ) throws(ClearingRefusal) -> UInt256 {
    if !liquidation.isPaidBySecurityModule { throw .rule(.securityModuleNotAllowed) }
    let module = try account(securityModule)
    var balance = module.balance(SubAsset(.cash))
    if rules.contains(.securityModuleInDebt) { balance = balance.positivePart }
    let (paid, moved) = try checked { [balance] () throws(ArithmeticError) in
      let paid = min(try UInt256(balance), amount, most)
      return (paid, try Int256(paid))
    }
    if rules.contains(.auctionsWhilePaused) {
      let out = try checked { () throws(ArithmeticError) in try -moved }
      try managerMove(module.manager, securityModule, SubAsset(.cash), by: out)
      try managerMove(try account(number).manager, number, SubAsset(.cash), by: moved)
      return paid
    }
    let transfer = Transfer(from: securityModule, to: number, instrument: SubAsset(.cash), amount: moved)
    _ = try trade([transfer], isBatch: false, by: module.owner)
    return paid
  }

  /// Prints cash for which there are no tokens, at the cost of the fees not yet credited, then of everybody: while
  /// tokens are missing, withdrawals are cut and all interest goes to the security module.
  private mutating func socialise(_ loss: UInt256, to number: AccountNumber) throws(ClearingRefusal) {
    try update(cash: { (cash) throws(ArithmeticError) in
      let fromFees = min(loss, cash.accruedFees)
      cash.accruedFees = cash.accruedFees &- fromFees
      try cash.noteUnbacked(loss &- fromFees)
    })
    emit(.lossSocialised(loss))
    let printed = try checked { () throws(ArithmeticError) in try Int256(loss) }
    if rules.contains(.auctionsWhilePaused) {
      try managerMove(try account(number).manager, number, SubAsset(.cash), by: printed)
    } else {
      try assetAdjustment(number, SubAsset(.cash), by: printed)
    }
    try update(cash: { (cash) throws(ArithmeticError) in
      guard !cash.hasWithdrawFee, try cash.exchangeRate() < Wad.wide else { return }
      cash.hasWithdrawFee = true
      (cash.previousFeePercentage, cash.feePercentage) = (cash.feePercentage, Wad.wide)
    })
  }
}
