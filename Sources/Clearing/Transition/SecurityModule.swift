import Ethereum
import FixedPoint

/// The security module and what stands in for missing tokens (CL-27, CL-28).
extension ClearingState {
  /// Credits the security module's part of interest.
  mutating func transferSecurityFees() throws(ClearingRefusal) {
    let fees = try checked { () throws(ArithmeticError) in try Int256(cash.accruedFees) }
    try update(cash: { (cash) throws(ArithmeticError) in cash.accruedFees = .zero })
    try assetAdjustment(securityModule, SubAsset(.cash), by: fees)
  }

  /// Ends the withdrawal fee once no tokens are missing.
  mutating func disableWithdrawFee() throws(ClearingRefusal) {
    try update(cash: { (cash) throws(ArithmeticError) in
      guard cash.hasWithdrawFee, try cash.exchangeRate() >= Wad.wide else { return }
      cash.hasWithdrawFee = false
      cash.feePercentage = cash.previousFeePercentage
    })
  }

  mutating func donateBalance(
    _ number: AccountNumber, _ amount: UInt256, by caller: Address
  ) throws(ClearingRefusal) -> UInt256 {
    guard try account(number).owner == caller else { throw .rule(.notOwnerForDonation) }
    return try burn(number, amount)
  }

  /// Destroys cash for which there are no tokens, at most the amount.
  mutating func burn(_ number: AccountNumber, _ amount: UInt256) throws(ClearingRefusal) -> UInt256 {
    let rules = rules
    let (burnt, debit) = try checked { () throws(ArithmeticError) in
      let (total, held) = (try cash.totalCash(), try cash.tokens())
      // More tokens than cash is nothing to burn for (CL-60).
      let missing = held > total && rules.contains(.donationsWhileSolvent) ? .zero : try total - held
      let burnt = min(amount, missing)
      return (burnt, try -Int256(burnt))
    }
    try update(cash: { (cash) throws(ArithmeticError) in try cash.noteBurnt(burnt) })
    try assetAdjustment(number, SubAsset(.cash), by: debit)
    return burnt
  }

  /// The security module gives what it has for cash that has no tokens.
  mutating func payCashInsolvency() throws(ClearingRefusal) {
    let balance = try account(securityModule).balance(SubAsset(.cash))
    _ = try burn(securityModule, try checked { () throws(ArithmeticError) in try UInt256(balance) })
  }

  /// - Returns: the tokens that were paid, in the token's own units.
  @discardableResult
  mutating func withdrawFromSecurityModule(
    _ amount: UInt256, by caller: Address
  ) throws(ClearingRefusal) -> UInt256 {
    guard caller == owner else { throw .rule(.notOwnerOfVenue) }
    return try withdrawCash(securityModule, amount)
  }
}
