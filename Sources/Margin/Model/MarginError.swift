import FixedPoint
import Pricing

/// A refusal of a margin model, by the protocol's names.
public enum MarginError: Error, Hashable, Sendable {
  case arithmetic(ArithmeticError)
  case pricing(PricingError)
  /// More distinct expiries are held than the parameters allow.
  case tooManyExpiries(found: Int, allowed: Int)
  /// An option is held whose expiry the market does not have.
  case missingExpiryData
  /// A collateral is held whose price the market does not have.
  case missingFeed(AssetIdentifier)
  /// A collateral is held that the parameters do not enable.
  case collateralDisabled(AssetIdentifier)
  /// The list of scenarios is empty.
  case invalidMarginState
  /// More prices than explaining and solving are done for; the margin itself is computed.
  case tooLargeToExplain(prices: Int)
  /// The standard model's forward is zero.
  case noForwardPrice
  /// A market is held that the standard model's parameters do not have.
  case unsupportedMarket(String)
  /// An asset is held that is the base of no market of the standard model's parameters.
  case unsupportedAsset(AssetIdentifier)

  /// The protocol's own name of this failure.
  public var name: String {
    switch self {
    case .arithmetic(let error): error.name
    case .pricing(let error): error.name
    case .tooManyExpiries: "PMRM_2_TooManyExpiries"
    case .missingExpiryData: "LFF_MissingExpiryData"
    case .missingFeed: "EmptyRevert"
    case .collateralDisabled: "PMRML2_CollateralDisabled"
    case .invalidMarginState: "PMRML2_InvalidGetMarginState"
    case .tooLargeToExplain: "Explain_TooLarge"
    case .noForwardPrice: "SRM_NoForwardPrice"
    case .unsupportedMarket, .unsupportedAsset: "SRM_UnsupportedAsset"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .arithmetic(let error): error.message
    case .pricing(let error): error.message
    case .tooManyExpiries(let found, let allowed):
      "at most \(allowed) distinct expiries were expected, and the account holds \(found)"
    case .missingExpiryData: "a forward for each held expiry was expected, and the market has none for one of them"
    case .missingFeed(let asset): "a price for each held collateral was expected, and the market has none for \(asset)"
    case .collateralDisabled(let asset):
      "each held collateral was expected among the parameters, and \(asset) is not"
    case .invalidMarginState: "at least one scenario was expected, and there is none"
    case .tooLargeToExplain(let prices):
      "at most \(ExplanationLimits.prices) options times scenarios were expected for explaining and solving, and there are \(prices)"
    case .noForwardPrice: "a forward above zero was expected for each held expiry, and one is zero"
    case .unsupportedMarket(let market):
      "each held market was expected among the parameters, and \(market) is not"
    case .unsupportedAsset(let asset):
      "each held collateral was expected to be the base of a market, and \(asset) is not"
    }
  }
}

/// Runs arithmetic where a margin error is expected.
@inline(__always)
func arithmetic<Value>(_ body: () throws(ArithmeticError) -> Value) throws(MarginError) -> Value {
  do {
    return try body()
  } catch {
    throw .arithmetic(error)
  }
}
