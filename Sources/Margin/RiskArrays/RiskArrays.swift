import FixedPoint
import Pricing

/// Every listed option priced once in every scenario, for all accounts that hold it.
///
/// The arrays hold for one market, time, parameters and scenario list. An account's margin becomes sums
/// of products over them, with the truncations of the direct path at the same places, so both agree to
/// the last digit. What leaves the bounds of the 128-bit sums, or fails, is marked, and accounts that
/// hold it take the direct path, which also names the failure.
public struct RiskArrays: Sendable {
  /// The prices that no expiry has.
  public struct MarketPrices: Hashable, Sendable {
    public var spotPrice: UInt256
    public var perpPrice: UInt256
    public var stablePrice: UInt256

    public init(spotPrice: UInt256, perpPrice: UInt256, stablePrice: UInt256) {
      self.spotPrice = spotPrice
      self.perpPrice = perpPrice
      self.stablePrice = stablePrice
    }
  }

  public let market: MarketPrices
  public private(set) var parameters: PortfolioParameters
  public let scenarios: [Scenario]
  let columns: RiskColumns
  let expiries: [ExpiryArrays]
  /// Each scenario's moves in parts; nil where one leaves the bounds, and then no account is summed.
  let moves: [ScenarioMove]?

  /// Prices the options of these expiries; their amounts and sides count for nothing.
  ///
  /// - Parameter workers: threads to spread the expiries over; no price depends on it.
  /// - Complexity: one Black-76 per strike and distinct shock, one logarithm per strike and distinct
  ///   spot.
  public init(
    market: MarketPrices, expiries: [Portfolio.Expiry], parameters: PortfolioParameters,
    scenarios: [Scenario], workers: Int = 1
  ) {
    self.market = market
    self.parameters = parameters
    self.scenarios = scenarios
    let columns = RiskColumns(scenarios, basis: parameters.basisContingency)
    self.columns = columns
    self.expiries = Workers.map(expiries, workers: workers) {
      ExpiryArrays($0, columns: columns, parameters: parameters)
    }
    moves = try? scenarios.map { try ScenarioMove($0, perpPrice: market.perpPrice) }
  }

  /// Sets other collaterals, which no price depends on.
  public mutating func change(collaterals: [AssetIdentifier: PortfolioParameters.Collateral]) {
    parameters.collaterals = collaterals
  }

  /// The number of priced rows, a call and a put for each quote.
  public var instrumentCount: Int { expiries.reduce(0) { $0 + 2 * $1.quotes.count } }
}

/// The bounds inside which the sums over the arrays cannot leave 128 bits.
enum ArrayBounds {
  /// A price of one contract: 79 thousand million units.
  static var price: UInt128 { 1 &<< 96 }
  /// A position: 4.8 million contracts.
  static var amount: UInt128 { 1 &<< 82 }
  /// Positions in one expiry.
  static var positions: Int { 128 }
  /// Expiries, and collaterals, of one account.
  static var groups: Int { 64 }
  /// The value of an expiry, a perp or a collateral in any scenario: a million million units.
  static var value: UInt128 { 1 &<< 100 }
  /// A factor: 73.
  static var factor: UInt128 { 1 &<< 66 }
}

/// A scenario's dampening and moves, split for multiplication.
struct ScenarioMove: Sendable {
  let isSkew: Bool
  /// Nil where nothing is dampened.
  let dampening: WadParts?
  /// The spot move as a fraction, and whether it falls.
  let spot: WadParts
  /// The perp's price move.
  let perp: WadParts
  let falls: Bool

  init(_ scenario: Scenario, perpPrice: UInt256) throws(ArithmeticError) {
    isSkew = scenario.volShock.isSkew
    let bound = UInt256(ArrayBounds.factor)
    guard scenario.dampeningFactor < bound, scenario.spotShock < bound else { throw .overflow }
    dampening =
      scenario.dampeningFactor == Wad.wide ? nil : WadParts(narrow: scenario.dampeningFactor.low)
    let move = try Int256(scenario.spotShock) - Wad.signed
    let perpMove = try move.multiplyWadTruncating(Int256(perpPrice)).magnitude
    guard perpMove < UInt256(ArrayBounds.price) else { throw .overflow }
    falls = move.isNegative
    spot = WadParts(narrow: move.magnitude.low)
    perp = WadParts(narrow: perpMove.low)
  }
}
