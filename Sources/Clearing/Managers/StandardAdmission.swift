import Ethereum
import FixedPoint
import Margin

/// Which changes the standard manager admits (CL-42; SM-18, SM-19).
extension ClearingState {
  /// - Parameter before: the cash that the account had before the fee.
  mutating func admit(
    _ number: AccountNumber, _ index: Int, _ model: StandardManager, caller: Address?, _ deltas: [Position],
    held: Int, cash before: Int256
  ) throws(ClearingRefusal) {
    var addsRisk = false
    var takesCash = false
    for delta in deltas {
      let asset = delta.instrument.asset
      if asset == .cash {
        if delta.amount.isNegative { (addsRisk, takesCash) = (true, true) }
        continue
      }
      guard model.market(of: asset) != nil else { throw .rule(.standardUnsupportedAsset) }
      guard case .perp(let perp) = asset else {
        if delta.amount.isNegative { addsRisk = true }
        continue
      }
      try settlePerp(perp, number)
      let size = accounts[index].balance(delta.instrument)
      // A reduction or a closure is free, a flip is not.
      if !size.isZero && !delta.amount.isZero && size.isNegative == delta.amount.isNegative { addsRisk = true }
    }
    try requireIsolation(index, model, deltas)
    if isTooLarge(index, deltas, held: held) { throw .rule(.standardTooManyAssets) }
    if !addsRisk { return }

    let cash = accounts[index].balance(SubAsset(.cash))
    // Fees and settlement take cash as well (CL-74).
    if cash < before && rules.contains(.wholeBorrowingBan) { takesCash = true }
    if !model.isBorrowingEnabled && cash.isNegative && takesCash { throw .rule(.noBorrowing) }
    let isTrusted = caller.map { managers[accounts[index].manager].trustedAssessors.contains($0) } ?? false
    try requireMargin(number, index, model, isTrusted ? .maintenance : .initial)
  }

  /// Asks for a margin with the parameters that are in force (AM-11).
  /// - Throws: `standardBelowMargin`, and what the model refuses.
  mutating func requireMargin(
    _ number: AccountNumber, _ index: Int, _ model: StandardManager, _ kind: StandardMargin.Kind
  ) throws(ClearingRefusal) {
    let model = try inForce(model, index)
    let portfolio = try standardPortfolio(index, model, kind)
    let result: Result<Decision.Single, MarginError>
    do throws(MarginError) {
      let single = try StandardMargin.single(kind, of: portfolio, parameters: model.parameters)
      result = .success(Decision.Single(margin: single.margin, markToMarket: single.markToMarket))
    } catch {
      result = .failure(error)
    }
    note(Decision(account: number, manager: accounts[index].manager, margin: .standard(portfolio, kind, result)))
    switch result {
    case .success(let single):
      if single.margin.isNegative { throw .rule(.standardBelowMargin) }
      if kind == .initial { noteRecovered(number) }
    case .failure(let error): throw .margin(error)
    }
  }
}
