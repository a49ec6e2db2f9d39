import FixedPoint

/// The discount at which parts of an account are taken over, by how deep it is and for how long (GL-17).
///
/// It is nothing at the threshold, grows with depth and time up to a most, and is held to a part of the account's
/// equity whatever is taken, so that it never makes a solvent account insolvent.
public struct PenaltyRule: Hashable, Sendable {
  /// The most, as a part of what is taken, wad.
  public var maximumRate: UInt256
  /// The depth from which the most applies, wad: 0 at the threshold, 1 where equity is zero.
  public var fullDepth: UInt256
  /// The part that applies at once, wad.
  public var initialShare: UInt256
  /// Until all of it applies, in seconds.
  public var rampSeconds: UInt64
  /// The part of the equity that all discounts together may cost, wad.
  public var equityShare: UInt256

  public init(
    maximumRate: UInt256, fullDepth: UInt256, initialShare: UInt256, rampSeconds: UInt64, equityShare: UInt256
  ) {
    self.maximumRate = maximumRate
    self.fullDepth = fullDepth
    self.initialShare = initialShare
    self.rampSeconds = rampSeconds
    self.equityShare = equityShare
  }

  /// No discount.
  public static var none: PenaltyRule {
    PenaltyRule(maximumRate: .zero, fullDepth: .zero, initialShare: .zero, rampSeconds: 0, equityShare: .zero)
  }
}

extension PenaltyRule {
  /// Bounds of the numbers (GL-18).
  public enum Bounds {
    /// The largest `maximumRate`: a tenth.
    public static var maximumRate: UInt256 { 100_000_000_000_000_000 }
    /// The longest ramp: thirty days.
    public static var rampSeconds: UInt64 { 2_592_000 }
  }

  /// Whether the numbers are inside their bounds.
  public var isInBounds: Bool {
    maximumRate <= Bounds.maximumRate && fullDepth <= Wad.wide && initialShare <= Wad.wide
      && rampSeconds <= Bounds.rampSeconds && equityShare <= Wad.wide
  }

  /// How much of the requirement is not covered: 0 at the threshold, `W` where equity is zero or less, rounded down.
  public static func depth(maintenance: Int256, markToMarket: Int256) throws(ArithmeticError) -> UInt256 {
    if !maintenance.isNegative { return .zero }
    if markToMarket.isNegative || markToMarket.isZero { return Wad.wide }
    let requirement = try UInt256(markToMarket - maintenance)
    return min(try maintenance.absolute().divideWadDown(requirement), Wad.wide)
  }

  /// The rate of an account, wad, rounded down at each step.
  ///
  /// - Parameters:
  ///   - seconds: since the account fell below maintenance margin.
  ///   - base: what a rate of one would cost if everything were taken (GL-6), wad.
  public func rate(
    seconds: UInt64, maintenance: Int256, markToMarket: Int256, base: UInt256
  ) throws(ArithmeticError) -> UInt256 {
    let depth = try Self.depth(maintenance: maintenance, markToMarket: markToMarket)
    let share = fullDepth.isZero ? Wad.wide : min(try depth.divideWadDown(fullDepth), Wad.wide)
    let rate = try maximumRate.multiplyWadDown(depth.isZero ? .zero : share).multiplyWadDown(growth(seconds))
    if base.isZero || markToMarket.isNegative { return .zero }
    let allowed = try UInt256(markToMarket).multiplyWadDown(min(equityShare, Wad.wide))
    return min(rate, try allowed.divideWadDown(base))
  }

  /// The part that applies after some seconds.
  private func growth(_ seconds: UInt64) throws(ArithmeticError) -> UInt256 {
    if seconds >= rampSeconds || initialShare >= Wad.wide { return Wad.wide }
    return try initialShare + (Wad.wide - initialShare) * UInt256(seconds) / UInt256(rampSeconds)
  }
}
