import FixedPoint
import Schoolbook

/// The functions of the module by the names that vectors give them.
enum VectorFunctions {
  typealias Function = @Sendable ([String]) throws -> [String]

  /// Text that is no canonical spelling.
  struct InvalidText: Error {}
  /// A vector that cannot be read: a defect of the vector, never an expected result.
  struct MalformedVector: Error {}

  static let table: [String: Function] = sums.merging(fixedPoint) { _, _ in preconditionFailure("named twice") }
    .merging(transcendental) { _, _ in preconditionFailure("named twice") }
    .merging(texts) { _, _ in preconditionFailure("named twice") }

  /// The name of a refusal in vectors; nil for an error that no vector may expect.
  static func name(of error: any Error) -> String? {
    switch error {
    case let error as ArithmeticError: error.name
    case is InvalidText: "InvalidText"
    default: nil
    }
  }

  private static let sums: [String: Function] = [
    "add(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a + b },
    "add(int256,int256)": of { (a: Int256, b: Int256) in try a + b },
    "sub(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a - b },
    "sub(int256,int256)": of { (a: Int256, b: Int256) in try a - b },
    "mul(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a * b },
    "mul(int256,int256)": of { (a: Int256, b: Int256) in try a * b },
    "div(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a / b },
    "div(int256,int256)": of { (a: Int256, b: Int256) in try a / b },
    "rem(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a % b },
    "rem(int256,int256)": of { (a: Int256, b: Int256) in try a % b },
    "neg(int256)": of { (a: Int256) in try -a },
    "wrappingAdd(uint256,uint256)": of { (a: UInt256, b: UInt256) in a &+ b },
    "wrappingAdd(int256,int256)": of { (a: Int256, b: Int256) in a &+ b },
    "wrappingSub(uint256,uint256)": of { (a: UInt256, b: UInt256) in a &- b },
    "wrappingSub(int256,int256)": of { (a: Int256, b: Int256) in a &- b },
    "wrappingMul(uint256,uint256)": of { (a: UInt256, b: UInt256) in a &* b },
    "wrappingMul(int256,int256)": of { (a: Int256, b: Int256) in a &* b },
    "shiftLeft(uint256,uint16)": of { (a: UInt256, n: UInt16) in a << Int(n) },
    "shiftLeft(int256,uint16)": of { (a: Int256, n: UInt16) in a << Int(n) },
    "shiftRight(uint256,uint16)": of { (a: UInt256, n: UInt16) in a >> Int(n) },
    "shiftRight(int256,uint16)": of { (a: Int256, n: UInt16) in a >> Int(n) },
    "toUint256(int256)": of { (a: Int256) in try UInt256(a) },
    "toInt256(uint256)": of { (a: UInt256) in try Int256(a) },
    "toUint128(uint256)": of { (a: UInt256) in UInt256(try a.toUInt128()) },
    "toUint64(uint256)": of { (a: UInt256) in UInt256(try a.toUInt64()) },
    "narrow(uint256,uint16)": of { (a: UInt256, bits: UInt16) in try a.narrowed(toBits: bits) },
    "narrow(int256,uint16)": of { (a: Int256, bits: UInt16) in try a.narrowed(toBits: bits) },
  ]

  private static let fixedPoint: [String: Function] = [
    "multiplyDecimal(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a.multiplyWadDown(b) },
    "multiplyDecimal(int256,int256)": of { (a: Int256, b: Int256) in try a.multiplyWadTruncating(b) },
    "divideDecimal(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a.divideWadDown(b) },
    "divideDecimal(int256,int256)": of { (a: Int256, b: Int256) in try a.divideWadTruncating(b) },
    "multiplyDecimalRound(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a.multiplyWadHalfAway(b) },
    "multiplyDecimalRound(int256,int256)": of { (a: Int256, b: Int256) in try a.multiplyWadHalfAway(b) },
    "divideDecimalRound(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a.divideWadHalfAway(b) },
    "divideDecimalRound(int256,int256)": of { (a: Int256, b: Int256) in try a.divideWadHalfAway(b) },
    "multiplyDecimalRoundPrecise(uint256,uint256)": of { (a: UInt256, b: UInt256) in
      try a.multiplyPreciseHalfAway(b)
    },
    "multiplyDecimalRoundPrecise(int256,int256)": of { (a: Int256, b: Int256) in try a.multiplyPreciseHalfAway(b) },
    "divideDecimalRoundPrecise(uint256,uint256)": of { (a: UInt256, b: UInt256) in try a.dividePreciseHalfAway(b) },
    "divideDecimalRoundPrecise(int256,int256)": of { (a: Int256, b: Int256) in try a.dividePreciseHalfAway(b) },
    "decimalToPrecise(uint256)": of { (a: UInt256) in try a.wadToPrecise() },
    "decimalToPrecise(int256)": of { (a: Int256) in try a.wadToPrecise() },
    "preciseToDecimal(uint256)": of { (a: UInt256) in try a.preciseToWadHalfAway() },
    "preciseToDecimal(int256)": of { (a: Int256) in try a.preciseToWadHalfAway() },
    "powerOfTen(uint8)": of { (n: UInt8) in try UInt256.powerOfTen(n) },
    "convertDecimals(uint256,uint8,uint8)": of { (a: UInt256, from: UInt8, to: UInt8) in
      try a.convertDecimalsDown(from: from, to: to)
    },
    "convertDecimalsRoundUp(uint256,uint8,uint8)": of { (a: UInt256, from: UInt8, to: UInt8) in
      try a.convertDecimalsUp(from: from, to: to)
    },
  ]

  private static let transcendental: [String: Function] = [
    "isqrt(uint256)": of { (a: UInt256) in a.squareRoot() },
    "sqrt(uint256)": of { (a: UInt256) in try a.squareRootWad() },
    "exp(int256)": of { (a: Int256) in try a.exponential() },
    "ln(int256)": of { (a: Int256) in try a.naturalLogarithm() },
    "expPrecise(int256)": of { (a: Int256) in try a.exponentialPrecise() },
    "lnPrecise(int256)": of { (a: Int256) in try a.naturalLogarithmPrecise() },
    "decPow(int256,int256)": of { (a: Int256, b: Int256) in try a.power(b) },
    "cdf(int256)": of { (a: Int256) in a.normalCDF() },
    "stdNormal(int256)": of { (a: Int256) in try a.normalDensity() },
  ]

  private static let texts: [String: Function] = [
    "parseDecimalUnsigned(string)": of { (text: String) in try canonical(UInt256(text)) },
    "parseDecimalSigned(string)": of { (text: String) in try canonical(Int256(text)) },
    "parseHexUnsigned(string)": of { (text: String) in try canonical(UInt256(hexadecimal: text)) },
    "parseHexSigned(string)": of { (text: String) in try canonical(Int256(hexadecimal: text)) },
    "toHex(uint256)": of { (a: UInt256) in a.hexadecimal },
    "toHex(int256)": of { (a: Int256) in a.hexadecimal },
  ]

  private static func canonical<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw InvalidText() }
    return value
  }

  private static func of<A: VectorValue, Result: VectorValue>(
    _ body: @escaping @Sendable (A) throws -> Result
  ) -> Function {
    { arguments in
      guard arguments.count == 1, let a = A(vector: arguments[0]) else { throw MalformedVector() }
      return [try body(a).vector]
    }
  }

  private static func of<A: VectorValue, B: VectorValue, Result: VectorValue>(
    _ body: @escaping @Sendable (A, B) throws -> Result
  ) -> Function {
    { arguments in
      guard arguments.count == 2, let a = A(vector: arguments[0]), let b = B(vector: arguments[1]) else {
        throw MalformedVector()
      }
      return [try body(a, b).vector]
    }
  }

  private static func of<A: VectorValue, B: VectorValue, C: VectorValue, Result: VectorValue>(
    _ body: @escaping @Sendable (A, B, C) throws -> Result
  ) -> Function {
    { arguments in
      guard arguments.count == 3, let a = A(vector: arguments[0]), let b = B(vector: arguments[1]),
        let c = C(vector: arguments[2])
      else { throw MalformedVector() }
      return [try body(a, b, c).vector]
    }
  }
}

/// A value in a vector. Integers go through the schoolbook's text, so that a defect of the text under test
/// cannot hide one of the arithmetic.
private protocol VectorValue: Sendable {
  init?(vector text: String)
  var vector: String { get }
}

extension UInt256: VectorValue {
  fileprivate init?(vector text: String) {
    guard let value = SchoolbookInteger(decimal: text)?.unsigned else { return nil }
    self = value
  }
  fileprivate var vector: String { SchoolbookInteger(self).description }
}

extension Int256: VectorValue {
  fileprivate init?(vector text: String) {
    guard let value = SchoolbookInteger(decimal: text)?.signed else { return nil }
    self = value
  }
  fileprivate var vector: String { SchoolbookInteger(self).description }
}

extension UInt16: VectorValue {
  fileprivate init?(vector text: String) { self.init(text) }
  fileprivate var vector: String { String(self) }
}

extension UInt8: VectorValue {
  fileprivate init?(vector text: String) { self.init(text) }
  fileprivate var vector: String { String(self) }
}

extension String: VectorValue {
  fileprivate init?(vector text: String) { self = text }
  fileprivate var vector: String { self }
}
