import FixedPoint

/// The last auction of an account, open or over (DA-1).
public struct Auction: Hashable, Sendable {
  /// The one scenario by which the portfolio model judges; the standard model has no use for it.
  public internal(set) var scenario: UInt256
  public internal(set) var isInsolvent: Bool
  public internal(set) var isOpen: Bool
  /// What maintenance margin was missing when an insolvent auction started, wad; zero for a solvent one.
  public internal(set) var cachedMargin: UInt256
  /// Unix seconds.
  public internal(set) var startTime: UInt64
  /// What its account's markets had waited then, by rising places (WF-27); none without an oracle's rule.
  public internal(set) var waited: [MarketWait]
  /// What bidders have paid in this auction, wad: it is not for sale.
  public internal(set) var reservedCash: UInt256

  /// An auction as it is read back.
  package init(
    scenario: UInt256, isInsolvent: Bool, isOpen: Bool, cachedMargin: UInt256, startTime: UInt64,
    reservedCash: UInt256, waited: [MarketWait] = []
  ) {
    (self.scenario, self.isInsolvent, self.isOpen) = (scenario, isInsolvent, isOpen)
    (self.cachedMargin, self.startTime, self.reservedCash) = (cachedMargin, startTime, reservedCash)
    self.waited = waited
  }

  static func solvent(scenario: UInt256, at time: UInt64, _ waited: [MarketWait]) -> Auction {
    Auction(
      scenario: scenario, isInsolvent: false, isOpen: true, cachedMargin: .zero, startTime: time, reservedCash: .zero,
      waited: waited)
  }

  static func insolvent(
    scenario: UInt256, missing: UInt256, at time: UInt64, _ waited: [MarketWait]
  ) -> Auction {
    Auction(
      scenario: scenario, isInsolvent: true, isOpen: true, cachedMargin: missing, startTime: time, reservedCash: .zero,
      waited: waited)
  }
}
