import FixedPoint

/// The annual rate at which cash is lent, by how much of it is lent (CL-21). Wads.
public struct InterestModel: Hashable, Sendable {
  public var minimumRate: UInt256
  public var rateMultiplier: UInt256
  /// In place of the former beyond the optimal utilisation.
  public var highRateMultiplier: UInt256
  public var optimalUtilisation: UInt256

  public init(
    minimumRate: UInt256, rateMultiplier: UInt256, highRateMultiplier: UInt256, optimalUtilisation: UInt256
  ) {
    self.minimumRate = minimumRate
    self.rateMultiplier = rateMultiplier
    self.highRateMultiplier = highRateMultiplier
    self.optimalUtilisation = optimalUtilisation
  }

  /// - Throws: `invalidInterestModel`.
  func requireBounds() throws(ClearingRefusal) {
    let (two, five) = (UInt256(2 * Wad.one), UInt256(5 * Wad.one))
    guard minimumRate <= two, rateMultiplier <= five, highRateMultiplier <= five, optimalUtilisation <= Wad.wide
    else { throw .rule(.invalidInterestModel) }
  }

  /// The part of supply that is lent, at most one, rounded down.
  static func utilisation(supply: UInt256, borrow: UInt256) throws(ArithmeticError) -> UInt256 {
    if borrow.isZero || supply.isZero { return .zero }
    return min(try borrow.divideWadDown(supply), Wad.wide)
  }

  /// The annual rate, rounded down at each product.
  func rate(supply: UInt256, borrow: UInt256) throws(ArithmeticError) -> UInt256 {
    let used = try Self.utilisation(supply: supply, borrow: borrow)
    if used <= optimalUtilisation { return try minimumRate + used.multiplyWadDown(rateMultiplier) }
    return try (used - optimalUtilisation).multiplyWadDown(highRateMultiplier)
      + optimalUtilisation.multiplyWadDown(rateMultiplier) + minimumRate
  }

  /// What one unit of debt grows by in so many seconds.
  ///
  /// The exponential of zero is one less than one, so that an exponent of zero overflows, unless it is put right
  /// (CL-65).
  func factor(
    seconds: UInt64, supply: UInt256, borrow: UInt256, _ rules: RuleSet
  ) throws(ArithmeticError) -> UInt256 {
    let rate = try rate(supply: supply, borrow: borrow)
    let exponent = try UInt256(seconds) * rate / 31_536_000
    if exponent.isZero && rules.contains(.interestOfShortTimes) { return .zero }
    return try Int256(exponent).exponential() - Wad.wide
  }
}
