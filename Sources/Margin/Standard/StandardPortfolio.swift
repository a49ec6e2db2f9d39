import FixedPoint

/// An account for the standard model, with every price it needs beside the position (SM-1). Everything is
/// a wad unless said otherwise.
public struct StandardPortfolio: Hashable, Sendable {
  /// Cash, negative where borrowed.
  public var cash: Int256
  /// The price of the stable coin in which cash is kept.
  public var stablePrice: UInt256
  /// The markets in which the account holds something, each once.
  public var markets: [Market]

  /// What the account holds on one underlying.
  public struct Market: Hashable, Sendable {
    /// The name by which the parameters know the market.
    public var market: String
    public var spotPrice: UInt256
    public var spotConfidence: UInt256
    /// The mark price of the perp; read only where a perp is held.
    public var perpPrice: UInt256
    public var perpConfidence: UInt256
    public var perpPosition: Int256
    /// Unsettled funding and unrealised profit of the perp, in cash.
    public var unsettledPerpCash: Int256
    /// The amount of the base asset.
    public var basePosition: UInt256
    public var expiries: [Expiry]

    public init(
      market: String, spotPrice: UInt256, spotConfidence: UInt256, perpPrice: UInt256,
      perpConfidence: UInt256, perpPosition: Int256, unsettledPerpCash: Int256, basePosition: UInt256,
      expiries: [Expiry]
    ) {
      self.market = market
      self.spotPrice = spotPrice
      self.spotConfidence = spotConfidence
      self.perpPrice = perpPrice
      self.perpConfidence = perpConfidence
      self.perpPosition = perpPosition
      self.unsettledPerpCash = unsettledPerpCash
      self.basePosition = basePosition
      self.expiries = expiries
    }
  }

  /// The options of one expiry.
  public struct Expiry: Hashable, Sendable {
    /// Seconds, zero once expired.
    public var secondsToExpiry: UInt64
    /// The settled and the moving portion of the forward together.
    public var forwardPrice: UInt256
    public var forwardConfidence: UInt256
    public var volConfidence: UInt256
    public var options: [Option]

    public init(
      secondsToExpiry: UInt64, forwardPrice: UInt256, forwardConfidence: UInt256, volConfidence: UInt256,
      options: [Option]
    ) {
      self.secondsToExpiry = secondsToExpiry
      self.forwardPrice = forwardPrice
      self.forwardConfidence = forwardConfidence
      self.volConfidence = volConfidence
      self.options = options
    }
  }

  /// One option position.
  public struct Option: Hashable, Sendable {
    public var strike: UInt256
    public var isCall: Bool
    /// Contracts, negative where short.
    public var amount: Int256
    /// Annual volatility.
    public var vol: UInt256

    public init(strike: UInt256, isCall: Bool, amount: Int256, vol: UInt256) {
      self.strike = strike
      self.isCall = isCall
      self.amount = amount
      self.vol = vol
    }
  }

  public init(cash: Int256, stablePrice: UInt256, markets: [Market]) {
    self.cash = cash
    self.stablePrice = stablePrice
    self.markets = markets
  }
}
