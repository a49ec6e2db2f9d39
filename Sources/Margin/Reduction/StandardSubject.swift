import FixedPoint

/// An account of the standard model that is to be reduced.
public struct StandardSubject: Hashable, Sendable {
  public var portfolio: StandardPortfolio
  public var parameters: StandardParameters

  public init(portfolio: StandardPortfolio, parameters: StandardParameters) {
    self.portfolio = portfolio
    self.parameters = parameters
  }
}

/// The standard model as the search sees it: one row, the margin itself.
struct StandardReduction: ReductionModel {
  let subject: StandardSubject
  let legs: [ReductionLeg]
  let cash: Int256
  // A perp only adds to the requirement.
  var canHedge: Bool { false }
  let cost: ReductionCost

  init(_ subject: StandardSubject) throws(ReductionError) {
    self.subject = subject
    cost = subject.cost
    do throws(ArithmeticError) {
      legs = try subject.legs()
      var cash = subject.portfolio.cash
      for market in subject.portfolio.markets where !market.perpPosition.isZero {
        cash = try cash + market.unsettledPerpCash
      }
      self.cash = cash
    } catch { throw .margin(.arithmetic(error)) }
  }

  func levels(_ holding: ReductionHolding) -> ReductionLevels? { try? direct(holding).levels }

  func rows(_ levels: ReductionLevels) throws(ArithmeticError) -> [Int256] { [levels.maintenanceMargin] }

  func direct(_ holding: ReductionHolding) throws(MarginError) -> (levels: ReductionLevels, rows: [Int256]) {
    let portfolio = try arithmetic { () throws(ArithmeticError) in try self.portfolio(holding) }
    let margin = try StandardMargin(portfolio, parameters: subject.parameters)
    let levels = ReductionLevels(
      initialMargin: margin.initialMargin, maintenanceMargin: margin.maintenanceMargin,
      markToMarket: margin.markToMarket, binding: 0)
    return (levels, [margin.maintenanceMargin])
  }

  /// The account of a holding: what is zero is not held.
  private func portfolio(_ holding: ReductionHolding) throws(ArithmeticError) -> StandardPortfolio {
    var rest = subject.portfolio
    rest.cash = holding.cash
    for index in rest.markets.indices { rest.markets[index].unsettledPerpCash = .zero }
    for (leg, amount) in holding.amounts.enumerated() {
      switch legs[leg].place {
      case .perp(let market): rest.markets[market].perpPosition = amount
      case .option(let market, let expiry, let option):
        rest.markets[market].expiries[expiry].options[option].amount = amount
      case .collateral(let market): rest.markets[market].basePosition = try UInt256(amount)
      }
    }
    for market in rest.markets.indices {
      for expiry in rest.markets[market].expiries.indices {
        rest.markets[market].expiries[expiry].options.removeAll { $0.amount.isZero }
      }
      rest.markets[market].expiries.removeAll { $0.options.isEmpty }
    }
    return rest
  }
}

extension StandardSubject {
  /// The legs market by market: the perp, options by expiry, the base asset.
  fileprivate func legs() throws(ArithmeticError) -> [ReductionLeg] {
    var legs: [ReductionLeg] = []
    for (place, market) in portfolio.markets.enumerated() {
      var leg = ReductionLeg(
        place: .perp(market: place), kind: .perp, amount: market.perpPosition, spot: market.spotPrice, mark: .zero,
        stablePrice: portfolio.stablePrice, strike: .zero, movesWithSpot: false)
      legs.append(leg)
      for (index, expiry) in market.expiries.enumerated() {
        for (option, held) in expiry.options.enumerated() {
          leg.place = .option(market: place, expiry: index, option: option)
          leg.kind = held.isCall ? .call : .put
          leg.amount = held.amount
          leg.mark = try held.price(in: expiry)
          leg.strike = held.strike
          legs.append(leg)
        }
      }
      if market.basePosition.isZero { continue }
      leg.place = .collateral(place)
      leg.kind = .collateral
      leg.amount = try Int256(market.basePosition)
      (leg.mark, leg.strike, leg.movesWithSpot) = (market.spotPrice, .zero, true)
      legs.append(leg)
    }
    return legs
  }
}
