import FixedPoint
import Margin

/// An account while its strategies are put together (BK-4): holdings in lots, no cash yet.
struct Draft {
  let market: BookMarket
  var stream: BookStream
  /// In the order in which they were first held; an amount may be zero.
  private(set) var legs: [Leg] = []
  /// In tenths of a lot.
  var perp = 0
  /// One amount for each collateral of the market, wad.
  private(set) var coins: [UInt256]
  /// The strikes of puts that are to be secured by cash, times their amounts, wad.
  var securedCash = UInt256.zero
  /// The account's size in cash units, wad.
  var size = UInt256.zero

  /// Options of one kind.
  struct Leg {
    var expiry: Int
    var quote: Int
    var isCall: Bool
    /// In lots, negative where short.
    var lots: Int
  }

  init(market: BookMarket, stream: BookStream) {
    self.market = market
    self.stream = stream
    coins = Array(repeating: .zero, count: market.collaterals.count)
  }

  /// Adds options; those of one kind are one leg.
  mutating func add(_ lots: Int, _ expiry: Int, _ quote: Int, isCall: Bool) {
    let held = legs.firstIndex { $0.expiry == expiry && $0.quote == quote && $0.isCall == isCall }
    if let held {
      legs[held].lots += lots
    } else {
      legs.append(Leg(expiry: expiry, quote: quote, isCall: isCall, lots: lots))
    }
  }

  /// Adds the underlying's own coin.
  mutating func addCoin(lots: Int) throws(ArithmeticError) {
    let amount = try UInt256(UInt64(max(0, lots))) * market.lot
    coins[market.coin] = try coins[market.coin] + amount
  }

  /// Adds what a value buys of a collateral, in whole thousandths of a coin and at least one.
  mutating func addCollateral(_ index: Int, worth value: UInt256) throws(ArithmeticError) {
    let unit: UInt256 = 1_000_000_000_000_000
    let amount = max(try value.divideWadDown(market.collaterals[index].price) / unit, 1)
    coins[index] = try coins[index] + amount * unit
  }

  /// Adds a perp against the delta of some legs, to a tenth of a lot toward zero.
  mutating func hedge(_ hedged: ArraySlice<Leg>) throws(ArithmeticError) {
    var delta = Int256.zero
    for leg in hedged {
      let each = market.expiries[leg.expiry].delta(leg.quote, isCall: leg.isCall)
      delta = try delta + each * Int256(Int64(leg.lots))
    }
    let tenths = try delta * 10 / Wad.signed
    perp -= Int(truncatingIfNeeded: tenths.bitPattern.low)
  }
}

/// The draws of the strategies (BK-6). Distances are hundredths of a deviation.
extension Draft {
  /// An expiry among the first so many, the nearer ones more often.
  mutating func expiry(among count: Int) -> Int {
    let (a, b) = (stream.below(count), stream.below(count))
    return min(a, b)
  }

  mutating func expiry() -> Int { expiry(among: market.expiries.count) }

  /// A listed strike at a distance from the forward.
  mutating func strike(_ expiry: Int, _ low: Int, _ high: Int) throws(ArithmeticError) -> Int {
    let grid = market.expiries[expiry].grid
    return try nearest(grid, to: grid.forward, times: stream.between(low, high))
  }

  /// A listed strike above another, at least the next.
  mutating func above(
    _ expiry: Int, _ strike: Int, _ low: Int, _ high: Int
  ) throws(ArithmeticError) -> Int {
    let grid = market.expiries[expiry].grid
    let found = try nearest(grid, to: grid.strike(strike), times: stream.between(low, high))
    return min(max(found, strike + 1), grid.count - 1)
  }

  /// A listed strike below another, at least the next.
  mutating func below(
    _ expiry: Int, _ strike: Int, _ low: Int, _ high: Int
  ) throws(ArithmeticError) -> Int {
    let grid = market.expiries[expiry].grid
    let found = try nearest(grid, to: grid.strike(strike), times: -stream.between(low, high))
    return max(min(found, strike - 1), 0)
  }

  private func nearest(
    _ grid: StrikeGrid, to price: UInt256, times hundredths: Int
  ) throws(ArithmeticError) -> Int {
    let distance = try grid.deviation * Int256(Int64(hundredths)) / 100
    return try grid.nearest(to: price.multiplyWadDown(distance.exponential()))
  }

  /// Between four tenths of an amount and all of it, at least one lot.
  mutating func part(of lots: Int) -> Int {
    max(1, lots * stream.between(40, 100) / 100)
  }

  mutating func coinFlip() -> Bool { stream.below(2) == 0 }
}
