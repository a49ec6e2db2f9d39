import FixedPoint
import Margin
import Pricing

/// The strikes listed for one expiry (MB-7): round steps, as far as two and a half deviations to each side.
struct StrikeGrid: Hashable, Sendable {
  var forward: UInt256
  /// The deviation until expiry of the logarithm of the price: volatility at the forward times the root of
  /// the time, wad.
  var deviation: Int256
  /// The distance of neighbours: one, two or five times a power of ten, wad.
  var step: UInt256
  /// The lowest strike in steps.
  var first: UInt64
  var count: Int

  /// How far the grid reaches, in deviations, wad.
  static var reach: Int256 { 2_500_000_000_000_000_000 }
  /// The least step: strikes have eight decimals.
  static var leastStep: UInt256 { 10_000_000_000 }
  static var greatestCount: UInt64 { 256 }

  /// - Throws: `pricing` where the surface has no volatility at the forward, or a number leaves 256 bits.
  init(_ expiry: Market.Expiry) throws(TapeError) {
    do throws(PricingError) {
      let forward: UInt256
      do throws(ArithmeticError) {
        forward = try expiry.forwardFixedPortion + expiry.forwardVariablePortion
      } catch {
        throw .arithmetic(error)
      }
      let volatility = try expiry.svi.volatility(strike: forward)
      do throws(ArithmeticError) {
        try self.init(forward: forward, volatility: volatility, seconds: expiry.secondsToExpiry)
      } catch {
        throw .arithmetic(error)
      }
    } catch {
      throw .pricing(error)
    }
  }

  private init(forward: UInt256, volatility: UInt256, seconds: UInt64) throws(ArithmeticError) {
    self.forward = forward
    let deviation = try volatility.multiplyWadDown(UInt256(Black76.rootOfTime(seconds)))
    self.deviation = try Int256(deviation)
    step = Self.roundStep(try forward.multiplyWadDown(deviation) / 4)
    let reach = try self.deviation.multiplyWadTruncating(Self.reach)
    let lowest = try forward.multiplyWadDown((-reach).exponential())
    let highest = try forward.multiplyWadDown(reach.exponential())
    let low = max(try (try lowest + (try step - 1)) / step, 1)
    let high = max(try highest / step, low)
    let size = min(try high - low, UInt256(Self.greatestCount - 1))
    first = try low.toUInt64()
    count = Int(truncatingIfNeeded: try size.toUInt64()) + 1
  }

  /// The greatest of 1, 2 and 5 times powers of ten that is not above a bound.
  private static func roundStep(_ bound: UInt256) -> UInt256 {
    var step = leastStep
    while true {
      for multiple: UInt256 in [2, 5, 10] {
        let next = step &* multiple
        if next > bound { return multiple == 2 ? step : step &* (multiple == 5 ? 2 : 5) }
      }
      step = step &* 10
    }
  }

  /// The strike at an index from zero to `count` less one.
  func strike(_ index: Int) -> UInt256 { step &* UInt256(first &+ UInt64(index)) }

  var strikes: [UInt256] { (0..<count).map(strike) }

  /// The index of a strike, nil where it is not listed.
  func index(of strike: UInt256) -> Int? {
    let (steps, rest) = strike.quotientAndRemainder(dividingByNonZero: step)
    guard rest.isZero, steps >= UInt256(first) else { return nil }
    let index = steps &- UInt256(first)
    return index < UInt256(UInt64(count)) ? Int(truncatingIfNeeded: index.low) : nil
  }

  /// The index of the listed strike nearest to a price, the higher of two; outside the grid its end.
  func nearest(to price: UInt256) throws(ArithmeticError) -> Int {
    let steps = try (try price * 2 + step) / (try step * 2)
    if steps <= UInt256(first) { return 0 }
    let index = try steps - UInt256(first)
    return index < UInt256(UInt64(count)) ? Int(truncatingIfNeeded: index.low) : count - 1
  }
}

extension Market {
  /// The grid of each expiry, in their order.
  func strikeGrids() throws(TapeError) -> [StrikeGrid] {
    var grids: [StrikeGrid] = []
    for expiry in expiries { grids.append(try StrikeGrid(expiry)) }
    return grids
  }

  /// Everything that can be held on this market besides cash (MB-8): the perp, the collaterals, and a call
  /// and a put at each listed strike of each expiry.
  func instruments() throws(TapeError) -> [Instrument] {
    var instruments: [Instrument] = [.perp]
    instruments += collaterals.map { .collateral($0.asset) }
    for (expiry, grid) in zip(expiries, try strikeGrids()) {
      for strike in grid.strikes {
        for isCall in [true, false] {
          instruments.append(.option(expiry: expiry.label, strike: strike, isCall: isCall))
        }
      }
    }
    return instruments
  }
}
