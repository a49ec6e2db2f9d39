import FixedPoint

/// All cash in shares (CL-68). A fine unit is a wad of a wad: 10^-36 of a unit.
public struct ExactCash: Hashable, Sendable {
  /// The shares of all accounts that are owed cash; a share is worth the supply index in fine units.
  public internal(set) var supplyShares: UInt256 = .zero
  /// What they are owed beyond whole shares, fine units.
  public internal(set) var supplyRemainder: UInt256 = .zero
  /// The shares of all accounts that owe cash; a share is worth the borrow index in fine units.
  public internal(set) var borrowShares: UInt256 = .zero
  /// What they owe beyond whole shares, fine units.
  public internal(set) var borrowRemainder: UInt256 = .zero
  /// The security module's part of interest beyond whole wads, fine units.
  public internal(set) var feeRemainder: UInt256 = .zero
  /// Cash for which there are no tokens, because a loss was spread over all; wad.
  public internal(set) var unbacked: UInt256 = .zero

  public init() {}

  /// Totals as they are read back.
  package init(
    supplyShares: UInt256, supplyRemainder: UInt256, borrowShares: UInt256, borrowRemainder: UInt256,
    feeRemainder: UInt256, unbacked: UInt256
  ) {
    (self.supplyShares, self.supplyRemainder) = (supplyShares, supplyRemainder)
    (self.borrowShares, self.borrowRemainder) = (borrowShares, borrowRemainder)
    (self.feeRemainder, self.unbacked) = (feeRemainder, unbacked)
  }
}

/// The cash of one account in shares (CL-68). Both numbers are zero or have the sign of the balance.
public struct ExactBalance: Hashable, Sendable {
  public internal(set) var shares: Int256 = .zero
  /// Less than what a share is worth, fine units.
  public internal(set) var remainder: Int256 = .zero

  public init() {}

  /// A balance as it is read back.
  package init(shares: Int256, remainder: Int256) {
    (self.shares, self.remainder) = (shares, remainder)
  }

  var isNegative: Bool { shares.isNegative || remainder.isNegative }
}
