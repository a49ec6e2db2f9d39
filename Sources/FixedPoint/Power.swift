/// Powers, and the logarithm and exponential in precise units.
extension Int256 {
  /// `self ^ exponent`, both wads: `exp(ln(self) * exponent / 10^18)`, the quotient toward zero.
  /// - Throws: what `ln` throws; `overflow` of the product; `exponentialOverflow`.
  public func power(_ exponent: Int256) throws(ArithmeticError) -> UInt256 {
    try naturalLogarithm().multiplyWadTruncating(exponent).exponential()
  }

  /// The natural logarithm of a precise value (10^27), through the wad function.
  public func naturalLogarithmPrecise() throws(ArithmeticError) -> Int256 {
    try (self / 1_000_000_000).naturalLogarithm() * 1_000_000_000
  }

  /// The exponential of a precise value (10^27), through the wad function.
  public func exponentialPrecise() throws(ArithmeticError) -> UInt256 {
    try (self / 1_000_000_000).exponential() * 1_000_000_000
  }
}
