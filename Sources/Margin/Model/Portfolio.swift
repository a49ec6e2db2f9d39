import FixedPoint

/// An account arranged for the portfolio model: every price it needs stands beside the position (PM-4).
public struct Portfolio: Hashable, Sendable {
  /// The index price, wad.
  public var spotPrice: UInt256
  /// The mark price of the perp, wad.
  public var perpPrice: UInt256
  /// The price of the stable coin in which cash is kept, wad.
  public var stablePrice: UInt256
  /// Cash, wad, negative where borrowed.
  public var cash: Int256
  /// Units of the perp, wad.
  public var perpPosition: Int256
  /// Unsettled and unrealised cash of the perp, wad.
  public var perpValue: Int256
  /// The least confidence of the spot feed and, where a perp is held, of its feed, wad.
  public var minConfidence: UInt256
  public var collaterals: [Collateral]
  public var expiries: [Expiry]

  /// A collateral and what it is worth.
  public struct Collateral: Hashable, Sendable {
    public var asset: AssetIdentifier
    /// In cash units, wad.
    public var value: UInt256
    public var minConfidence: UInt256

    public init(asset: AssetIdentifier, value: UInt256, minConfidence: UInt256) {
      self.asset = asset
      self.value = value
      self.minConfidence = minConfidence
    }
  }

  /// The options of one expiry.
  public struct Expiry: Hashable, Sendable {
    public var secondsToExpiry: UInt256
    /// The part of the forward that is settled already, wad.
    public var forwardFixedPortion: UInt256
    /// The part of the forward that moves with spot, wad.
    public var forwardVariablePortion: UInt256
    /// The annual interest rate, wad, never negative.
    public var rate: UInt256
    /// The discount factor, wad.
    public var discount: UInt64
    public var minConfidence: UInt256
    public var options: [Option]

    public init(
      secondsToExpiry: UInt256, forwardFixedPortion: UInt256, forwardVariablePortion: UInt256,
      rate: UInt256, discount: UInt64, minConfidence: UInt256, options: [Option]
    ) {
      self.secondsToExpiry = secondsToExpiry
      self.forwardFixedPortion = forwardFixedPortion
      self.forwardVariablePortion = forwardVariablePortion
      self.rate = rate
      self.discount = discount
      self.minConfidence = minConfidence
      self.options = options
    }
  }

  /// One option position.
  public struct Option: Hashable, Sendable {
    public var strike: UInt256
    /// Annual volatility, wad.
    public var vol: UInt256
    /// Contracts, wad, negative where short.
    public var amount: Int256
    public var isCall: Bool

    public init(strike: UInt256, vol: UInt256, amount: Int256, isCall: Bool) {
      self.strike = strike
      self.vol = vol
      self.amount = amount
      self.isCall = isCall
    }
  }

  public init(
    spotPrice: UInt256, perpPrice: UInt256, stablePrice: UInt256, cash: Int256, perpPosition: Int256,
    perpValue: Int256, minConfidence: UInt256, collaterals: [Collateral], expiries: [Expiry]
  ) {
    self.spotPrice = spotPrice
    self.perpPrice = perpPrice
    self.stablePrice = stablePrice
    self.cash = cash
    self.perpPosition = perpPosition
    self.perpValue = perpValue
    self.minConfidence = minConfidence
    self.collaterals = collaterals
    self.expiries = expiries
  }
}
