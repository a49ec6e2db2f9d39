import FixedPoint

/// Accounts of one position each (CL-76): nothing that another position could lose stands behind it.
extension ClearingState {
  /// - Throws: `notIsolated` where the account holds more and the change is no reduction.
  func requireIsolation(
    _ index: Int, _ model: StandardManager, _ deltas: [Position]
  ) throws(ClearingRefusal) {
    if !managers[accounts[index].manager].isIsolated { return }
    let account = accounts[index]
    if isIsolated(account, model) { return }
    for delta in deltas where delta.instrument.asset != .cash && !delta.amount.isZero {
      let now = account.balance(delta.instrument)
      // A balance that is zero now, or moved toward it and did not pass it, was reduced.
      if !now.isZero && now.isNegative == delta.amount.isNegative { throw .rule(.notIsolated) }
    }
  }

  /// At most one option or perp, and besides cash nothing of a market other than its own.
  private func isIsolated(_ account: AccountState, _ model: StandardManager) -> Bool {
    var positions = 0
    var market: String?
    for held in account.holdings where held.instrument.asset != .cash {
      guard let own = model.market(of: held.instrument.asset)?.name else { continue }
      if market.map({ $0 != own }) ?? false { return false }
      market = own
      switch held.instrument.asset {
      case .option, .perp: positions += 1
      case .cash, .base: break
      }
    }
    return positions <= 1
  }
}
