import FixedPoint

/// A wrapped token (CL-37).
public struct BaseState: Hashable, Sendable {
  public var tokenDecimals: UInt8
  /// Tokens held, in the token's own units.
  public var tokenBalance: UInt256 = .zero

  public init(tokenDecimals: UInt8) {
    self.tokenDecimals = tokenDecimals
  }
}
