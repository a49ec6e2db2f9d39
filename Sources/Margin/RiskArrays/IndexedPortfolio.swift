import FixedPoint

/// A portfolio whose options point into the risk arrays.
public struct IndexedPortfolio: Sendable {
  public var cash: Int256
  public var perpPosition: Int256
  public var perpValue: Int256
  public var minConfidence: UInt256
  public var collaterals: [Portfolio.Collateral]
  var holdings: [Holding]
  var positions: [Position]

  /// The positions of one expiry.
  struct Holding: Sendable {
    var expiry: Int
    var minConfidence: UInt256
    var positions: Range<Int>
  }

  struct Position: Sendable {
    /// Twice the quote's index, one more for a put.
    var row: Int
    var amount: Int256
  }

  /// A portfolio without options.
  public init(
    cash: Int256, perpPosition: Int256, perpValue: Int256, minConfidence: UInt256,
    collaterals: [Portfolio.Collateral]
  ) {
    self.cash = cash
    self.perpPosition = perpPosition
    self.perpValue = perpValue
    self.minConfidence = minConfidence
    self.collaterals = collaterals
    holdings = []
    positions = []
  }

  /// Adds an expiry and its options: index of the expiry, and row and amount of each.
  mutating func add(expiry: Int, minConfidence: UInt256, _ options: [Position]) {
    let start = positions.count
    positions += options.sorted { $0.row < $1.row }
    holdings.append(
      Holding(expiry: expiry, minConfidence: minConfidence, positions: start..<positions.count))
  }
}

extension RiskArrays {
  /// Risk arrays over the options of one portfolio.
  public init(
    pricing portfolio: Portfolio, parameters: PortfolioParameters, scenarios: [Scenario]
  ) {
    self.init(
      market: MarketPrices(
        spotPrice: portfolio.spotPrice, perpPrice: portfolio.perpPrice, stablePrice: portfolio.stablePrice),
      expiries: portfolio.expiries, parameters: parameters, scenarios: scenarios)
  }

  /// Points a portfolio's options into the arrays, expiry by expiry in the order of the arrays.
  ///
  /// - Returns: nil where an option is not listed or was not priced inside the bounds.
  public func index(_ portfolio: Portfolio) -> IndexedPortfolio? {
    guard portfolio.expiries.count <= expiries.count else { return nil }
    var indexed = IndexedPortfolio(
      cash: portfolio.cash, perpPosition: portfolio.perpPosition, perpValue: portfolio.perpValue,
      minConfidence: portfolio.minConfidence, collaterals: portfolio.collaterals)
    for (index, expiry) in portfolio.expiries.enumerated() {
      var positions: [IndexedPortfolio.Position] = []
      for option in expiry.options {
        let row = expiries[index].row(strike: option.strike, vol: option.vol, isCall: option.isCall)
        guard let row else { return nil }
        positions.append(IndexedPortfolio.Position(row: row, amount: option.amount))
      }
      indexed.add(expiry: index, minConfidence: expiry.minConfidence, positions)
    }
    return indexed
  }
}
