import FixedPoint

/// How far an account is brought back, and in which units (GL-3, GL-4).
public struct ReductionRules: Hashable, Sendable {
  /// The part of the requirement that the account must have above maintenance, wad: the target is
  /// MM + (MM − MtM)·buffer at or above zero.
  public var buffer: UInt256
  /// The units in which a position is reduced, wads; zero counts as the smallest unit.
  public var steps: Sizes
  /// A position that would be left below this is closed, wads.
  public var least: Sizes
  /// Whether the perp may be traded against the options where that closes less.
  public var hedgesWithPerp: Bool
  /// Whether hedged pairs are reduced as a unit.
  public var keepsPairs: Bool
  /// At what discount parts are taken over.
  public var penalty: PenaltyRule

  /// One size for each kind of instrument, wads.
  public struct Sizes: Hashable, Sendable {
    public var option: UInt256
    public var perp: UInt256
    public var collateral: UInt256

    public init(option: UInt256, perp: UInt256, collateral: UInt256) {
      self.option = option
      self.perp = perp
      self.collateral = collateral
    }

    /// The size of a kind of instrument.
    public func size(_ kind: ReductionLeg.Kind) -> UInt256 {
      switch kind {
      case .call, .put: option
      case .perp: perp
      case .collateral: collateral
      }
    }
  }

  public init(
    buffer: UInt256, steps: Sizes, least: Sizes, hedgesWithPerp: Bool, keepsPairs: Bool, penalty: PenaltyRule
  ) {
    self.buffer = buffer
    self.steps = steps
    self.least = least
    self.hedgesWithPerp = hedgesWithPerp
    self.keepsPairs = keepsPairs
    self.penalty = penalty
  }
}

extension ReductionRules {
  /// A margin and its distance from the mark to market, stretched by the buffer (GL-3).
  func target(maintenance: Int256, markToMarket: Int256) throws(ArithmeticError) -> Int256 {
    try maintenance + (maintenance - markToMarket).multiplyWadTruncating(Int256(buffer))
  }
}
