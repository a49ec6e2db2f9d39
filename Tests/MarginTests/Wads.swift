import FixedPoint
import Margin

/// A wad as people write it: `wad("0.065")`. For tests only: what is no decimal is zero.
func wad(_ text: String) -> UInt256 {
  let parts = text.split(separator: ".", maxSplits: 1)
  let fraction = parts.count == 2 ? String(parts[1]) : ""
  let digits = String(parts[0]) + fraction + String(repeating: "0", count: 18 - fraction.count)
  let trimmed = digits.drop { $0 == "0" }
  return UInt256(trimmed.isEmpty ? "0" : String(trimmed)) ?? .zero
}

/// The same with a sign.
func signedWad(_ text: String) -> Int256 {
  let negative = text.hasPrefix("-")
  let magnitude = Int256(bitPattern: wad(negative ? String(text.dropFirst()) : text))
  return negative ? .zero &- magnitude : magnitude
}

extension ParameterSet {
  /// The numbers of a built-in portfolio set.
  static func portfolio(_ name: String) throws -> (parameters: PortfolioParameters, scenarios: [Scenario]) {
    let model = try builtIn(name).model
    guard case .portfolio(let parameters, let scenarios) = model else { throw OtherModel(found: model.name) }
    return (parameters, scenarios)
  }

  /// The numbers of the built-in standard set.
  static func standard() throws -> StandardParameters {
    let model = try builtIn("derive-standard-mainnet").model
    guard case .standard(let parameters) = model else { throw OtherModel(found: model.name) }
    return parameters
  }

  struct OtherModel: Error { var found: String }
}
