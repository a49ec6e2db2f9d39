/// Wrapping arithmetic, bits and shifts: never fail.
extension UInt256 {
  @inlinable
  public static func &+ (a: UInt256, b: UInt256) -> UInt256 {
    let (low, carry) = a.low.addingReportingOverflow(b.low)
    return UInt256(high: a.high &+ b.high &+ (carry ? 1 : 0), low: low)
  }

  @inlinable
  public static func &- (a: UInt256, b: UInt256) -> UInt256 {
    let (low, borrow) = a.low.subtractingReportingOverflow(b.low)
    return UInt256(high: a.high &- b.high &- (borrow ? 1 : 0), low: low)
  }

  @inlinable
  public static func &* (a: UInt256, b: UInt256) -> UInt256 {
    let (high, low) = multiplyFullWidth(a.low, b.low)
    return UInt256(high: high &+ a.low &* b.high &+ a.high &* b.low, low: low)
  }

  @inlinable
  public static prefix func ~ (a: UInt256) -> UInt256 {
    UInt256(high: ~a.high, low: ~a.low)
  }

  @inlinable
  public static func & (a: UInt256, b: UInt256) -> UInt256 {
    UInt256(high: a.high & b.high, low: a.low & b.low)
  }

  @inlinable
  public static func | (a: UInt256, b: UInt256) -> UInt256 {
    UInt256(high: a.high | b.high, low: a.low | b.low)
  }

  @inlinable
  public static func ^ (a: UInt256, b: UInt256) -> UInt256 {
    UInt256(high: a.high ^ b.high, low: a.low ^ b.low)
  }

  /// Shift left; 256 or more gives zero, as the EVM's SHL does. A negative count shifts right.
  @inlinable
  public static func << (a: UInt256, count: Int) -> UInt256 {
    if count < 0 { return a >> (count == .min ? .max : -count) }
    if count >= 256 { return .zero }
    if count >= 128 { return UInt256(high: a.low &<< UInt128(count - 128), low: 0) }
    if count == 0 { return a }
    return UInt256(
      high: a.high &<< UInt128(count) | a.low &>> UInt128(128 - count), low: a.low &<< UInt128(count))
  }

  /// Logical shift right; 256 or more gives zero, as the EVM's SHR does. A negative count shifts left.
  @inlinable
  public static func >> (a: UInt256, count: Int) -> UInt256 {
    if count < 0 { return a << (count == .min ? .max : -count) }
    if count >= 256 { return .zero }
    if count >= 128 { return UInt256(high: 0, low: a.high &>> UInt128(count - 128)) }
    if count == 0 { return a }
    return UInt256(
      high: a.high &>> UInt128(count), low: a.low &>> UInt128(count) | a.high &<< UInt128(128 - count))
  }
}

/// The full 256-bit product of two 128-bit values.
///
/// Written over 64-bit halves, which every build mode compiles to four multiply instructions.
/// - Returns: the product as `high * 2^128 + low`.
@inlinable
public func multiplyFullWidth(_ a: UInt128, _ b: UInt128) -> (high: UInt128, low: UInt128) {
  let mask = UInt128(UInt64.max)
  let (a0, a1, b0, b1) = (a & mask, a &>> 64, b & mask, b &>> 64)
  let p00 = a0 &* b0
  let p01 = a0 &* b1
  let p10 = a1 &* b0
  let p11 = a1 &* b1
  let middle = (p00 &>> 64) &+ (p01 & mask) &+ (p10 & mask)
  return (p11 &+ (p01 &>> 64) &+ (p10 &>> 64) &+ (middle &>> 64), middle &<< 64 | p00 & mask)
}
