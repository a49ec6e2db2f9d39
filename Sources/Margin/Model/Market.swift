import FixedPoint
import Pricing

/// How an expiry is named: by the seconds left, or by its Unix time where the market has a time of its own.
public enum ExpiryLabel: Hashable, Sendable {
  case secondsToExpiry(UInt64)
  case timestamp(UInt64)
}

/// Everything the oracles say about one underlying at one moment (PM-2). Prices, rates and confidences
/// are wads.
public struct Market: Hashable, Sendable {
  /// The moment in Unix seconds; nil where expiries are named by the seconds left.
  public var timestamp: UInt64?
  public var spotPrice: UInt256
  public var spotConfidence: UInt256
  public var stablePrice: UInt256
  public var perpPrice: UInt256
  public var perpConfidence: UInt256
  public var collaterals: [Collateral]
  public var expiries: [Expiry]

  /// The price of a collateral.
  public struct Collateral: Hashable, Sendable {
    public var asset: AssetIdentifier
    /// For people only.
    public var name: String?
    public var price: UInt256
    public var confidence: UInt256

    public init(asset: AssetIdentifier, name: String?, price: UInt256, confidence: UInt256) {
      self.asset = asset
      self.name = name
      self.price = price
      self.confidence = confidence
    }
  }

  /// Forward, rate and volatility surface of one expiry.
  public struct Expiry: Hashable, Sendable {
    public var label: ExpiryLabel
    public var secondsToExpiry: UInt64
    public var forwardFixedPortion: UInt256
    public var forwardVariablePortion: UInt256
    public var forwardConfidence: UInt256
    /// The annual interest rate; a negative one counts as zero.
    public var rate: Int256
    public var rateConfidence: UInt256
    public var svi: SVISlice
    public var volConfidence: UInt256

    public init(
      label: ExpiryLabel, secondsToExpiry: UInt64, forwardFixedPortion: UInt256,
      forwardVariablePortion: UInt256, forwardConfidence: UInt256, rate: Int256, rateConfidence: UInt256,
      svi: SVISlice, volConfidence: UInt256
    ) {
      self.label = label
      self.secondsToExpiry = secondsToExpiry
      self.forwardFixedPortion = forwardFixedPortion
      self.forwardVariablePortion = forwardVariablePortion
      self.forwardConfidence = forwardConfidence
      self.rate = rate
      self.rateConfidence = rateConfidence
      self.svi = svi
      self.volConfidence = volConfidence
    }
  }

  public init(
    timestamp: UInt64?, spotPrice: UInt256, spotConfidence: UInt256, stablePrice: UInt256,
    perpPrice: UInt256, perpConfidence: UInt256, collaterals: [Collateral], expiries: [Expiry]
  ) {
    self.timestamp = timestamp
    self.spotPrice = spotPrice
    self.spotConfidence = spotConfidence
    self.stablePrice = stablePrice
    self.perpPrice = perpPrice
    self.perpConfidence = perpConfidence
    self.collaterals = collaterals
    self.expiries = expiries
  }
}

extension Market {
  /// The expiry of this label; one that is named by the seconds left matches by them.
  public func expiry(_ label: ExpiryLabel) -> Expiry? {
    expiries.first { expiry in
      if expiry.label == label { return true }
      if case .secondsToExpiry(let seconds) = label { return expiry.secondsToExpiry == seconds }
      return false
    }
  }
}
