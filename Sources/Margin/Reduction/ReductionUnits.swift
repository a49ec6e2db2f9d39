import FixedPoint

/// The lots of one leg (GL-4).
struct LegUnits: Hashable, Sendable {
  /// The smallest amount by which the leg is reduced, wad.
  let unit: UInt256
  /// How many lots it has; the last may be smaller.
  let lots: UInt128
  /// What is left below this is taken too, wad.
  let least: UInt256
  let held: UInt256

  init(_ held: UInt256, step: UInt256, least: UInt256) {
    self.held = held
    self.least = least
    let count = UInt256(ReductionLimits.lots)
    let coarse = held.quotientRoundedUp(count)
    unit = max(step, coarse, 1)
    lots = held.quotientRoundedUp(unit).low
  }

  /// The amount of so many lots: all of it where nothing or less than the least size would be left.
  func amount(_ taken: UInt128) -> UInt256 {
    if taken == 0 { return .zero }
    guard taken < lots, let amount = try? unit * UInt256(taken), amount < held else { return held }
    return held &- amount < least ? held : amount
  }
}

extension UInt256 {
  /// The quotient by a divisor that is not zero, rounded up; zero for a divisor of zero.
  func quotientRoundedUp(_ divisor: UInt256) -> UInt256 {
    guard let (quotient, remainder) = try? quotientAndRemainder(dividingBy: divisor) else { return .zero }
    return remainder.isZero ? quotient : quotient &+ 1
  }
}
