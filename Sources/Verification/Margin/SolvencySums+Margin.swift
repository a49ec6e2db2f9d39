import Commitment
import Margin

extension SolvencySums {
  /// The columns of an account's solvency leaf, from its margin (CM-6).
  /// - Parameter index: the account's, for the refusal.
  /// - Throws: `leafDeficitOutOfRange` for a deficit of 2^96 or more, `equityOverflow` at level 0 for equity of 2^128
  ///   or more.
  public init(_ margin: MarginSummary, index: UInt64) throws(CommitmentRefusal) {
    try self.init(
      equity: margin.markToMarket, isBelowMaintenance: margin.maintenanceMargin.isNegative, index: index)
  }
}
