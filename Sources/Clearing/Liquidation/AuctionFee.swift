import FixedPoint

/// The fee for being auctioned while solvent (DA-8).
extension ClearingState {
  /// Takes a part of what a bidder without a discount would buy, and does not compute margins again.
  mutating func chargeStart(
    _ number: AccountNumber, _ index: Int, _ margins: AuctionMargins
  ) throws(ClearingRefusal) {
    let liquidation = liquidation
    let fee = try checked { () throws(ArithmeticError) in
      let part = try liquidation.largestPart(margins, discount: Wad.wide, reserved: .zero)
      let value = try margins.markToMarket.absolute()
      return try Int256(part.multiplyWadDown(value).multiplyWadDown(liquidation.parameters.feeRate))
    }
    if fee.isZero { return }
    let (manager, recipient) = (accounts[index].manager, liquidation.securityAccount)
    let out = try checked { () throws(ArithmeticError) in try -fee }
    try managerMove(manager, number, SubAsset(.cash), by: out)
    if let own = try? account(recipient).manager, own == manager || rules.contains(.auctionsWhilePaused) {
      return try managerMove(own, recipient, SubAsset(.cash), by: fee)
    }
    // An account of another manager is paid by a trade of the manager's own account, which both managers judge.
    let internalAccount = managers[manager].internalAccount
    try managerMove(manager, internalAccount, SubAsset(.cash), by: fee)
    let transfer = Transfer(from: internalAccount, to: recipient, instrument: SubAsset(.cash), amount: fee)
    _ = try trade([transfer], isBatch: false, by: account(internalAccount).owner)
  }
}
