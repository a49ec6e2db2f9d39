import FixedPoint

/// A refusal of the volatility surface or of an option identifier, by the protocol's names.
public enum PricingError: Error, Hashable, Sendable {
  case arithmetic(ArithmeticError)
  /// The slice has no forward.
  case noForwardPrice
  /// a + b * sigma is negative, so that the surface has no width.
  case negativeVariance
  /// The total variance at this strike is negative.
  case invalidParameters
  /// An option's expiry of 2^32 and more.
  case expiryTooLarge
  /// An option's expiry of zero.
  case zeroExpiry
  /// A strike with more than eight decimals.
  case strikeTooGranular
  /// A strike of 92233720368.54775808 and more.
  case strikeTooLarge

  /// The protocol's own name of this failure.
  public var name: String {
    switch self {
    case .arithmetic(let error): error.name
    case .noForwardPrice: "SVI_NoForwardPrice"
    case .negativeVariance: "Error(\"SVI: value must be positive\")"
    case .invalidParameters: "SVI_InvalidParameters"
    case .expiryTooLarge: "OE_ExpiryTooLarge"
    case .zeroExpiry: "OE_ZeroExpiry"
    case .strikeTooGranular: "OE_StrikeTooGranular"
    case .strikeTooLarge: "OE_StrikeTooLarge"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .arithmetic(let error): error.message
    case .noForwardPrice: "a forward price above zero was expected in the volatility slice, and it is zero"
    case .negativeVariance: "a + b * sigma of zero or more was expected in the volatility slice, and it is negative"
    case .invalidParameters: "a total variance of zero or more was expected at this strike, and it is negative"
    case .expiryTooLarge: "an expiry below 2^32 seconds was expected, and it is larger"
    case .zeroExpiry: "an expiry above zero was expected, and it is zero"
    case .strikeTooGranular: "a strike with at most eight decimals was expected, and it has more"
    case .strikeTooLarge: "a strike of at most 92233720368.54775807 was expected, and it is larger"
    }
  }
}
