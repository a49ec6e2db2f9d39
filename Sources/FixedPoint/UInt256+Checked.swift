/// Checked arithmetic: a result outside 0 ..< 2^256 is a typed error.
extension UInt256 {
  @inlinable
  public static func + (a: UInt256, b: UInt256) throws(ArithmeticError) -> UInt256 {
    let sum = a &+ b
    if sum < a { throw .overflow }
    return sum
  }

  @inlinable
  public static func - (a: UInt256, b: UInt256) throws(ArithmeticError) -> UInt256 {
    if a < b { throw .overflow }
    return a &- b
  }

  @inlinable
  public static func * (a: UInt256, b: UInt256) throws(ArithmeticError) -> UInt256 {
    let (carry, low) = multiplyFullWidth(a.low, b.low)
    if (a.high | b.high) == 0 { return UInt256(high: carry, low: low) }
    if a.high != 0 && b.high != 0 { throw .overflow }
    let (crossHigh, crossLow) =
      a.high != 0 ? multiplyFullWidth(a.high, b.low) : multiplyFullWidth(b.high, a.low)
    let (high, overflow) = carry.addingReportingOverflow(crossLow)
    if crossHigh != 0 || overflow { throw .overflow }
    return UInt256(high: high, low: low)
  }

  /// Quotient rounded down.
  @inlinable
  public static func / (a: UInt256, b: UInt256) throws(ArithmeticError) -> UInt256 {
    if b.isZero { throw .divisionByZero }
    return a.dividedKnowing(nonZero: b).quotient
  }

  @inlinable
  public static func % (a: UInt256, b: UInt256) throws(ArithmeticError) -> UInt256 {
    if b.isZero { throw .divisionByZero }
    return a.dividedKnowing(nonZero: b).remainder
  }

  /// Quotient rounded down, and remainder.
  /// - Throws: `divisionByZero`.
  @inlinable
  public func quotientAndRemainder(dividingBy divisor: UInt256) throws(ArithmeticError) -> (
    quotient: UInt256, remainder: UInt256
  ) {
    if divisor.isZero { throw .divisionByZero }
    return dividedKnowing(nonZero: divisor)
  }
}
