import FixedPoint

/// An account of the portfolio model that is to be reduced, with every price that its margin and its closing need.
public struct PortfolioSubject: Hashable, Sendable {
  /// The account as PM-9 to PM-12 arrange it.
  public var portfolio: Portfolio
  /// The confidence of the index price alone, wad.
  public var spotConfidence: UInt256
  /// The perp's mark price, wad; zero where there is none, and then nothing is hedged.
  public var perpPrice: UInt256
  public var perpConfidence: UInt256
  /// Amount and price of each collateral, in the order of the portfolio.
  public var coins: [Coin]
  public var parameters: PortfolioParameters
  public var scenarios: [Scenario]

  /// A collateral before it is valued. Wads.
  public struct Coin: Hashable, Sendable {
    public var amount: UInt256
    public var price: UInt256

    public init(amount: UInt256, price: UInt256) {
      self.amount = amount
      self.price = price
    }
  }

  public init(
    portfolio: Portfolio, spotConfidence: UInt256, perpPrice: UInt256, perpConfidence: UInt256, coins: [Coin],
    parameters: PortfolioParameters, scenarios: [Scenario]
  ) {
    self.portfolio = portfolio
    self.spotConfidence = spotConfidence
    self.perpPrice = perpPrice
    self.perpConfidence = perpConfidence
    self.coins = coins
    self.parameters = parameters
    self.scenarios = scenarios
  }

  /// From an account on a market.
  /// - Throws: `MarginError` of the arrangement.
  public init(
    arranging account: Account, on market: Market, parameters: PortfolioParameters, scenarios: [Scenario]
  ) throws(MarginError) {
    let portfolio = try Portfolio(arranging: account, on: market, maxExpiries: parameters.maxExpiries)
    var coins: [Coin] = []
    for held in account.collaterals.reversed() {
      guard let feed = market.collaterals.first(where: { $0.asset == held.asset }) else {
        throw .missingFeed(held.asset)
      }
      let amount = try arithmetic { () throws(ArithmeticError) in try UInt256(held.amount) }
      coins.append(Coin(amount: amount, price: feed.price))
    }
    self.init(
      portfolio: portfolio, spotConfidence: market.spotConfidence, perpPrice: market.perpPrice,
      perpConfidence: market.perpConfidence, coins: coins, parameters: parameters, scenarios: scenarios)
  }
}

/// The portfolio model as the search sees it.
struct PortfolioReduction: ReductionModel {
  let subject: PortfolioSubject
  let legs: [ReductionLeg]
  let cash: Int256
  /// The portfolio with the perp's price, so that a perp can be opened.
  private let priced: Portfolio
  private let arrays: RiskArrays
  /// Nil where the arrays decline the account; then every margin takes the direct path.
  private var indexed: IndexedPortfolio?
  /// Where each leg's option stands in the arrays.
  private var slots: [Int] = []
  private var workspace = RiskArrays.Workspace()
  private var profits: [Int256] = []
  private var basis: Int256 = .zero
  private var contingency: UInt256 = .zero
  let cost: ReductionCost

  var canHedge: Bool { !subject.perpPrice.isZero }

  init(_ subject: PortfolioSubject) throws(ReductionError) {
    legs = try subject.checkedLegs()
    self.subject = subject
    cost = subject.cost
    var priced = subject.portfolio
    priced.perpPrice = subject.perpPrice
    self.priced = priced
    do throws(ArithmeticError) {
      cash = try priced.cash + priced.perpValue
    } catch { throw .margin(.arithmetic(error)) }
    arrays = RiskArrays(pricing: priced, parameters: subject.parameters, scenarios: subject.scenarios)
    indexed = arrays.index(priced)
    indexed?.perpValue = .zero
    guard let indexed else { return }
    var taken: Set<Int> = []
    for leg in legs {
      guard case .option(_, let expiry, let option) = leg.place else {
        slots.append(0)
        continue
      }
      let held = priced.expiries[expiry].options[option]
      let row = arrays.expiries[expiry].row(strike: held.strike, vol: held.vol, isCall: held.isCall)
      guard let slot = indexed.holdings[expiry].positions.first(where: { indexed.positions[$0].row == row }) else {
        self.indexed = nil
        return
      }
      // Two legs of one option share their place, which no account of the protocol has.
      if !taken.insert(slot).inserted {
        self.indexed = nil
        return
      }
      slots.append(slot)
    }
  }

  mutating func levels(_ holding: ReductionHolding) -> ReductionLevels? {
    do throws(ArithmeticError) {
      if let levels = try summed(holding) { return levels }
    } catch { return nil }
    guard let margin = try? margin(holding) else { return nil }
    profits = margin.scenarioPnl
    (basis, contingency) = (margin.basisContingency, margin.mmContingency)
    return ReductionLevels(margin)
  }

  func rows(_ levels: ReductionLevels) throws(ArithmeticError) -> [Int256] {
    try Self.rows(
      profits, basis: basis, contingency: contingency, markToMarket: levels.markToMarket, subject.parameters)
  }

  func direct(_ holding: ReductionHolding) throws(MarginError) -> (levels: ReductionLevels, rows: [Int256]) {
    let margin = try margin(holding)
    let rows = try arithmetic { () throws(ArithmeticError) in
      try Self.rows(
        margin.scenarioPnl, basis: margin.basisContingency, contingency: margin.mmContingency,
        markToMarket: margin.markToMarket, subject.parameters)
    }
    return (ReductionLevels(margin), rows)
  }

  /// By the shared prices; nil where they decline.
  private mutating func summed(_ holding: ReductionHolding) throws(ArithmeticError) -> ReductionLevels? {
    guard indexed != nil else { return nil }
    for (leg, amount) in holding.amounts.enumerated() {
      switch legs[leg].place {
      case .perp:
        indexed?.perpPosition = amount
        indexed?.minConfidence = subject.confidence(perp: amount)
      case .option: indexed?.positions[slots[leg]].amount = amount
      case .collateral(let index): indexed?.collaterals[index].value = try subject.value(index, amount)
      }
    }
    indexed?.cash = holding.cash
    guard let indexed, let summary = arrays.margin(of: indexed, &workspace) else { return nil }
    profits.removeAll(keepingCapacity: true)
    for profit in workspace.scenarioPnl { profits.append(Int256(profit)) }
    (basis, contingency) = (summary.basisContingency, summary.contingency.maintenance)
    return ReductionLevels(
      initialMargin: summary.initialMargin, maintenanceMargin: summary.maintenanceMargin,
      markToMarket: summary.markToMarket, binding: summary.worstScenario)
  }

  private func margin(_ holding: ReductionHolding) throws(MarginError) -> PortfolioMargin {
    let portfolio = try arithmetic { () throws(ArithmeticError) in try self.portfolio(holding) }
    return try PortfolioMargin(portfolio, parameters: subject.parameters, scenarios: subject.scenarios)
  }

  /// The arranged portfolio of a holding: what is zero is not held.
  private func portfolio(_ holding: ReductionHolding) throws(ArithmeticError) -> Portfolio {
    var rest = priced
    rest.cash = holding.cash
    (rest.perpPosition, rest.perpValue) = (.zero, .zero)
    for (leg, amount) in holding.amounts.enumerated() {
      switch legs[leg].place {
      case .perp: rest.perpPosition = amount
      case .option(_, let expiry, let option): rest.expiries[expiry].options[option].amount = amount
      case .collateral(let index): rest.collaterals[index].value = try subject.value(index, amount)
      }
    }
    rest.minConfidence = subject.confidence(perp: rest.perpPosition)
    if rest.perpPosition.isZero { rest.perpPrice = .zero }
    for index in rest.expiries.indices { rest.expiries[index].options.removeAll { $0.amount.isZero } }
    rest.expiries.removeAll { $0.options.isEmpty }
    let kept = rest.collaterals.indices.filter { index in
      let leg = legs.firstIndex { $0.place == .collateral(index) }
      return leg.map { !holding.amounts[$0].isZero } ?? false
    }
    rest.collaterals = kept.map { rest.collaterals[$0] }
    return rest
  }

  /// Maintenance margin as each scenario would have it, the basis contingency last (GL-7).
  private static func rows(
    _ profits: [Int256], basis: Int256, contingency: UInt256, markToMarket: Int256, _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> [Int256] {
    let factor = try Int256(parameters.margin.mmFactor)
    let fixed = try markToMarket - Int256(contingency)
    var rows: [Int256] = []
    rows.reserveCapacity(profits.count + 1)
    for profit in profits { rows.append(try profit.multiplyWadTruncating(factor) + fixed) }
    rows.append(try basis.multiplyWadTruncating(factor) + fixed)
    return rows
  }
}

extension ReductionLevels {
  init(_ margin: PortfolioMargin) {
    self.init(
      initialMargin: margin.initialMargin, maintenanceMargin: margin.maintenanceMargin,
      markToMarket: margin.markToMarket, binding: margin.worstScenarioMaintenance)
  }
}

extension PortfolioSubject {
  /// - Throws: `coinsDiffer`, `margin` of a price that is refused.
  func checkedLegs() throws(ReductionError) -> [ReductionLeg] {
    guard coins.count == portfolio.collaterals.count else {
      throw .coinsDiffer(found: coins.count, expected: portfolio.collaterals.count)
    }
    do throws(ArithmeticError) { return try legs() } catch { throw .margin(.arithmetic(error)) }
  }

  /// The legs: the perp, also where none is held but one can be, options by expiry, collaterals.
  fileprivate func legs() throws(ArithmeticError) -> [ReductionLeg] {
    var legs: [ReductionLeg] = []
    let (spot, stable) = (portfolio.spotPrice, portfolio.stablePrice)
    func leg(
      _ place: ReductionLeg.Place, _ kind: ReductionLeg.Kind, _ amount: Int256, mark: UInt256 = .zero,
      strike: UInt256 = .zero, movesWithSpot: Bool = false
    ) -> ReductionLeg {
      ReductionLeg(
        place: place, kind: kind, amount: amount, spot: spot, mark: mark, stablePrice: stable, strike: strike,
        movesWithSpot: movesWithSpot)
    }
    legs.append(leg(.perp(market: 0), .perp, portfolio.perpPosition))
    for (place, expiry) in portfolio.expiries.enumerated() {
      for (index, option) in expiry.options.enumerated() {
        let mark = try option.price(in: expiry, forward: expiry.unshockedForward(), vol: option.vol)
        legs.append(
          leg(
            .option(market: 0, expiry: place, option: index), option.isCall ? .call : .put, option.amount, mark: mark,
            strike: option.strike))
      }
    }
    for (index, coin) in zip(portfolio.collaterals.indices, coins) {
      let moves = parameters.collaterals[portfolio.collaterals[index].asset]?.isRiskCancelling == true
      legs.append(
        leg(.collateral(index), .collateral, try Int256(coin.amount), mark: coin.price, movesWithSpot: moves))
    }
    return legs
  }

  /// What an amount of a collateral is worth in cash, rounded down (PM-11).
  fileprivate func value(_ index: Int, _ amount: Int256) throws(ArithmeticError) -> UInt256 {
    try UInt256(amount) * coins[index].price / portfolio.stablePrice
  }

  /// The portfolio's confidence with a perp position (PM-12).
  fileprivate func confidence(perp: Int256) -> UInt256 {
    perp.isZero ? spotConfidence : min(spotConfidence, perpConfidence)
  }
}
