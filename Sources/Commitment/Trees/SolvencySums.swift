import FixedPoint

/// The columns of the solvency tree: of one account, or summed over many (CM-6).
public struct SolvencySums: Hashable, Sendable {
  /// Equity where it is above zero, cash units, wad.
  public var positiveEquity: UInt128
  /// The amount by which equity is below zero, cash units, wad; 96 bits.
  public var deficit: UInt128
  /// Accounts below maintenance margin.
  public var belowMaintenance: UInt32

  public static let zero = SolvencySums(positiveEquity: 0, deficit: 0, belowMaintenance: 0)
  public static let greatestDeficit: UInt128 = (1 << 96) - 1

  public init(positiveEquity: UInt128, deficit: UInt128, belowMaintenance: UInt32) {
    self.positiveEquity = positiveEquity
    self.deficit = deficit
    self.belowMaintenance = belowMaintenance
  }

  /// The columns of an account's leaf (CM-6).
  /// - Parameters:
  ///   - equity: what the account is worth, wad.
  ///   - index: the account's, for the refusal.
  /// - Throws: `leafDeficitOutOfRange` for a deficit of 2^96 or more, `equityOverflow` at level 0 for equity of 2^128
  ///   or more.
  public init(equity: Int256, isBelowMaintenance: Bool, index: UInt64) throws(CommitmentRefusal) {
    let (magnitude, isInsolvent) = (equity.magnitude, equity.isNegative)
    if isInsolvent, magnitude > UInt256(Self.greatestDeficit) { throw .leafDeficitOutOfRange(index: index) }
    if magnitude.high != 0 { throw .equityOverflow(level: 0) }
    self.init(
      positiveEquity: isInsolvent ? 0 : magnitude.low, deficit: isInsolvent ? magnitude.low : 0,
      belowMaintenance: isBelowMaintenance ? 1 : 0)
  }

  /// What one account is worth, wad: its equity, or its deficit below zero.
  public var equity: Int256 {
    let (size, deficit) = (Int256(bitPattern: UInt256(positiveEquity)), Int256(bitPattern: UInt256(self.deficit)))
    return size &- deficit
  }

  /// Whether the deficit fits its 96 bits. What does not fit has no packed column.
  public var isInRange: Bool { deficit <= Self.greatestDeficit }

  /// The second column of a preimage: the deficit in the high 96 bits, the count in the low 32.
  var packed: UInt128 { deficit &<< 32 | UInt128(belowMaintenance) }

  init(positiveEquity: UInt128, packed: UInt128) {
    self.init(
      positiveEquity: positiveEquity, deficit: packed &>> 32,
      belowMaintenance: UInt32(truncatingIfNeeded: packed))
  }

  /// The sums of both, each column checked by itself, in the order of the columns (CM-7).
  /// - Parameter level: the level of the node that is summed, for the refusal.
  func adding(_ other: SolvencySums, level: Int) throws(CommitmentRefusal) -> SolvencySums {
    let (equity, equityOverflow) = positiveEquity.addingReportingOverflow(other.positiveEquity)
    if equityOverflow { throw .equityOverflow(level: level) }
    let (deficit, deficitOverflow) = self.deficit.addingReportingOverflow(other.deficit)
    if deficitOverflow || deficit > Self.greatestDeficit { throw .deficitOverflow(level: level) }
    let (count, countOverflow) = belowMaintenance.addingReportingOverflow(other.belowMaintenance)
    if countOverflow { throw .countOverflow(level: level) }
    return SolvencySums(positiveEquity: equity, deficit: deficit, belowMaintenance: count)
  }

  /// Refuses what the columns of one account cannot be (CM-6).
  public func checkLeaf(index: UInt64) throws(CommitmentRefusal) {
    if !isInRange { throw .leafDeficitOutOfRange(index: index) }
    if belowMaintenance > 1 { throw .leafCountOutOfRange(index: index) }
    if positiveEquity != 0 && deficit != 0 { throw .leafEquityAndDeficit(index: index) }
  }
}
