import Clearing
import FixedPoint
import Margin

extension KeeperProfile {
  /// The least discount for which taking a reduction over is worth it (KP-9): the cost of KP-5 of what the account
  /// requires less after it. Wad.
  /// - Parameter exposure: the worth of what is traded of the underlying, wad.
  public func leastDiscount(
    before: ReductionLevels, after: ReductionLevels, exposure: UInt256
  ) throws(ArithmeticError) -> UInt256 {
    let required = try (before.markToMarket - before.initialMargin) - (after.markToMarket - after.initialMargin)
    return try KeeperValue(
      part: Wad.wide, of: .zero, requirement: max(required, .zero).absolute(), exposure: exposure, for: self
    ).cost
  }
}
