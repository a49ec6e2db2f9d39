/// The rounding variants: half away from zero, decided on one extra decimal digit alone.
///
/// They truncate twice, so they are not the rounding of the exact quotient; that is the protocol's rule
/// (its perp funding rate uses it).
extension UInt256 {
  /// `floor(self * other / (unit / 10))`, then the last digit rounded half up. Units are 10^18 or 10^27.
  @inlinable
  func multiplyRounded(_ other: UInt256, unit: UInt128) throws(ArithmeticError) -> UInt256 {
    try (self * other / UInt256(unit / 10)).droppingDigitHalfAway()
  }

  @inlinable
  func divideRounded(_ other: UInt256, unit: UInt128) throws(ArithmeticError) -> UInt256 {
    try (self * UInt256(unit * 10) / other).droppingDigitHalfAway()
  }

  @inlinable
  func droppingDigitHalfAway() throws(ArithmeticError) -> UInt256 {
    let digit = try self % 10
    return try (digit >= 5 ? self + 10 : self) / 10
  }

  /// `self * other / 10^18`, rounded half away from zero on one extra digit.
  @inlinable
  public func multiplyWadHalfAway(_ other: UInt256) throws(ArithmeticError) -> UInt256 {
    try multiplyRounded(other, unit: Wad.one)
  }

  /// `self * 10^18 / other`, rounded half away from zero on one extra digit.
  @inlinable
  public func divideWadHalfAway(_ other: UInt256) throws(ArithmeticError) -> UInt256 {
    try divideRounded(other, unit: Wad.one)
  }

  /// `self * other / 10^27`, rounded half away from zero on one extra digit.
  @inlinable
  public func multiplyPreciseHalfAway(_ other: UInt256) throws(ArithmeticError) -> UInt256 {
    try multiplyRounded(other, unit: Wad.precise)
  }

  /// `self * 10^27 / other`, rounded half away from zero on one extra digit.
  @inlinable
  public func dividePreciseHalfAway(_ other: UInt256) throws(ArithmeticError) -> UInt256 {
    try divideRounded(other, unit: Wad.precise)
  }

  /// From 10^18 to 10^27 units, exact.
  @inlinable
  public func wadToPrecise() throws(ArithmeticError) -> UInt256 { try self * 1_000_000_000 }

  /// From 10^27 to 10^18 units, rounded half away from zero on one extra digit.
  @inlinable
  public func preciseToWadHalfAway() throws(ArithmeticError) -> UInt256 {
    try (self / 100_000_000).droppingDigitHalfAway()
  }
}

extension Int256 {
  @inlinable
  func multiplyRounded(_ other: Int256, unit: UInt128) throws(ArithmeticError) -> Int256 {
    try (self * other / Int256(unit / 10)).droppingDigitHalfAway()
  }

  @inlinable
  func divideRounded(_ other: Int256, unit: UInt128) throws(ArithmeticError) -> Int256 {
    try (self * Int256(unit * 10) / other).droppingDigitHalfAway()
  }

  @inlinable
  func droppingDigitHalfAway() throws(ArithmeticError) -> Int256 {
    let digit = try self % 10
    if digit >= 5 { return try (self + 10) / 10 }
    if digit <= -5 { return try (self - 10) / 10 }
    return try self / 10
  }

  /// `self * other / 10^18`, rounded half away from zero on one extra digit.
  @inlinable
  public func multiplyWadHalfAway(_ other: Int256) throws(ArithmeticError) -> Int256 {
    try multiplyRounded(other, unit: Wad.one)
  }

  /// `self * 10^18 / other`, rounded half away from zero on one extra digit.
  @inlinable
  public func divideWadHalfAway(_ other: Int256) throws(ArithmeticError) -> Int256 {
    try divideRounded(other, unit: Wad.one)
  }

  /// `self * other / 10^27`, rounded half away from zero on one extra digit.
  @inlinable
  public func multiplyPreciseHalfAway(_ other: Int256) throws(ArithmeticError) -> Int256 {
    try multiplyRounded(other, unit: Wad.precise)
  }

  /// `self * 10^27 / other`, rounded half away from zero on one extra digit.
  @inlinable
  public func dividePreciseHalfAway(_ other: Int256) throws(ArithmeticError) -> Int256 {
    try divideRounded(other, unit: Wad.precise)
  }

  /// From 10^18 to 10^27 units, exact.
  @inlinable
  public func wadToPrecise() throws(ArithmeticError) -> Int256 { try self * 1_000_000_000 }

  /// From 10^27 to 10^18 units, rounded half away from zero on one extra digit.
  @inlinable
  public func preciseToWadHalfAway() throws(ArithmeticError) -> Int256 {
    try (self / 100_000_000).droppingDigitHalfAway()
  }
}
