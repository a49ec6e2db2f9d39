import FixedPoint

/// Moving a part of an account to a bidder (DA-15), each a movement by the manager: nobody judges it.
extension ClearingState {
  /// Moves a part of every holding, toward zero, and the price the other way. Cash that bidders paid stays.
  mutating func movePart(
    _ part: UInt256, of number: AccountNumber, to bidder: AccountNumber, for cash: UInt256, reserved: UInt256
  ) throws(ClearingRefusal) {
    let account = try account(number)
    for held in account.holdings {
      let amount = try checked { () throws(ArithmeticError) in
        let sold = held.instrument.asset == .cash ? try held.amount - Int256(reserved) : held.amount
        return try sold.multiplyWadTruncating(Int256(part))
      }
      try managerTransfer(account.manager, from: number, to: bidder, held.instrument, amount)
    }
    if cash.isZero { return }
    let price = try checked { () throws(ArithmeticError) in try Int256(cash) }
    try managerTransfer(account.manager, from: bidder, to: number, SubAsset(.cash), price)
  }

  private mutating func managerTransfer(
    _ manager: Int, from: AccountNumber, to: AccountNumber, _ instrument: SubAsset, _ amount: Int256
  ) throws(ClearingRefusal) {
    let out = try checked { () throws(ArithmeticError) in try -amount }
    try managerMove(manager, from, instrument, by: out)
    try managerMove(manager, to, instrument, by: amount)
  }
}
