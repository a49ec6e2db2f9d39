import FixedPoint

/// What an account can hold besides cash.
public enum Instrument: Hashable, Sendable {
  case perp
  case option(expiry: ExpiryLabel, strike: UInt256, isCall: Bool)
  case collateral(AssetIdentifier)
}

extension Instrument {
  /// From the text form (EX-1): `perp`, `call:EXPIRY:STRIKE`, `put:EXPIRY:STRIKE`, `collateral:ASSET`.
  ///
  /// EXPIRY is the seconds to expiry or the Unix time, whichever names an expiry of the line: below ten
  /// years of seconds it is the former. STRIKE is a decimal in units, such as `9616` or `0.25`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts.first, parts.count) {
    case ("perp", 1):
      self = .perp
    case ("collateral", 2):
      guard let asset = AssetIdentifier(parts[1]) else { return nil }
      self = .collateral(asset)
    case ("call", 3), ("put", 3):
      guard let expiry = UInt256(parts[1]), let seconds = try? expiry.toUInt64(),
        let strike = Int256(units: parts[2]), !strike.isNegative
      else { return nil }
      self = .option(
        expiry: Self.label(seconds), strike: strike.bitPattern, isCall: parts[0] == "call")
    default:
      return nil
    }
  }

  /// Ten years of seconds: what is below is no Unix time of any listed expiry.
  static var secondsBound: UInt64 { 315_360_000 }

  private static func label(_ value: UInt64) -> ExpiryLabel {
    value < secondsBound ? .secondsToExpiry(value) : .timestamp(value)
  }

  /// The text form.
  public var text: String {
    switch self {
    case .perp: return "perp"
    case .collateral(let asset): return "collateral:\(asset)"
    case .option(let expiry, let strike, let isCall):
      let label =
        switch expiry {
        case .secondsToExpiry(let seconds): seconds
        case .timestamp(let time): time
        }
      return "\(isCall ? "call" : "put"):\(label):\(Int256(bitPattern: strike).unitsText)"
    }
  }
}
