/// Conversion between amounts of tokens with different numbers of decimals.
extension UInt256 {
  /// `10^exponent`.
  /// - Throws: `overflow` from 10^78 on.
  public static func powerOfTen(_ exponent: UInt8) throws(ArithmeticError) -> UInt256 {
    var result: UInt256 = 1
    for _ in 0..<exponent { result = try result * 10 }
    return result
  }

  /// The same amount at another number of decimals; digits that are dropped round down.
  public func convertDecimalsDown(from: UInt8, to: UInt8) throws(ArithmeticError) -> UInt256 {
    if from <= to { return try self * .powerOfTen(to - from) }
    return try self / .powerOfTen(from - to)
  }

  /// The same amount at another number of decimals; digits that are dropped round up.
  public func convertDecimalsUp(from: UInt8, to: UInt8) throws(ArithmeticError) -> UInt256 {
    if from <= to { return try self * .powerOfTen(to - from) }
    let (quotient, remainder) = try quotientAndRemainder(dividingBy: .powerOfTen(from - to))
    return remainder.isZero ? quotient : try quotient + 1
  }
}
