import FixedPoint
import Pricing

/// Risk arrays of a whole market: what every account that holds listed options shares.
public struct MarketArrays: Sendable {
  public let market: Market
  public private(set) var arrays: RiskArrays
  /// Each expiry of the arrays by its label, with the least confidence of its feeds.
  private let expiries: [ExpiryLabel: (index: Int, minConfidence: UInt256)]

  /// Prices these options on a market; sides and repetitions count for nothing.
  ///
  /// What the market has no surface for, or whose volatility fails, is left out: accounts that hold it take
  /// the direct path, which names the failure.
  /// - Parameter workers: threads to spread the expiries over; no price depends on it.
  public init(
    _ market: Market, options: some Sequence<(expiry: ExpiryLabel, strike: UInt256)>,
    parameters: PortfolioParameters, scenarios: [Scenario], workers: Int = 1
  ) {
    var strikes: [ExpiryLabel: Set<UInt256>] = [:]
    for option in options { strikes[option.expiry, default: []].insert(option.strike) }
    var listed: [Portfolio.Expiry] = []
    var places: [ExpiryLabel: (index: Int, minConfidence: UInt256)] = [:]
    for feed in market.expiries {
      guard let wanted = strikes[feed.label], var expiry = try? Portfolio.Expiry(reading: feed) else {
        continue
      }
      for strike in wanted.sorted() {
        let held = Account.Option(expiry: feed.label, strike: strike, isCall: true, amount: .zero)
        if let option = try? Portfolio.Option(pricing: held, on: feed) { expiry.options.append(option) }
      }
      places[feed.label] = (listed.count, min(expiry.minConfidence, feed.volConfidence))
      listed.append(expiry)
    }
    self.market = market
    expiries = places
    arrays = RiskArrays(
      market: RiskArrays.MarketPrices(
        spotPrice: market.spotPrice, perpPrice: market.perpPrice, stablePrice: market.stablePrice),
      expiries: listed, parameters: parameters, scenarios: scenarios, workers: workers)
  }

  /// Sets other collaterals, which no price depends on.
  public mutating func change(collaterals: [AssetIdentifier: PortfolioParameters.Collateral]) {
    arrays.change(collaterals: collaterals)
  }

  /// Where the arrays hold an option's prices: the index of its expiry, and its row there.
  func row(expiry: ExpiryLabel, strike: UInt256, isCall: Bool) -> (expiry: Int, row: Int)? {
    guard let place = expiries[expiry],
      let row = arrays.expiries[place.index].row(strike: strike, vol: nil, isCall: isCall)
    else { return nil }
    return (place.index, row)
  }

  /// Points an account's options into the arrays and values its collateral (PM-9 to PM-12).
  ///
  /// - Returns: nil where it holds what was not priced, more expiries than allowed, or anything fails.
  public func index(_ account: Account) -> IndexedPortfolio? {
    let holdsPerp = !account.perpPosition.isZero
    var collaterals: [Portfolio.Collateral] = []
    collaterals.reserveCapacity(account.collaterals.count)
    for held in account.collaterals {
      guard let collateral = try? Portfolio.Collateral(valuing: held, on: market) else { return nil }
      collaterals.append(collateral)
    }
    var indexed = IndexedPortfolio(
      cash: account.cash, perpPosition: account.perpPosition, perpValue: account.unsettledPerpCash,
      minConfidence: holdsPerp ? min(market.spotConfidence, market.perpConfidence) : market.spotConfidence,
      collaterals: collaterals)
    var held: [(index: Int, minConfidence: UInt256, positions: [IndexedPortfolio.Position])] = []
    for option in account.options {
      guard let place = expiries[option.expiry],
        let row = arrays.expiries[place.index].row(
          strike: option.strike, vol: nil, isCall: option.isCall)
      else { return nil }
      let position = IndexedPortfolio.Position(row: row, amount: option.amount)
      if let group = held.firstIndex(where: { $0.index == place.index }) {
        held[group].positions.append(position)
      } else {
        held.append((place.index, place.minConfidence, [position]))
      }
    }
    if let most = arrays.parameters.maxExpiries, held.count > most { return nil }
    for group in held {
      indexed.add(expiry: group.index, minConfidence: group.minConfidence, group.positions)
    }
    return indexed
  }

  /// The margins of an account, by the shared prices or else by the direct path.
  /// - Throws: `MarginError` of the direct path.
  public func margin(
    of account: Account, _ workspace: inout RiskArrays.Workspace
  ) throws(MarginError) -> MarginSummary {
    if let indexed = index(account), let summary = arrays.margin(of: indexed, &workspace) { return summary }
    let portfolio = try Portfolio(
      arranging: account, on: market, maxExpiries: arrays.parameters.maxExpiries)
    let margin = try PortfolioMargin(
      portfolio, parameters: arrays.parameters, scenarios: arrays.scenarios)
    return MarginSummary(
      initialMargin: margin.initialMargin, maintenanceMargin: margin.maintenanceMargin,
      markToMarket: margin.markToMarket, worstScenario: margin.worstScenarioInitial,
      basisContingency: margin.basisContingency,
      contingency: Contingency(maintenance: margin.mmContingency, initial: margin.imContingency))
  }
}

extension MarginSummary {
  /// What the account must own for its positions: mark to market less initial margin, signed wad (BK-11).
  public func requirement() throws(ArithmeticError) -> Int256 { try markToMarket - initialMargin }
}

extension Account {
  /// The account's positions, each as an account that holds it alone and no cash.
  public var positionsAlone: [Account] {
    let empty = Account(
      cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
    var alone: [Account] = []
    if !perpPosition.isZero {
      var account = empty
      account.perpPosition = perpPosition
      alone.append(account)
    }
    for collateral in collaterals {
      var account = empty
      account.collaterals = [collateral]
      alone.append(account)
    }
    for option in options {
      var account = empty
      account.options = [option]
      alone.append(account)
    }
    return alone
  }
}
