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
    try margins(of: number) { (index, model) throws(ClearingRefusal) in
      try portfolioMargin(index, model, model.scenarios)
    }
  }

  /// The margins of many accounts, as after a price has moved: what accounts share is read once, and priced once by
  /// each worker.
  /// - Parameter workers: threads; no result depends on them.
  /// - Returns: in the order of the numbers, each as `margins(of:)` gives it.
  public func margins(of numbers: [AccountNumber], workers: Int) -> [Result<MarginView, ClearingRefusal>] {
    var state = self
    for perp in perps.indices { state.remember(perp: perp) }
    for market in feeds.markets.indices { state.remember(spot: market) }
    state.rememberStable()
    let known = state
    return Workers.map(numbers, workers: workers, grain: 64, state: { PriceMemo() }) { number, prices in
      do throws(ClearingRefusal) {
        return .success(
          try known.margins(of: number) { (index, model) throws(ClearingRefusal) in
            try known.portfolioMargin(index, model, model.scenarios, &prices)
          })
      } catch {
        return .failure(error)
      }
    }
  }

  private func margins(
    of number: AccountNumber, portfolio: (Int, PortfolioManager) throws(ClearingRefusal) -> PortfolioMargin
  ) throws(ClearingRefusal) -> MarginView {
    let index = try index(number)
    switch try modelInForce(index) {
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
        let margin = try portfolio(index, model)
        return MarginView(
          initial: .success(margin.initialMargin), maintenance: .success(margin.maintenanceMargin),
          markToMarket: margin.markToMarket, worstScenario: margin.worstScenarioInitial)
      } catch {
        return MarginView(initial: .failure(error), maintenance: .failure(error))
      }
    }
  }
}
