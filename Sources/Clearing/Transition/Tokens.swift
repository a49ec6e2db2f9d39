import Ethereum
import FixedPoint

/// Tokens that come in and go out (CL-24, CL-38).
extension ClearingState {
  mutating func deposit(_ number: AccountNumber, _ asset: Asset, _ amount: UInt256) throws(ClearingRefusal) {
    let decimals = tokenDecimals(asset)
    let credit = try checked { () throws(ArithmeticError) in try amount.convertDecimalsDown(from: decimals, to: 18) }
    try receiveTokens(asset, amount)
    let movement = try checked { () throws(ArithmeticError) in try Int256(credit) }
    try assetAdjustment(number, SubAsset(asset), by: movement)
    emit(.deposited(number, asset, tokens: amount))
  }

  /// - Returns: the tokens that were paid, in the token's own units.
  @discardableResult
  mutating func withdraw(
    _ number: AccountNumber, _ asset: Asset, _ amount: UInt256, by caller: Address
  ) throws(ClearingRefusal) -> UInt256 {
    let isOwner = try account(number).owner == caller
    if case .base = asset {
      guard isOwner else { throw .rule(.notOwnerForBase) }
      try requireNoHold()
      try payTokens(asset, amount)
      let debit = try checked { () throws(ArithmeticError) in
        try -Int256(amount.convertDecimalsUp(from: tokenDecimals(asset), to: 18))
      }
      try assetAdjustment(number, SubAsset(asset), by: debit)
      emit(.withdrawn(number, asset, tokens: amount))
      return amount
    }
    guard isOwner else { throw .rule(.notOwnerForCash) }
    return try withdrawCash(number, amount)
  }

  /// Withdraws cash for its owner: dearer than one for one while tokens are missing.
  /// - Returns: the tokens that were paid, in the token's own units.
  @discardableResult
  mutating func withdrawCash(_ number: AccountNumber, _ amount: UInt256) throws(ClearingRefusal) -> UInt256 {
    try requireNoHold()
    if try isWithdrawalBlocked() { throw .rule(.withdrawalsBlocked) }
    let cash = cash
    let (whole, taken, tokens) = try checked { () throws(ArithmeticError) in
      let whole = try amount.convertDecimalsUp(from: cash.tokenDecimals, to: 18)
      let tokens = try whole.convertDecimalsDown(from: 18, to: cash.tokenDecimals)
      let taken =
        !cash.hasWithdrawFee
        ? whole : cash.exact == nil ? try whole.divideWadDown(cash.exchangeRate()) : try cash.debit(for: whole)
      return (whole, taken, tokens)
    }
    try countWithdrawal(whole)
    try payTokens(.cash, tokens)
    try update(cash: { (cash) throws(ArithmeticError) in try cash.noteBurnt(taken - whole) })
    let debit = try checked { () throws(ArithmeticError) in try -Int256(taken) }
    try assetAdjustment(number, SubAsset(.cash), by: debit)
    emit(.withdrawn(number, .cash, tokens: tokens))
    return tokens
  }

  private func tokenDecimals(_ asset: Asset) -> UInt8 {
    if case .base(let base) = asset { return bases[base].tokenDecimals }
    return cash.tokenDecimals
  }

  private mutating func receiveTokens(_ asset: Asset, _ amount: UInt256) throws(ClearingRefusal) {
    if case .base(let base) = asset {
      let balance = try checked { () throws(ArithmeticError) in try bases[base].tokenBalance + amount }
      return update(base: base) { $0.tokenBalance = balance }
    }
    try update(cash: { (cash) throws(ArithmeticError) in try cash.receive(amount) })
  }

  private mutating func payTokens(_ asset: Asset, _ amount: UInt256) throws(ClearingRefusal) {
    if case .base(let base) = asset {
      if bases[base].tokenBalance < amount { throw .rule(.tokensMissing) }
      return update(base: base) { $0.tokenBalance = $0.tokenBalance &- amount }
    }
    if cash.tokenBalance < amount { throw .rule(.tokensMissing) }
    try update(cash: { (cash) throws(ArithmeticError) in cash.tokenBalance = try cash.tokenBalance - amount })
  }
}
