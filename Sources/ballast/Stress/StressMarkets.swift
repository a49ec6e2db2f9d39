import Console
import Encoding
import FixedPoint
import Keeping
import Margin
import Pricing

/// The markets of a stress run, moment by moment (KP-11, KP-12).
enum StressMarkets {
  case tape(MarketTape, from: Int, through: Int)
  case prices(PriceSeries, on: [SimulatedBook.BookedMarket], start: UInt64)

  /// For people: how what was not observed is made.
  var rule: String {
    switch self {
    case .tape:
      """
      Between two moments of the tape every number is in a straight line, surfaces among them; nothing was observed
      there.
      """
    case .prices:
      """
      Prices move the book's own markets: index, perp, forwards and collaterals by the same factor as the observed
      price since its start, in a straight line between observations. Surfaces keep their shape over the logarithm
      of strike and forward; volatility is the book's times 1 + 6·fall, at most 2.5, where fall is how far the price
      is below its highest of the last day. Rates stay.
      """
    }
  }

  /// The moments that a run has at most: of ten minutes, almost two years.
  static let mostMoments: UInt64 = 100_000

  /// The times of the run: from its start in steps, and its end.
  /// - Throws: `badInput` where they are too many.
  func times(step: UInt64) throws(CommandFailure) -> [UInt64] {
    let (start, end): (UInt64, UInt64)
    switch self {
    case .tape(let tape, let from, let through): (start, end) = (tape.moments[from].timestamp, tape.moments[through].timestamp)
    case .prices(let series, _, let begin): (start, end) = (begin, begin &+ ((series.times.last ?? 0) &- (series.times.first ?? 0)))
    }
    let count = end > start ? (end &- start) / max(step, 1) : 0
    guard count < Self.mostMoments else {
      throw CommandFailure(
        .badInput, "\(Self.mostMoments) moments at most were expected, and from \(start) to \(end) in steps of \(step) seconds "
          + "there are \(count): a longer --step makes fewer")
    }
    var times = Array(stride(from: start, to: end, by: Int(clamping: step)))
    times.append(end)
    return times
  }

  /// The markets at a time, in the order of the underlyings.
  func markets(at time: UInt64, of underlyings: [String]) throws -> [Market] {
    switch self {
    case .tape(let tape, let from, let through): try Self.interpolated(tape, from, through, at: time, underlyings)
    case .prices(let series, let booked, let start): try booked.map { try Self.moved($0, by: series, at: time, start) }
    }
  }

  // MARK: The tape

  private static func interpolated(
    _ tape: MarketTape, _ from: Int, _ through: Int, at time: UInt64, _ underlyings: [String]
  ) throws -> [Market] {
    let next = (from...through).first { tape.moments[$0].timestamp >= time } ?? through
    var moment = tape.moments[next]
    if moment.timestamp != time, next > from {
      moment = try tape.moments[next - 1].toward(moment, at: time)
    }
    let between = MarketTape(source: tape.source, moments: [moment])
    return try underlyings.map { try between.market(underlying: $0, at: 0) }
  }

  // MARK: Prices

  /// The longest over which a fall counts.
  private static let day: UInt64 = 86_400

  private static func moved(
    _ booked: SimulatedBook.BookedMarket, by series: PriceSeries, at time: UInt64, _ start: UInt64
  ) throws -> Market {
    let observed = (series.times.first ?? 0) &+ (time &- start)
    func factor(_ name: String) throws -> UInt256? {
      guard let now = try series.price(name, at: observed), let first = series.prices[name]?.first else { return nil }
      return try now.divideWadDown(first)
    }
    let move = try factor(booked.name) ?? factor("price") ?? Wad.wide
    let volatility = try Self.volatility(series, series.prices[booked.name] == nil ? "price" : booked.name, at: observed)
    var market = booked.market
    market.timestamp = time
    market.spotPrice = try market.spotPrice.multiplyWadDown(move)
    market.perpPrice = try market.perpPrice.multiplyWadDown(move)
    for index in market.collaterals.indices {
      let name = market.collaterals[index].name ?? ""
      let isDollar = name == "USDC" || name == "USDT"
      let own = try factor(name) ?? (name == "WSTETH" ? factor("ETH") : nil) ?? (isDollar ? nil : factor("price"))
      if let own { market.collaterals[index].price = try market.collaterals[index].price.multiplyWadDown(own) }
    }
    let elapsed = time &- start
    market.expiries = try booked.market.expiries.compactMap { expiry in
      guard expiry.secondsToExpiry > elapsed else { return nil }
      var later = expiry
      later.secondsToExpiry = expiry.secondsToExpiry &- elapsed
      later.forwardFixedPortion = try expiry.forwardFixedPortion.multiplyWadDown(move)
      later.forwardVariablePortion = try expiry.forwardVariablePortion.multiplyWadDown(move)
      later.svi.forward = try expiry.svi.forward.multiplyWadDown(move)
      later.svi.tau = UInt64(clamping: annualised(later.secondsToExpiry).low)
      let left = try UInt256(later.svi.tau).divideWadDown(UInt256(max(expiry.svi.tau, 1)))
      let scale = try volatility.multiplyWadDown(volatility).multiplyWadDown(left)
      later.svi.a = try expiry.svi.a.multiplyWadTruncating(Int256(scale))
      later.svi.b = try expiry.svi.b.multiplyWadDown(scale)
      return later
    }
    return market
  }

  /// What the book's volatility is multiplied by.
  private static func volatility(_ series: PriceSeries, _ name: String, at time: UInt64) throws -> UInt256 {
    guard let now = try series.price(name, at: time), let values = series.prices[name] else { return Wad.wide }
    var highest = now
    let since = time > day ? time - day : 0
    for (index, moment) in series.times.enumerated() where moment >= since && moment <= time {
      highest = max(highest, values[index])
    }
    let fall = try Wad.wide - now.divideWadDown(highest)
    return min(try Wad.wide + fall * 6, 2_500_000_000_000_000_000)
  }
}

extension SVISlice {
  /// The total variance where it is least, in the raw form that the slice is given in, wad.
  fileprivate func leastVariance() throws(ArithmeticError) -> Int256 {
    let square = try Wad.wide - min(rho.magnitude.multiplyWadDown(rho.magnitude), Wad.wide)
    return try a + Int256(b.multiplyWadDown(sigma).multiplyWadDown(square.squareRootWad()))
  }
}

extension MarketTape.Moment {
  /// The least total variance between two moments, wad.
  private static let leastVariance: Int256 = 1_000_000_000_000

  /// A moment between this one and a later one (KP-11): what both list.
  func toward(_ later: MarketTape.Moment, at time: UInt64) throws(ArithmeticError) -> MarketTape.Moment {
    let line = Straight(from: timestamp, to: later.timestamp, at: time)
    var between = MarketTape.Moment(timestamp: time, observations: [])
    for first in observations {
      guard let second = later.observation(of: first.underlying) else { continue }
      var observation = first
      observation.spot = try line.value(first.spot, second.spot)
      observation.perp = try line.value(first.perp ?? first.spot, second.perp ?? second.spot)
      observation.expiries = []
      for one in first.expiries {
        guard let other = second.expiries.first(where: { $0.expiry == one.expiry }) else { continue }
        var expiry = one
        expiry.svi.a = try line.value(one.svi.a, other.svi.a)
        expiry.svi.b = try line.value(one.svi.b, other.svi.b)
        expiry.svi.rho = try line.value(one.svi.rho, other.svi.rho)
        expiry.svi.m = try line.value(one.svi.m, other.svi.m)
        expiry.svi.sigma = try line.value(one.svi.sigma, other.svi.sigma)
        expiry.svi.forward = try line.value(one.svi.forward, other.svi.forward)
        expiry.svi.tau = try line.value(UInt256(one.svi.tau), UInt256(other.svi.tau)).toUInt64()
        // Shapes that are none can lie between two that are one: the least variance goes in a straight line too.
        let least = max(try line.value(one.svi.leastVariance(), other.svi.leastVariance()), Self.leastVariance)
        let found = try expiry.svi.leastVariance()
        if found < least { expiry.svi.a = try expiry.svi.a + (least - found) }
        observation.expiries.append(expiry)
      }
      between.observations.append(observation)
    }
    return between
  }
}
