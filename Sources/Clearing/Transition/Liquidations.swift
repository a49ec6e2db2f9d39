import FixedPoint

/// What other rules ask of auctions (DA-18).
extension ClearingState {
  /// The auction of an account, if it is open.
  public func openAuction(of number: AccountNumber) -> Auction? {
    guard let auction = lastAuction(of: number), auction.isOpen else { return nil }
    return auction
  }

  /// The one way in which operations read an auction, open or over.
  func lastAuction(of number: AccountNumber) -> Auction? {
    touches?.note(.auction(number))
    return auctions[number]
  }

  /// - Throws: `underLiquidation` where an auction of the account is open.
  func requireNoAuction(_ number: AccountNumber) throws(ClearingRefusal) {
    if openAuction(of: number) != nil { throw .rule(.underLiquidation) }
  }

  /// Whether insolvent auctions hold more debt than the security module's stored cash.
  /// - Throws: a cast where that cash is below zero.
  public func isWithdrawalBlocked() throws(ClearingRefusal) -> Bool {
    let (missing, number) = (liquidation.totalInsolventMargin, liquidation.securityAccount)
    if missing.isZero || number == 0 { return false }
    var balance = (try? account(number).balance(SubAsset(.cash))) ?? .zero
    if rules.contains(.securityModuleInDebt) { balance = balance.positivePart }
    return try checked { [balance] () throws(ArithmeticError) in try missing > UInt256(balance) }
  }
}
