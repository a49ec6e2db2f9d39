import FixedPoint
import Margin

extension ClearingState {
  /// An account of the portfolio model arranged with the prices of this moment (CL-46), by what is stored; nil of one
  /// of the standard model.
  /// - Throws: `noSuchAccount`, and what reading it refuses.
  public func portfolio(of number: AccountNumber) throws(ClearingRefusal) -> Portfolio? {
    let index = try index(number)
    guard case .portfolio(let model) = try modelInForce(index) else { return nil }
    return try portfolio(index, model, scenarios: model.scenarios.count)
  }
}
