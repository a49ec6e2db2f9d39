import FixedPoint

/// Whole numbers of any size, as arithmetic is taught at school: the slow reference of tests and fuzzing.
///
/// Shares no code with `FixedPoint`: sign and magnitude, digits in base 2^16, long division one bit after
/// the other. For values of a few hundred bits.
public struct SchoolbookInteger: Hashable, Sendable {
  /// Whether the value is below zero; never set for zero.
  public private(set) var isNegative: Bool
  /// The digits of the magnitude in base 2^16, least significant first, without leading zeros.
  private var digits: [UInt32]

  private init(isNegative: Bool, digits: [UInt32]) {
    var digits = digits
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.isNegative = isNegative && !digits.isEmpty
  }

  public init(_ value: Int) {
    var rest = value.magnitude
    var digits: [UInt32] = []
    while rest != 0 {
      digits.append(UInt32(rest % 65536))
      rest /= 65536
    }
    self.init(isNegative: value < 0, digits: digits)
  }

  public static let zero = SchoolbookInteger(0)

  public var isZero: Bool { digits.isEmpty }

  public var magnitude: SchoolbookInteger { SchoolbookInteger(isNegative: false, digits: digits) }

  /// `2^exponent`.
  public static func powerOfTwo(_ exponent: Int) -> SchoolbookInteger {
    var digits = [UInt32](repeating: 0, count: exponent / 16)
    digits.append(1 << UInt32(exponent % 16))
    return SchoolbookInteger(isNegative: false, digits: digits)
  }
}

extension SchoolbookInteger: Comparable {
  public static func < (a: Self, b: Self) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    let order = compareMagnitudes(a.digits, b.digits)
    return a.isNegative ? order > 0 : order < 0
  }

  private static func compareMagnitudes(_ a: [UInt32], _ b: [UInt32]) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
    return 0
  }
}

extension SchoolbookInteger {
  public static prefix func - (a: Self) -> Self {
    Self(isNegative: !a.isNegative, digits: a.digits)
  }

  public static func + (a: Self, b: Self) -> Self {
    if a.isNegative == b.isNegative {
      return Self(isNegative: a.isNegative, digits: addMagnitudes(a.digits, b.digits))
    }
    if compareMagnitudes(a.digits, b.digits) >= 0 {
      return Self(isNegative: a.isNegative, digits: subtractMagnitudes(a.digits, b.digits))
    }
    return Self(isNegative: b.isNegative, digits: subtractMagnitudes(b.digits, a.digits))
  }

  public static func - (a: Self, b: Self) -> Self { a + -b }

  public static func * (a: Self, b: Self) -> Self {
    var result = [UInt32](repeating: 0, count: a.digits.count + b.digits.count + 1)
    for (i, x) in a.digits.enumerated() {
      var carry: UInt32 = 0
      for (j, y) in b.digits.enumerated() {
        let sum = x * y + result[i + j] + carry
        result[i + j] = sum % 65536
        carry = sum / 65536
      }
      result[i + b.digits.count] += carry
    }
    return Self(isNegative: a.isNegative != b.isNegative, digits: result)
  }

  /// Quotient truncated toward zero and the remainder with the dividend's sign, for a divisor other than zero.
  public func quotientAndRemainder(dividingBy divisor: Self) -> (quotient: Self, remainder: Self) {
    var quotient = [UInt32](repeating: 0, count: digits.count)
    var remainder: [UInt32] = []
    for position in (0..<(16 * digits.count)).reversed() {
      // remainder = 2 * remainder + the next bit
      var carry = digits[position / 16] >> UInt32(position % 16) & 1
      for index in remainder.indices {
        let doubled = 2 * remainder[index] + carry
        remainder[index] = doubled % 65536
        carry = doubled / 65536
      }
      if carry != 0 { remainder.append(carry) }
      if Self.compareMagnitudes(remainder, divisor.digits) >= 0 {
        remainder = Self.subtractMagnitudes(remainder, divisor.digits)
        while remainder.last == 0 { remainder.removeLast() }
        quotient[position / 16] |= 1 << UInt32(position % 16)
      }
    }
    return (
      Self(isNegative: isNegative != divisor.isNegative, digits: quotient),
      Self(isNegative: isNegative, digits: remainder)
    )
  }

  /// Quotient rounded down, for a divisor above zero.
  public func flooredQuotient(dividingBy divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder.isNegative ? quotient - Self(1) : quotient
  }

  /// The value modulo 2^256, from 0 up.
  public var modulo256: Self {
    let modulus = Self.powerOfTwo(256)
    return self - flooredQuotient(dividingBy: modulus) * modulus
  }

  private static func addMagnitudes(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt32 = 0
    for index in 0..<max(a.count, b.count) {
      let sum = (index < a.count ? a[index] : 0) + (index < b.count ? b[index] : 0) + carry
      result.append(sum % 65536)
      carry = sum / 65536
    }
    return result + [carry]
  }

  /// For `a` not below `b`.
  private static func subtractMagnitudes(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: UInt32 = 0
    for index in a.indices {
      let take = (index < b.count ? b[index] : 0) + borrow
      borrow = a[index] < take ? 1 : 0
      result.append(a[index] + 65536 * borrow - take)
    }
    return result
  }
}

extension SchoolbookInteger: CustomStringConvertible {
  public var description: String {
    if isZero { return "0" }
    var rest = magnitude
    var text = ""
    while !rest.isZero {
      var remainder: UInt32 = 0
      var quotient = rest.digits
      for index in quotient.indices.reversed() {
        let value = remainder * 65536 + quotient[index]
        quotient[index] = value / 10
        remainder = value % 10
      }
      text = String(remainder) + text
      rest = Self(isNegative: false, digits: quotient)
    }
    return isNegative ? "-" + text : text
  }

  /// From `-` where the value is negative, and decimal digits.
  public init?(decimal text: String) {
    let negative = text.hasPrefix("-")
    let letters = text.utf8.dropFirst(negative ? 1 : 0)
    if letters.isEmpty { return nil }
    var digits: [UInt32] = []
    for letter in letters {
      guard (48...57).contains(letter) else { return nil }
      var carry = UInt32(letter - 48)
      for index in digits.indices {
        let value = digits[index] * 10 + carry
        digits[index] = value % 65536
        carry = value / 65536
      }
      if carry != 0 { digits.append(carry) }
    }
    self.init(isNegative: negative, digits: digits)
  }
}

// The way in and out of the types under test: their stored bits and nothing else.
extension SchoolbookInteger {
  public init(_ value: UInt128) {
    self.init(isNegative: false, digits: (0..<8).map { UInt32(truncatingIfNeeded: value >> UInt128(16 * $0)) % 65536 })
  }

  public init(_ value: UInt256) {
    self = Self(value.high) * Self.powerOfTwo(128) + Self(value.low)
  }

  public init(_ value: Int256) {
    let bits = Self(value.bitPattern)
    self = bits < Self.powerOfTwo(255) ? bits : bits - Self.powerOfTwo(256)
  }

  /// The value as an unsigned integer, nil where it does not fit.
  public var unsigned: UInt256? {
    if isNegative || self >= Self.powerOfTwo(256) { return nil }
    var high: UInt128 = 0
    var low: UInt128 = 0
    for (index, digit) in digits.enumerated() {
      if index < 8 { low |= UInt128(digit) << UInt128(16 * index) }
      if index >= 8 { high |= UInt128(digit) << UInt128(16 * (index - 8)) }
    }
    return UInt256(high: high, low: low)
  }

  /// The value as a signed integer, nil where it does not fit.
  public var signed: Int256? {
    if self < -Self.powerOfTwo(255) || self >= Self.powerOfTwo(255) { return nil }
    return modulo256.unsigned.map { Int256(bitPattern: $0) }
  }
}
