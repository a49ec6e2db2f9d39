import Encoding

/// A published set of margin parameters: numbers, where they come from, and a hash of all of it (PS-1).
public struct ParameterSet: Hashable, Sendable {
  /// Lower-case letters, digits and hyphens, such as `derive-pmrm2-mainnet-btc`.
  public var name: String
  /// Counts from 1; a changed number is a new version with a new hash.
  public var version: Int
  public var description: String
  /// Where the numbers were published.
  public var source: String
  public var model: Model
  /// The hash that the file states of itself: 32 bytes of Keccak-256 over `canonicalBytes`.
  ///
  /// Margin cannot hash; whoever trusts a set by its hash compares the two (PS-4).
  public var statedHash: [UInt8]
  /// What is hashed: the canonical form of the file without its member `hash` (PS-3).
  public var canonicalBytes: [UInt8]

  /// The model that the numbers are for, with them.
  public enum Model: Hashable, Sendable {
    case portfolio(PortfolioParameters, scenarios: [Scenario])
    case standard(StandardParameters)
    /// A list of scenarios for the portfolio model, without parameters.
    case scenarios([Scenario])

    /// The name in the file.
    public var name: String {
      switch self {
      case .portfolio: "portfolio"
      case .standard: "standard"
      case .scenarios: "scenarios"
      }
    }

    static var names: [String] { ["portfolio", "standard", "scenarios"] }
  }

  /// The hash as it stands in the file: `0x` and 64 lower-case digits.
  public var hash: String { Hex.encode(statedHash) }
}
