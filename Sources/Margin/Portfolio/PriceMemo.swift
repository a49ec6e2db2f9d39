import FixedPoint
import Pricing

/// Prices of options that were computed before: accounts hold the same options at the same moment.
///
/// A price is found by all that it is made of, so that no change of the market or of parameters makes it wrong. One
/// that has no place is computed again; which ones have one decides no result.
public struct PriceMemo: Sendable {
  /// What a price is made of.
  struct Terms: Hashable, Sendable {
    var secondsToExpiry: UInt64
    var discount: UInt64
    var forward: UInt128
    var strike: UInt128
    var volatility: UInt128
  }

  private struct Entry: Sendable {
    var terms: Terms
    var call: UInt256
    var put: UInt256
  }

  /// Places, a power of two: 2 MB, enough for the options of some hundred quotes in thirty scenarios.
  static let capacity = 1 << 14

  /// Each price at the place that its terms give; none before the first is asked for.
  private var entries: [Entry] = []
  private let isKept: Bool

  public init() { isKept = true }

  private init(isKept: Bool) { self.isKept = isKept }

  /// One that remembers nothing.
  static let none = PriceMemo(isKept: false)

  /// Call and put.
  mutating func prices(_ terms: Terms) -> (call: UInt256, put: UInt256) {
    if !isKept { return Self.computed(terms) }
    if entries.isEmpty {
      // No time to expiry, no forward and no strike: what stands where nothing is kept is a price like others.
      let nothing = Terms(secondsToExpiry: 0, discount: 0, forward: 0, strike: 0, volatility: 0)
      let prices = Self.computed(nothing)
      entries = Array(repeating: Entry(terms: nothing, call: prices.call, put: prices.put), count: Self.capacity)
    }
    let place = terms.place & (Self.capacity - 1)
    if entries[place].terms == terms { return (entries[place].call, entries[place].put) }
    let prices = Self.computed(terms)
    entries[place] = Entry(terms: terms, call: prices.call, put: prices.put)
    return prices
  }

  private static func computed(_ terms: Terms) -> (call: UInt256, put: UInt256) {
    let slice = Black76(secondsToExpiry: terms.secondsToExpiry, discount: terms.discount, forward: terms.forward)
    let prices = slice.prices(strike: terms.strike, volatility: terms.volatility)
    return (prices.call, prices.put)
  }
}

extension PriceMemo.Terms {
  /// A number that differs for terms that differ, mostly.
  fileprivate var place: Int {
    var mixed: UInt64 = 0
    for word in [
      secondsToExpiry, discount, UInt64(truncatingIfNeeded: forward), UInt64(truncatingIfNeeded: strike),
      UInt64(truncatingIfNeeded: volatility),
    ] {
      // The multiplier of a known generator, odd and without pattern.
      mixed = (mixed ^ word) &* 0x9E37_79B9_7F4A_7C15
      mixed ^= mixed >> 29
    }
    return Int(truncatingIfNeeded: mixed >> 16)
  }
}
