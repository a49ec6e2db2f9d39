import FixedPoint

/// The prices of a European call and put on a forward, and the call's delta, as wads.
public struct OptionPrices: Hashable, Sendable {
  public var call: UInt256
  public var put: UInt256
  public var callDelta: UInt256

  public init(call: UInt256, put: UInt256, callDelta: UInt256) {
    self.call = call
    self.put = put
    self.callDelta = callDelta
  }
}

/// The inputs of Black-76 (PR-2).
public struct Black76Inputs: Hashable, Sendable {
  /// Seconds to expiry.
  public var secondsToExpiry: UInt64
  /// The discount factor, wad.
  public var discount: UInt64
  /// The annual volatility, wad.
  public var volatility: UInt128
  /// The forward price, wad.
  public var forward: UInt128
  /// The strike price, wad.
  public var strike: UInt128

  public init(
    secondsToExpiry: UInt64, discount: UInt64, volatility: UInt128, forward: UInt128, strike: UInt128
  ) {
    self.secondsToExpiry = secondsToExpiry
    self.discount = discount
    self.volatility = volatility
    self.forward = forward
    self.strike = strike
  }
}

/// Seconds as a fraction of a year of 365 days, wad, rounded down (PR-1).
public func annualised(_ seconds: UInt64) -> UInt256 {
  // Below 2^99, so the product of 64 bits and a wad needs no check.
  UInt256(UInt128(seconds) &* Wad.one / 31_536_000)
}
