import FixedPoint

/// What happens to volatility in a scenario.
public enum VolatilityMove: String, Hashable, Sendable, CaseIterable {
  case none
  case up
  case down
  /// The smile turns: strikes above the forward gain, strikes below lose.
  case linear
  /// The smile bends: strikes on both sides gain.
  case abs

  var isSkew: Bool { self == .linear || self == .abs }
}

/// One scenario of prices and volatility (PM-6).
public struct Scenario: Hashable, Sendable {
  /// What spot is multiplied by, wad: 10^18 leaves it unchanged.
  public var spotShock: UInt256
  public var volShock: VolatilityMove
  /// What the profit and loss is multiplied by, wad.
  public var dampeningFactor: UInt256

  public init(spotShock: UInt256, volShock: VolatilityMove, dampeningFactor: UInt256) {
    self.spotShock = spotShock
    self.volShock = volShock
    self.dampeningFactor = dampeningFactor
  }
}
