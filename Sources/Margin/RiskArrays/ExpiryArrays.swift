import FixedPoint
import Pricing

/// One expiry of the risk arrays: its factors, and a row of prices for each quote and side.
struct ExpiryArrays: Sendable {
  let secondsToExpiry: UInt256
  /// The quotes in rising order, without repetition.
  let quotes: [Quote]
  /// Call and put in turn for each quote, one price for each column.
  let prices: [WadParts]
  /// Whether every price of a quote is inside the bounds.
  let isPriced: [Bool]
  /// Nil where a factor fails or leaves the bounds: accounts holding this expiry take the direct path.
  let factors: Factors?
  let columnCount: Int

  /// A strike and its volatility: a market has one for each strike, an arranged portfolio may have two.
  struct Quote: Hashable, Comparable, Sendable {
    let strike: UInt256
    let vol: UInt256

    static func < (a: Quote, b: Quote) -> Bool {
      a.strike != b.strike ? a.strike < b.strike : a.vol < b.vol
    }
  }

  struct Factors: Sendable {
    let factors: ExpiryFactors
    let basisFactor: Int256
    let positive: WadParts
    let negative: WadParts
  }

  init(_ expiry: Portfolio.Expiry, columns: RiskColumns, parameters: PortfolioParameters) {
    secondsToExpiry = expiry.secondsToExpiry
    columnCount = columns.count
    quotes = Set(expiry.options.map { Quote(strike: $0.strike, vol: $0.vol) }).sorted()
    let factors = try? Self.factors(expiry, parameters)

    var prices: [WadParts] = []
    var isPriced: [Bool] = []
    prices.reserveCapacity(2 * quotes.count * columns.count)
    isPriced.reserveCapacity(quotes.count)
    let slices = try? factors.map { factors in
      try ColumnSlices(expiry, columns: columns, factors: factors.factors, parameters: parameters)
    }
    // A forward or a skew curve that fails does so without options too.
    self.factors = slices == nil ? nil : factors
    for quote in quotes {
      if let row = try? slices?.row(quote) {
        prices += row
        isPriced.append(true)
      } else {
        prices += repeatElement(WadParts(narrow: 0), count: 2 * columns.count)
        isPriced.append(false)
      }
    }
    self.prices = prices
    self.isPriced = isPriced
  }

  /// The row of a strike and side, where the strike is listed and priced.
  /// - Parameter vol: which quote of the strike is meant, nil for the only one.
  func row(strike: UInt256, vol: UInt256?, isCall: Bool) -> Int? {
    let wanted = Quote(strike: strike, vol: vol ?? .zero)
    var (low, high) = (0, quotes.count)
    while low < high {
      let middle = (low + high) / 2
      if quotes[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < quotes.count, quotes[low].strike == strike, isPriced[low] else { return nil }
    if let vol, quotes[low].vol != vol { return nil }
    return 2 * low + (isCall ? 0 : 1)
  }

  private static func factors(
    _ expiry: Portfolio.Expiry, _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> Factors {
    let factors = try ExpiryFactors(expiry, parameters)
    let bound = UInt256(ArrayBounds.factor)
    guard factors.staticDiscountPos < bound, factors.staticDiscountNeg < bound else { throw .overflow }
    return Factors(
      factors: factors,
      basisFactor: try ExpiryFactors.basisFactor(expiry.secondsToExpiry, parameters.basisContingency),
      positive: WadParts(narrow: factors.staticDiscountPos.low),
      negative: WadParts(narrow: factors.staticDiscountNeg.low))
  }
}

/// The columns of one expiry before any strike is known: a forward and a volatility rule for each.
private struct ColumnSlices {
  /// The distinct forwards; columns of one spot share theirs, and with it the logarithm of a strike.
  var slices: [Black76] = []
  /// Each column's slice and volatility.
  var columns: [(slice: Int, volatility: Volatility)] = []

  enum Volatility {
    case scaled(by: UInt256, atLeast: UInt256)
    case skewed(SkewCurve)
  }

  init(
    _ expiry: Portfolio.Expiry, columns shocks: RiskColumns, factors: ExpiryFactors,
    parameters: PortfolioParameters
  ) throws(ArithmeticError) {
    let root = Black76.rootOfTime(try expiry.secondsToExpiry.toUInt64())
    var forwards: [UInt256: Int] = [:]
    for shock in shocks.shocks {
      let forward = try expiry.forward(spotShock: shock.spotShock)
      let slice = forwards[forward] ?? slices.count
      if slice == slices.count {
        forwards[forward] = slice
        slices.append(
          Black76(rootOfTime: root, discount: expiry.discount, forward: try forward.toUInt128()))
      }
      let volatility: Volatility =
        switch shock.volShock {
        case .none: .scaled(by: Wad.wide, atLeast: .zero)
        case .up: .scaled(by: factors.volShockUp, atLeast: parameters.volShock.minVolUpShock)
        case .down: .scaled(by: factors.volShockDown, atLeast: .zero)
        case .linear, .abs: .skewed(try SkewCurve(parameters.skewShock, shock.volShock, expiry: expiry))
        }
      columns.append((slice, volatility))
    }
  }

  /// The calls of every column, then the puts.
  func row(_ quote: ExpiryArrays.Quote) throws(ArithmeticError) -> [WadParts] {
    let narrowStrike = try quote.strike.toUInt128()
    let moneyness = slices.map { $0.moneyness(strike: narrowStrike) }
    var calls: [WadParts] = []
    var puts: [WadParts] = []
    calls.reserveCapacity(2 * columns.count)
    puts.reserveCapacity(columns.count)
    for column in columns {
      let shocked =
        switch column.volatility {
        case .scaled(let factor, let least): max(try quote.vol.multiplyWadDown(factor), least)
        case .skewed(let curve): try curve.volatility(strike: quote.strike, vol: quote.vol)
        }
      let prices = slices[column.slice].prices(
        moneyness[column.slice], volatility: try shocked.toUInt128())
      let bound = UInt256(ArrayBounds.price)
      guard prices.call < bound, prices.put < bound else { throw .overflow }
      calls.append(WadParts(narrow: prices.call.low))
      puts.append(WadParts(narrow: prices.put.low))
    }
    return calls + puts
  }
}
