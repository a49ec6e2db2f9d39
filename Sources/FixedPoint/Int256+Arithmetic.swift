/// Wrapping arithmetic and shifts: never fail.
extension Int256 {
  @inlinable
  public static func &+ (a: Int256, b: Int256) -> Int256 {
    Int256(bitPattern: a.bitPattern &+ b.bitPattern)
  }

  @inlinable
  public static func &- (a: Int256, b: Int256) -> Int256 {
    Int256(bitPattern: a.bitPattern &- b.bitPattern)
  }

  @inlinable
  public static func &* (a: Int256, b: Int256) -> Int256 {
    Int256(bitPattern: a.bitPattern &* b.bitPattern)
  }

  /// Shift left, dropping what leaves the 256 bits; 256 or more gives zero, as the EVM's SHL does.
  @inlinable
  public static func << (a: Int256, count: Int) -> Int256 {
    count < 0 ? a >> (count == .min ? .max : -count) : Int256(bitPattern: a.bitPattern << count)
  }

  /// Arithmetic shift right, which floors; 256 or more gives 0 or -1, as the EVM's SAR does.
  @inlinable
  public static func >> (a: Int256, count: Int) -> Int256 {
    if count < 0 { return a << (count == .min ? .max : -count) }
    if !a.isNegative { return Int256(bitPattern: a.bitPattern >> count) }
    return Int256(bitPattern: ~(~a.bitPattern >> count))
  }
}

/// Checked arithmetic: a result outside -2^255 ..< 2^255 is a typed error.
extension Int256 {
  /// The signed value of a sign and a magnitude.
  /// - Throws: `overflow` where it does not fit; a magnitude of 2^255 fits only with the minus sign.
  @inlinable
  public init(negative: Bool, magnitude: UInt256) throws(ArithmeticError) {
    let value = Int256(bitPattern: negative ? .zero &- magnitude : magnitude)
    if value.isNegative != negative && !magnitude.isZero { throw .overflow }
    self = value
  }

  @inlinable
  public static func + (a: Int256, b: Int256) throws(ArithmeticError) -> Int256 {
    let sum = a &+ b
    // Overflow exactly when both operands have the sign that the sum has not.
    if ((a.bitPattern.high ^ sum.bitPattern.high) & (b.bitPattern.high ^ sum.bitPattern.high)) &>> 127 != 0 {
      throw .overflow
    }
    return sum
  }

  @inlinable
  public static func - (a: Int256, b: Int256) throws(ArithmeticError) -> Int256 {
    let difference = a &- b
    if ((a.bitPattern.high ^ b.bitPattern.high) & (a.bitPattern.high ^ difference.bitPattern.high)) &>> 127 != 0 {
      throw .overflow
    }
    return difference
  }

  /// - Throws: `overflow` for the smallest value.
  @inlinable
  public static prefix func - (a: Int256) throws(ArithmeticError) -> Int256 {
    try .zero - a
  }

  /// The absolute value as the protocol forms it: by negation.
  /// - Throws: `overflow` for the smallest value.
  @inlinable
  public func absolute() throws(ArithmeticError) -> UInt256 {
    if self == .min { throw .overflow }
    return magnitude
  }

  @inlinable
  public static func * (a: Int256, b: Int256) throws(ArithmeticError) -> Int256 {
    try Int256(negative: a.isNegative != b.isNegative, magnitude: a.magnitude * b.magnitude)
  }

  /// Quotient truncated toward zero.
  /// - Throws: `divisionByZero`; `overflow` for the smallest value by minus one.
  @inlinable
  public static func / (a: Int256, b: Int256) throws(ArithmeticError) -> Int256 {
    try Int256(negative: a.isNegative != b.isNegative, magnitude: a.magnitude / b.magnitude)
  }

  /// Remainder with the sign of the dividend.
  @inlinable
  public static func % (a: Int256, b: Int256) throws(ArithmeticError) -> Int256 {
    try Int256(negative: a.isNegative, magnitude: a.magnitude % b.magnitude)
  }
}
