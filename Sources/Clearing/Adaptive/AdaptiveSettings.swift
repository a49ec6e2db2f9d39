import FixedPoint

/// How the parameters of a manager follow what is measured (AM-1).
public struct AdaptiveSettings: Hashable, Sendable {
  /// For how many seconds an account is not liquidated that fell below because a parameter moved.
  public var grace: UInt64
  public var rules: [AdaptiveRule]

  public init(grace: UInt64, rules: [AdaptiveRule]) {
    (self.grace, self.rules) = (grace, rules)
  }
}

/// One parameter of an asset, and what moves it.
public struct AdaptiveRule: Hashable, Sendable {
  public var asset: Asset
  public var parameter: AdaptiveParameter
  public var input: AdaptiveInput
  public var curve: AdaptiveCurve
  /// The most by which it moves at one time, wad; of a share the part of it.
  public var step: UInt256
  /// Seconds between an announcement and its effect, and from one step to the next.
  public var notice: UInt64
  /// Seconds that a level is in force before it relaxes by a step.
  public var calm: UInt64

  public init(
    asset: Asset, parameter: AdaptiveParameter, input: AdaptiveInput, curve: AdaptiveCurve, step: UInt256,
    notice: UInt64, calm: UInt64
  ) {
    (self.asset, self.parameter, self.input) = (asset, parameter, input)
    (self.curve, self.step, self.notice, self.calm) = (curve, step, notice, calm)
  }
}

/// What of an asset's parameters moves (AM-11).
public enum AdaptiveParameter: String, Hashable, Sendable, CaseIterable {
  /// A haircut, or the part of notional that a perp or a short option requires.
  case requirement
  /// How far scenarios move the index price.
  case spotRange
  /// How far scenarios move volatility.
  case volRange
}

/// What is measured (AM-3). Wads, and seconds.
public enum AdaptiveInput: Hashable, Sendable {
  /// The volatility of the index price over about so long.
  case realised(seconds: UInt64)
  /// The volatility at the forward of the first of some expiries that is later than the tenor.
  case implied(expiries: [UInt64], tenor: UInt64)
  /// What the confidence of the price lacks.
  case confidence
  /// How far the price is below what it should be.
  case peg(PegReference)
  /// What accounts of the manager hold, as a part of an amount.
  case interest(reference: UInt256)
  /// What an account holds, as a part of the worth that the market takes.
  case size(depth: UInt256)
  /// What an account holds, as a part of what all do.
  case share(least: UInt256)

  /// Whether it is measured of an account and not of the market.
  var isOfAccount: Bool {
    switch self {
    case .size, .share: true
    case .realised, .implied, .confidence, .peg, .interest: false
    }
  }

  /// Whether a rule of it has a level.
  var moves: Bool { if case .size = self { false } else { true } }

  /// Whether its level tightens as it falls.
  var tightensDownward: Bool { if case .share = self { true } else { false } }
}

/// What a price should be: a number, an index price and a redemption rate multiplied.
public struct PegReference: Hashable, Sendable {
  /// Wad.
  public var price: UInt256
  public var market: Int?
  /// A collateral's own feed, by its place.
  public var rate: Int?

  public init(price: UInt256 = Wad.wide, market: Int? = nil, rate: Int? = nil) {
    (self.price, self.market, self.rate) = (price, market, rate)
  }
}

/// A function in straight lines between points, rounded down, and flat beyond them (AM-10).
public struct AdaptiveCurve: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    /// What is measured, wad.
    public var at: UInt256
    /// What is added, wad.
    public var add: UInt256

    public init(at: UInt256, add: UInt256) { (self.at, self.add) = (at, add) }
  }

  /// By rising `at`, `add` not falling.
  public var points: [Point]

  public init(_ points: [Point]) { self.points = points }

  public func value(at measured: UInt256) -> UInt256 {
    guard let first = points.first else { return .zero }
    if measured <= first.at { return first.add }
    for (low, high) in zip(points, points.dropFirst()) where measured < high.at {
      // Within bounds nothing of this is refused.
      let line = try? (high.add - low.add) * (measured - low.at) / (high.at - low.at)
      return line.map { low.add &+ $0 } ?? high.add
    }
    return points.last?.add ?? .zero
  }
}

/// Bounds of adaptive settings (AM-2).
public enum AdaptiveLimits {
  public static let rules = 16
  public static let points = 16
  public static let expiries = 32
  /// The most that is added, wad.
  public static let greatestAddition = UInt256(4 * Wad.one)
  /// A day.
  public static let longestNotice: UInt64 = 86_400
  /// A week.
  public static let longestCalm: UInt64 = 604_800
  /// A week.
  public static let longestGrace: UInt64 = 604_800
  /// A grace has so many notices at most, so that the past of a level is bounded.
  public static let noticesOfGrace: UInt64 = 32
  /// Thirty days.
  public static let longestWindow: UInt64 = 2_592_000
  static let greatestMeasure = UInt256(UInt128.max)
  /// What looking at one rule counts (AM-15).
  static let work = 20
}
