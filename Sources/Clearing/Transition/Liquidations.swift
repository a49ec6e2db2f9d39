/// What other rules ask of liquidations (CL-51). Auctions themselves are not part of this document: none is ever
/// open.
extension ClearingState {
  /// - Throws: `underLiquidation` where an auction of the account is open.
  func requireNoAuction(_ number: AccountNumber) throws(ClearingRefusal) {}

  /// Whether insolvent auctions hold more debt than the security module could pay.
  public func isWithdrawalBlocked() throws(ClearingRefusal) -> Bool { false }
}
