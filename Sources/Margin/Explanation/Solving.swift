import FixedPoint

/// The smallest deposit or largest trade that leaves initial margin at zero, and the spot prices at which
/// an account falls below maintenance, all else equal (EX-6).
public struct MarginSolver: Sendable {
  public let input: MarginInput
  public let parameters: PortfolioParameters
  public let scenarios: [Scenario]

  public init(_ input: MarginInput, parameters: PortfolioParameters, scenarios: [Scenario]) {
    self.input = input
    self.parameters = parameters
    self.scenarios = scenarios
  }

  /// The result of a search for a size.
  public enum Size: Hashable, Sendable {
    /// The largest size, and the initial margin that it leaves.
    case found(UInt256, initialMargin: Int256)
    /// No size that was tried leaves initial margin at zero or above.
    case none
    /// The largest size that was tried still does.
    case unbounded
  }

  /// A spot price at which maintenance margin changes its sign.
  public struct Crossing: Hashable, Sendable {
    /// The last price, going up, on the near side, wad.
    public var spotPrice: UInt256
    /// What spot is multiplied by there, wad.
    public var multiplier: UInt256
    /// Whether the account is below maintenance under this price, or else over it.
    public var isBelowUnder: Bool
  }

  /// The limits of the searches.
  public enum Limits {
    /// Sizes are tried up to this power of two.
    public static var sizeBits: Int { 96 }
    /// Spot is tried in steps of this fraction.
    static var spotStep: UInt256 { 5_000_000_000_000_000 }
    /// Up to this many steps: ten times today's price.
    static var spotSteps: Int { 2_000 }
  }

  /// The deposit in cash that brings initial margin to zero; negative where it may be withdrawn.
  /// - Throws: `MarginError` of the margin itself.
  public func deposit() throws(MarginError) -> Int256 {
    let margin = try PortfolioMargin(
      input.arranged(parameters), parameters: parameters, scenarios: scenarios)
    return try arithmetic { () throws(ArithmeticError) in try -margin.initialMargin }
  }

  /// The largest purchase or sale, at the mark, that leaves initial margin at zero or above.
  ///
  /// Powers of two are tried from the largest down; between the largest that is admissible and the next
  /// one the boundary is found by halving, to one unit of 10^-18. The boundary found is exact: the size is
  /// admissible and one more unit is not. Sizes whose margin is refused count as not admissible.
  /// - Throws: `TradeError` where the instrument cannot be traded in this input at all.
  public func largestTrade(_ instrument: Instrument, isSale: Bool) throws(TradeError) -> Size {
    _ = try input.trading(Trade(instrument: instrument, amount: 1))
    func margin(_ size: UInt256) -> Int256? {
      guard let amount = try? Int256(negative: isSale, magnitude: size),
        let traded = try? input.trading(Trade(instrument: instrument, amount: amount)),
        let portfolio = try? traded.arranged(parameters),
        let margin = try? PortfolioMargin(portfolio, parameters: parameters, scenarios: scenarios),
        !margin.initialMargin.isNegative
      else { return nil }
      return margin.initialMargin
    }
    var power = Limits.sizeBits
    if margin((1 as UInt256) << power) != nil { return .unbounded }
    var best: (size: UInt256, margin: Int256)?
    while power > 0, best == nil {
      power -= 1
      let size = (1 as UInt256) << power
      if let value = margin(size) { best = (size, value) }
    }
    guard var low = best else {
      guard let unchanged = margin(.zero) else { return .none }
      return .found(.zero, initialMargin: unchanged)
    }
    var high = low.size << 1
    while high &- low.size > 1 {
      let middle = (low.size &+ high) >> 1
      if let value = margin(middle) { low = (middle, value) } else { high = middle }
    }
    return .found(low.size, initialMargin: low.margin)
  }

  /// Every spot price between a two-hundredth and ten times today's at which maintenance margin changes
  /// its sign, in rising order.
  ///
  /// The steps are five thousandths of today's price; a pair of changes inside one step is not seen. Each
  /// change is then found by halving to one unit of 10^-18 of the multiplier.
  /// - Throws: `MarginError` of the arrangement.
  public func maintenanceCrossings() throws(MarginError) -> [Crossing] {
    let portfolio = try input.arranged(parameters)
    func isBelow(_ multiplier: UInt256) -> Bool? {
      guard let moved = try? portfolio.applying(MarketShift(spot: multiplier), parameters),
        let margin = RiskArrays.maintenanceMargin(moved, parameters, scenarios)
      else { return nil }
      return margin.isNegative
    }
    var crossings: [Crossing] = []
    var last: (multiplier: UInt256, isBelow: Bool)?
    for step in 1...Limits.spotSteps {
      let multiplier = Limits.spotStep &* UInt256(UInt64(step))
      guard let below = isBelow(multiplier) else {
        last = nil
        continue
      }
      if let previous = last, previous.isBelow != below {
        var (low, high) = (previous.multiplier, multiplier)
        while high &- low > 1 {
          let middle = (low &+ high) >> 1
          // A margin that is refused counts as below.
          if (isBelow(middle) ?? true) == previous.isBelow { low = middle } else { high = middle }
        }
        // The price on the side where the account is still above maintenance.
        let edge = previous.isBelow ? high : low
        let price = try arithmetic { () throws(ArithmeticError) in
          try portfolio.spotPrice.multiplyWadDown(edge)
        }
        crossings.append(Crossing(spotPrice: price, multiplier: edge, isBelowUnder: previous.isBelow))
      }
      last = (multiplier, below)
    }
    return crossings
  }
}

extension RiskArrays {
  /// The maintenance margin of one portfolio by shared prices, by the direct path where they decline.
  static func maintenanceMargin(
    _ portfolio: Portfolio, _ parameters: PortfolioParameters, _ scenarios: [Scenario]
  ) -> Int256? {
    let arrays = RiskArrays(pricing: portfolio, parameters: parameters, scenarios: scenarios)
    var workspace = Workspace()
    if let indexed = arrays.index(portfolio), let summary = arrays.margin(of: indexed, &workspace) {
      return summary.maintenanceMargin
    }
    return try? PortfolioMargin(portfolio, parameters: parameters, scenarios: scenarios).maintenanceMargin
  }
}
