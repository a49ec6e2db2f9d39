import FixedPoint

/// What one account holds, before any price is known (PM-3). Amounts are wads.
public struct Account: Hashable, Sendable {
  public var cash: Int256
  public var perpPosition: Int256
  /// Unsettled and unrealised cash of the perp.
  public var unsettledPerpCash: Int256
  public var collaterals: [Collateral]
  /// In the order in which they are held.
  public var options: [Option]

  public struct Collateral: Hashable, Sendable {
    public var asset: AssetIdentifier
    public var amount: Int256

    public init(asset: AssetIdentifier, amount: Int256) {
      self.asset = asset
      self.amount = amount
    }
  }

  public struct Option: Hashable, Sendable {
    public var expiry: ExpiryLabel
    public var strike: UInt256
    public var isCall: Bool
    /// Contracts, negative where short.
    public var amount: Int256

    public init(expiry: ExpiryLabel, strike: UInt256, isCall: Bool, amount: Int256) {
      self.expiry = expiry
      self.strike = strike
      self.isCall = isCall
      self.amount = amount
    }
  }

  public init(
    cash: Int256, perpPosition: Int256, unsettledPerpCash: Int256, collaterals: [Collateral],
    options: [Option]
  ) {
    self.cash = cash
    self.perpPosition = perpPosition
    self.unsettledPerpCash = unsettledPerpCash
    self.collaterals = collaterals
    self.options = options
  }
}
