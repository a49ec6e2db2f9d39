import FixedPoint

/// The margins of one account under the standard model, and each part of them by name (SM-4, SM-25).
///
/// Every part is signed as it enters the margin, so that a requirement or penalty is zero or negative and the
/// parts add up.
public struct StandardMargin: Hashable, Sendable {
  /// Negative where the account may not take on risk, signed wad.
  public var initialMargin: Int256
  /// Negative where the account may be liquidated, signed wad.
  public var maintenanceMargin: Int256
  /// The value of everything, cash included, signed wad.
  public var markToMarket: Int256
  /// What the depeg costs each unit of risk in initial margin, wad; zero while the stable coin holds.
  public var depegMultiplier: UInt256
  /// In the order of the portfolio.
  public var markets: [Market]

  /// What one market adds to the margins.
  public struct Market: Hashable, Sendable {
    public var market: String
    public var initial: Requirement
    public var maintenance: Requirement
    public var markToMarket: Int256
  }

  /// The parts of one market's margin, in the order in which they are added (SM-7).
  public struct Requirement: Hashable, Sendable {
    /// The sum of all parts.
    public var margin: Int256
    public var depegPenalty: Int256
    public var perp: PerpPart
    public var expiries: [ExpiryPart]
    public var base: BasePart
    /// Zero where no perp is held.
    public var unsettledPerpCash: Int256
  }

  /// The perp's part: requirement and oracle penalty add up.
  public struct PerpPart: Hashable, Sendable {
    public var requirement: Int256
    public var oraclePenalty: Int256
  }

  /// One expiry's part: the binding one of the first two and the oracle penalty add up.
  public struct ExpiryPart: Hashable, Sendable {
    public var markToMarket: Int256
    /// The sum of what each option needs by itself.
    public var isolatedMargin: Int256
    /// The worst payoff of all options together, with what uncovered calls need.
    public var maxLoss: Int256
    public var oraclePenalty: Int256
    public var margin: Int256

    /// The milder of the two requirements counts; where they are equal, the isolated one.
    public var binding: Binding { isolatedMargin >= maxLoss ? .isolatedMargin : .maxLoss }
  }

  /// Which requirement of an expiry counts.
  public enum Binding: String, Hashable, Sendable, CaseIterable {
    case isolatedMargin
    case maxLoss
  }

  /// The base asset's part: value and oracle penalty add up.
  public struct BasePart: Hashable, Sendable {
    public var markToMarket: Int256
    public var value: Int256
    public var oraclePenalty: Int256
  }
}

extension StandardMargin {
  /// Computes initial margin, then maintenance margin (SM-4).
  /// - Throws: `MarginError`: `unsupportedMarket` before anything else, then the first failure in the
  ///   protocol's order of evaluation.
  public init(_ portfolio: StandardPortfolio, parameters: StandardParameters) throws(MarginError) {
    let markets = try portfolio.derivedMarkets(parameters)
    let depeg = try arithmetic { () throws(ArithmeticError) in
      try parameters.depeg.multiplier(stablePrice: portfolio.stablePrice)
    }
    var marks = [[[Int256]]](repeating: [], count: markets.count)
    let initial = try AccountMargin(
      markets, cash: portfolio.cash, .initial(depegMultiplier: depeg), marks: &marks)
    let maintenance = try AccountMargin(markets, cash: portfolio.cash, .maintenance, marks: &marks)
    self.init(
      initialMargin: initial.margin, maintenanceMargin: maintenance.margin,
      markToMarket: initial.markToMarket, depegMultiplier: depeg, markets: [])
    self.markets.reserveCapacity(markets.count)
    for (index, market) in markets.enumerated() {
      self.markets.append(
        Market(
          market: market.holding.market, initial: initial.requirements[index],
          maintenance: maintenance.requirements[index], markToMarket: initial.marketMarks[index]))
    }
  }
}

/// Which of the two margins is computed.
enum MarginKind {
  case initial(depegMultiplier: UInt256)
  case maintenance

  var isInitial: Bool {
    if case .initial = self { return true }
    return false
  }

  var depegMultiplier: UInt256 {
    if case .initial(let multiplier) = self { return multiplier }
    return .zero
  }
}

extension StandardMargin {
  /// Which margin is asked for alone.
  public enum Kind: Hashable, Sendable {
    case initial
    case maintenance
  }

  /// One of the two margins by itself, and the mark to market.
  ///
  /// A failure of the other margin is none of this one, and maintenance margin reads no stable price where no base
  /// asset is held (SM-5).
  /// - Throws: as `init`.
  public static func single(
    _ kind: Kind, of portfolio: StandardPortfolio, parameters: StandardParameters
  ) throws(MarginError) -> (margin: Int256, markToMarket: Int256) {
    let markets = try portfolio.derivedMarkets(parameters)
    var marks = [[[Int256]]](repeating: [], count: markets.count)
    var wanted = MarginKind.maintenance
    if kind == .initial {
      wanted = .initial(
        depegMultiplier: try arithmetic { () throws(ArithmeticError) in
          try parameters.depeg.multiplier(stablePrice: portfolio.stablePrice)
        })
    }
    let account = try AccountMargin(markets, cash: portfolio.cash, wanted, marks: &marks)
    return (account.margin, account.markToMarket)
  }
}

extension StandardPortfolio {
  /// The markets with their parameters and derived quantities (SM-2).
  fileprivate func derivedMarkets(_ parameters: StandardParameters) throws(MarginError) -> [StandardMarket] {
    var derived: [StandardMarket] = []
    derived.reserveCapacity(markets.count)
    for market in markets {
      guard let groups = parameters.markets[market.market] else { throw .unsupportedMarket(market.market) }
      derived.append(StandardMarket(market, groups, stablePrice: stablePrice))
    }
    try arithmetic { () throws(ArithmeticError) in
      for index in derived.indices { try derived[index].derive() }
    }
    return derived
  }
}

/// One margin of the whole account: cash and the markets in order (SM-6).
private struct AccountMargin {
  var margin: Int256
  var markToMarket: Int256
  var requirements: [StandardMargin.Requirement] = []
  /// The mark to market of each market.
  var marketMarks: [Int256] = []

  init(
    _ markets: [StandardMarket], cash: Int256, _ kind: MarginKind, marks: inout [[[Int256]]]
  ) throws(MarginError) {
    (margin, markToMarket) = (cash, cash)
    requirements.reserveCapacity(markets.count)
    marketMarks.reserveCapacity(markets.count)
    for (index, market) in markets.enumerated() {
      let (requirement, mark) = try market.requirement(kind, marks: &marks[index])
      requirements.append(requirement)
      marketMarks.append(mark)
      do throws(ArithmeticError) {
        margin = try margin + requirement.margin
        markToMarket = try markToMarket + mark
      } catch { throw .arithmetic(error) }
    }
  }
}

extension StandardParameters.Depeg {
  /// What the depeg costs each unit of risk (SM-5).
  func multiplier(stablePrice: UInt256) throws(ArithmeticError) -> UInt256 {
    if stablePrice >= threshold { return .zero }
    return try (threshold - stablePrice).multiplyWadDown(depegFactor)
  }
}
