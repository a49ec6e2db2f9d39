import FixedPoint
import Margin

/// The margins of an account as anybody may ask for them (CL-47): each by itself, since one can fail where the other
/// does not.
public struct MarginView: Sendable {
  public var initial: Result<Int256, ClearingRefusal>
  public var maintenance: Result<Int256, ClearingRefusal>
  /// Of whichever margin did not fail.
  public var markToMarket: Int256?
  /// The worst scenario of the portfolio model, or the number of scenarios.
  public var worstScenario: Int?
}

extension ClearingState {
  /// - Throws: `noSuchAccount`.
  public func margins(of number: AccountNumber) throws(ClearingRefusal) -> MarginView {
    let index = try index(number)
    switch managers[accounts[index].manager].model {
    case .standard(let model):
      var view = MarginView(initial: .success(.zero), maintenance: .success(.zero))
      do {
        let margin = try standardMargin(index, model, .maintenance)
        (view.maintenance, view.markToMarket) = (.success(margin.margin), margin.markToMarket)
      } catch { view.maintenance = .failure(error) }
      do {
        let margin = try standardMargin(index, model, .initial)
        (view.initial, view.markToMarket) = (.success(margin.margin), margin.markToMarket)
      } catch { view.initial = .failure(error) }
      return view
    case .portfolio(let model):
      do {
        let margin = try portfolioMargin(index, model, model.scenarios)
        return MarginView(
          initial: .success(margin.initialMargin), maintenance: .success(margin.maintenanceMargin),
          markToMarket: margin.markToMarket, worstScenario: margin.worstScenarioInitial)
      } catch {
        return MarginView(initial: .failure(error), maintenance: .failure(error))
      }
    }
  }
}
