import FixedPoint

/// One perpetual future, apart from what it remembers of accounts (CL-29).
public struct PerpState: Hashable, Sendable {
  /// The market whose feeds price it.
  public var market: Int
  /// What a position of one has paid in funding since the beginning, signed wad.
  public var aggregatedFunding: Int256 = .zero
  /// When funding was last added, Unix seconds.
  public var lastFundingPaidAt: UInt64
  /// The mark at which it was closed for good; nil while it trades.
  public var closingMark: UInt256?
  /// Added to the premium's rate, an hour, signed wad.
  public var staticInterestRate: Int256
  /// The largest rate an hour, either way, wad.
  public var largestRate: Int256
  /// Over how many hours the premium is paid, wad.
  public var convergencePeriod: Int256

  /// The rate of funding an hour since it was last added, where rates are kept (CL-73); signed wad.
  public package(set) var rateInForce: Int256 = .zero
  /// The index price to it, wad.
  public package(set) var indexInForce: UInt256 = .zero

  public var isDisabled: Bool { closingMark != nil }

  public init(
    market: Int, lastFundingPaidAt: UInt64, staticInterestRate: Int256, largestRate: Int256,
    convergencePeriod: Int256
  ) {
    self.market = market
    self.lastFundingPaidAt = lastFundingPaidAt
    self.staticInterestRate = staticInterestRate
    self.largestRate = largestRate
    self.convergencePeriod = convergencePeriod
  }
}
