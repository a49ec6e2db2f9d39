import Commitment
import FixedPoint
import Margin

extension SolvencySums {
  /// The columns of an account's solvency leaf, from its margin (CM-6).
  /// - Parameter index: the account's, for the refusal.
  /// - Throws: `leafDeficitOutOfRange` for a deficit of 2^96 or more, `equityOverflow` at level 0 for equity of 2^128
  ///   or more.
  public init(_ margin: MarginSummary, index: UInt64) throws(CommitmentRefusal) {
    let magnitude = margin.markToMarket.magnitude
    let isInsolvent = margin.markToMarket.isNegative
    if isInsolvent, magnitude > UInt256(Self.greatestDeficit) { throw .leafDeficitOutOfRange(index: index) }
    if magnitude.high != 0 { throw .equityOverflow(level: 0) }
    self.init(
      positiveEquity: isInsolvent ? 0 : magnitude.low, deficit: isInsolvent ? magnitude.low : 0,
      belowMaintenance: margin.maintenanceMargin.isNegative ? 1 : 0)
  }
}
