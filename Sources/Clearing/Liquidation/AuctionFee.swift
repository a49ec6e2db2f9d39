import FixedPoint

/// The fee for being auctioned while solvent (DA-8).
extension ClearingState {
  /// Pays the fee to the security module; margins are not computed again.
  mutating func chargeStart(_ amount: UInt256, _ number: AccountNumber, _ index: Int) throws(ClearingRefusal) {
    if amount.isZero { return }
    let (manager, recipient) = (accounts[index].manager, securityModule)
    let (fee, out) = try checked { () throws(ArithmeticError) in (try Int256(amount), try -Int256(amount)) }
    try managerMove(manager, number, SubAsset(.cash), by: out)
    if rules.contains(.auctionsWhilePaused) {
      return try managerMove(account(recipient).manager, recipient, SubAsset(.cash), by: fee)
    }
    if let own = try? account(recipient).manager, own == manager {
      return try managerMove(own, recipient, SubAsset(.cash), by: fee)
    }
    // An account of another manager is paid by a trade of the manager's own account, which both managers judge.
    let internalAccount = managers[manager].internalAccount
    try managerMove(manager, internalAccount, SubAsset(.cash), by: fee)
    let transfer = Transfer(from: internalAccount, to: recipient, instrument: SubAsset(.cash), amount: fee)
    _ = try trade([transfer], isBatch: false, by: account(internalAccount).owner)
  }
}
