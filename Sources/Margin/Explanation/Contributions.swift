import FixedPoint

/// What one position adds to the account in the binding scenario (EX-5). Signed wads.
public struct Contribution: Hashable, Sendable {
  public var position: Position
  /// Its value at the marks.
  public var markToMarket: Int256
  /// Its own profit and loss in the binding scenario.
  public var profitAndLoss: Int256
  /// The margins of the account without it; nil where that account's margin is refused.
  public var initialMarginWithout: Int256?
  public var maintenanceMarginWithout: Int256?

  /// A position of an arranged portfolio, by its indices.
  public enum Position: Hashable, Sendable {
    case perp
    case option(expiry: Int, option: Int)
    case collateral(Int)
  }
}

extension MarginInput {
  /// The input without a position: the holding goes, and nothing is paid for it.
  ///
  /// - Parameter portfolio: this input arranged, which the position indexes.
  func removing(_ position: Contribution.Position, of portfolio: Portfolio) -> MarginInput {
    switch self {
    case .portfolio: return .portfolio(portfolio.removing(position))
    case .account(var account, let market):
      switch position {
      case .perp:
        account.perpPosition = .zero
        account.unsettledPerpCash = .zero
      case .option(let expiryIndex, let optionIndex):
        let expiry = portfolio.expiries[expiryIndex]
        let option = expiry.options[optionIndex]
        let label = account.expiryLabels(on: market)[expiryIndex]
        account.options.removeAll {
          market.label($0.expiry) == label && $0.strike == option.strike && $0.isCall == option.isCall
        }
      case .collateral(let index):
        account.collaterals.removeAll { $0.asset == portfolio.collaterals[index].asset }
      }
      return .account(account, market)
    }
  }

  /// The instrument of a position, its expiry named as the market names it, or else by its seconds.
  public func instrument(_ position: Contribution.Position, of portfolio: Portfolio) -> Instrument {
    switch position {
    case .perp: return .perp
    case .collateral(let index): return .collateral(portfolio.collaterals[index].asset)
    case .option(let expiryIndex, let optionIndex):
      let expiry = portfolio.expiries[expiryIndex]
      let option = expiry.options[optionIndex]
      let seconds = (try? expiry.secondsToExpiry.toUInt64()) ?? .max
      var label = ExpiryLabel.secondsToExpiry(seconds)
      if case .account(let account, let market) = self {
        label = account.expiryLabels(on: market)[expiryIndex]
      }
      return .option(expiry: label, strike: option.strike, isCall: option.isCall)
    }
  }
}

extension Portfolio {
  /// The portfolio without a position; an expiry that is emptied goes with it.
  func removing(_ position: Contribution.Position) -> Portfolio {
    var rest = self
    switch position {
    case .perp:
      rest.perpPosition = .zero
      rest.perpValue = .zero
    case .option(let expiry, let option):
      rest.expiries[expiry].options.remove(at: option)
      if rest.expiries[expiry].options.isEmpty { rest.expiries.remove(at: expiry) }
    case .collateral(let index):
      rest.collaterals.remove(at: index)
    }
    return rest
  }

  /// Every position in the order perp, options by expiry, collaterals.
  public var positions: [Contribution.Position] {
    var positions: [Contribution.Position] = perpPosition.isZero ? [] : [.perp]
    for expiry in expiries.indices {
      for option in expiries[expiry].options.indices {
        positions.append(.option(expiry: expiry, option: option))
      }
    }
    return positions + collaterals.indices.map { .collateral($0) }
  }

  /// A position's mark and its own profit and loss, by the factors that its expiry's total met.
  fileprivate func attribution(
    of position: Contribution.Position, scenario: Scenario?, result: PortfolioMargin,
    parameters: PortfolioParameters
  ) throws(ArithmeticError) -> (mark: Int256, profit: Int256) {
    switch position {
    case .perp:
      guard let scenario else { return (perpValue, .zero) }
      return (perpValue, try perpProfit(in: scenario))
    case .collateral(let index):
      let collateral = collaterals[index]
      let value = try Int256(collateral.value)
      guard let scenario, parameters.collaterals[collateral.asset]?.isRiskCancelling == true
      else { return (value, .zero) }
      return (value, try collateral.riskCancellingProfit(in: scenario))
    case .option(let expiryIndex, let optionIndex):
      let state = result.expiries[expiryIndex]
      var alone = expiries[expiryIndex]
      let total = alone
      alone.options = [alone.options[optionIndex]]
      let mark = try alone.markToMarket(spotShock: Wad.wide, volShock: Wad.wide)
      guard let scenario else {
        return (mark, try alone.basisProfit(mark: mark, state, parameters))
      }
      let shocked = try alone.shockedValue(state.factors, scenario, parameters)
      let totalShocked = try total.shockedValue(state.factors, scenario, parameters)
      let factor = totalShocked.isNegative ? state.factors.staticDiscountNeg : state.factors.staticDiscountPos
      let profit = try scenario.dampened(shocked.multiplyWadTruncating(Int256(factor)) - mark)
      guard scenario.volShock.isSkew else { return (mark, profit) }
      // In a skew scenario a gain of the expiry counts as a loss.
      let gains = try !scenario.dampened(state.factors.discounted(totalShocked) - state.mtm).isNegative
      return (mark, gains ? try -profit : profit)
    }
  }
}

extension MarginInput {
  /// What each position contributes in the binding scenario, and the margins without it.
  ///
  /// - Parameters:
  ///   - portfolio: this input arranged.
  ///   - result: its margins with the same parameters and scenarios.
  /// - Throws: `MarginError` where a position's own value fails, which `result` would have shown.
  public func contributions(
    of portfolio: Portfolio, to result: PortfolioMargin, parameters: PortfolioParameters,
    scenarios: [Scenario]
  ) throws(MarginError) -> [Contribution] {
    let worst = result.worstScenarioInitial
    let scenario = worst < scenarios.count ? scenarios[worst] : nil
    var contributions: [Contribution] = []
    for position in portfolio.positions {
      let rest = try? PortfolioMargin(
        removing(position, of: portfolio).arranged(parameters), parameters: parameters,
        scenarios: scenarios)
      let (mark, profit) = try arithmetic { () throws(ArithmeticError) in
        try portfolio.attribution(
          of: position, scenario: scenario, result: result, parameters: parameters)
      }
      contributions.append(
        Contribution(
          position: position, markToMarket: mark, profitAndLoss: profit,
          initialMarginWithout: rest?.initialMargin, maintenanceMarginWithout: rest?.maintenanceMargin))
    }
    return contributions
  }
}

extension Portfolio.Expiry {
  /// The part of an expiry's basis contingency that its options have, by the direction that binds.
  func basisProfit(
    mark: Int256, _ state: PortfolioMargin.Expiry, _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> Int256 {
    if state.basisContingency.isZero { return .zero }
    let basis = parameters.basisContingency
    let rises = state.basisScenarioUpMtm < state.basisScenarioDownMtm
    let shock = rises ? basis.scenarioSpotUp : basis.scenarioSpotDown
    let moved = try markToMarket(spotShock: shock, volShock: Wad.wide)
    return try (moved - mark).multiplyWadTruncating(ExpiryFactors.basisFactor(secondsToExpiry, basis))
  }
}
