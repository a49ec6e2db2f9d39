import FixedPoint
import Pricing

extension VectorFunctions {
  /// Every function by its key. Results are decimal texts.
  static let table: [String: Evaluate] = {
    var table: [String: Evaluate] = [:]
    table.merge(unsigned) { first, _ in first }
    table.merge(signed) { first, _ in first }
    table.merge(conversions) { first, _ in first }
    table.merge(functions) { first, _ in first }
    table.merge(pricing) { first, _ in first }
    return table
  }()

  /// A result of one integer, or the name of the refusal.
  private static func one(
    _ texts: [String], _ body: (inout VectorArguments) throws -> any CustomStringConvertible
  ) throws -> [String] {
    var arguments = VectorArguments(texts)
    let result: any CustomStringConvertible
    do {
      result = try body(&arguments)
    } catch let error as ArithmeticError {
      try arguments.end()
      throw Reverted(name: error.name)
    } catch let error as PricingError {
      try arguments.end()
      throw Reverted(name: error.name)
    }
    try arguments.end()
    return [result.description]
  }

  private static func pair(_ body: @escaping @Sendable (UInt256, UInt256) throws -> UInt256) -> Evaluate {
    { texts in try one(texts) { try body($0.uint(), $0.uint()) } }
  }

  private static func pair(_ body: @escaping @Sendable (Int256, Int256) throws -> Int256) -> Evaluate {
    { texts in try one(texts) { try body($0.int(), $0.int()) } }
  }

  private static let unsigned: [String: Evaluate] = [
    "add(uint256,uint256)": pair { (a: UInt256, b) in try a + b },
    "sub(uint256,uint256)": pair { (a: UInt256, b) in try a - b },
    "mul(uint256,uint256)": pair { (a: UInt256, b) in try a * b },
    "div(uint256,uint256)": pair { (a: UInt256, b) in try a / b },
    "rem(uint256,uint256)": pair { (a: UInt256, b) in try a % b },
    "wrappingAdd(uint256,uint256)": pair { (a: UInt256, b) in a &+ b },
    "wrappingSub(uint256,uint256)": pair { (a: UInt256, b) in a &- b },
    "wrappingMul(uint256,uint256)": pair { (a: UInt256, b) in a &* b },
    "multiplyDecimal(uint256,uint256)": pair { (a: UInt256, b) in try a.multiplyWadDown(b) },
    "divideDecimal(uint256,uint256)": pair { (a: UInt256, b) in try a.divideWadDown(b) },
    "multiplyDecimalRound(uint256,uint256)": pair { (a: UInt256, b) in try a.multiplyWadHalfAway(b) },
    "divideDecimalRound(uint256,uint256)": pair { (a: UInt256, b) in try a.divideWadHalfAway(b) },
    "multiplyDecimalRoundPrecise(uint256,uint256)": pair { (a: UInt256, b) in
      try a.multiplyPreciseHalfAway(b)
    },
    "divideDecimalRoundPrecise(uint256,uint256)": pair { (a: UInt256, b) in try a.dividePreciseHalfAway(b) },
    "decimalToPrecise(uint256)": { try one($0) { try $0.uint().wadToPrecise() } },
    "preciseToDecimal(uint256)": { try one($0) { try $0.uint().preciseToWadHalfAway() } },
    "shiftLeft(uint256,uint16)": { try one($0) { try $0.uint() << $0.count() } },
    "shiftRight(uint256,uint16)": { try one($0) { try $0.uint() >> $0.count() } },
  ]

  private static let signed: [String: Evaluate] = [
    "add(int256,int256)": pair { (a: Int256, b) in try a + b },
    "sub(int256,int256)": pair { (a: Int256, b) in try a - b },
    "mul(int256,int256)": pair { (a: Int256, b) in try a * b },
    "div(int256,int256)": pair { (a: Int256, b) in try a / b },
    "rem(int256,int256)": pair { (a: Int256, b) in try a % b },
    "neg(int256)": { try one($0) { try -$0.int() } },
    "wrappingAdd(int256,int256)": pair { (a: Int256, b) in a &+ b },
    "wrappingSub(int256,int256)": pair { (a: Int256, b) in a &- b },
    "wrappingMul(int256,int256)": pair { (a: Int256, b) in a &* b },
    "multiplyDecimal(int256,int256)": pair { (a: Int256, b) in try a.multiplyWadTruncating(b) },
    "divideDecimal(int256,int256)": pair { (a: Int256, b) in try a.divideWadTruncating(b) },
    "multiplyDecimalRound(int256,int256)": pair { (a: Int256, b) in try a.multiplyWadHalfAway(b) },
    "divideDecimalRound(int256,int256)": pair { (a: Int256, b) in try a.divideWadHalfAway(b) },
    "multiplyDecimalRoundPrecise(int256,int256)": pair { (a: Int256, b) in try a.multiplyPreciseHalfAway(b) },
    "divideDecimalRoundPrecise(int256,int256)": pair { (a: Int256, b) in try a.dividePreciseHalfAway(b) },
    "decimalToPrecise(int256)": { try one($0) { try $0.int().wadToPrecise() } },
    "preciseToDecimal(int256)": { try one($0) { try $0.int().preciseToWadHalfAway() } },
    "shiftLeft(int256,uint16)": { try one($0) { try $0.int() << $0.count() } },
    "shiftRight(int256,uint16)": { try one($0) { try $0.int() >> $0.count() } },
  ]

  private static func parsed<Value: CustomStringConvertible>(
    _ texts: [String], _ read: (String) -> Value?
  ) throws -> [String] {
    try one(texts) { arguments in
      guard let value = read(try arguments.text()) else { throw Reverted(name: "InvalidText") }
      return value
    }
  }

  private static let conversions: [String: Evaluate] = [
    "toUint256(int256)": { try one($0) { try UInt256($0.int()) } },
    "toInt256(uint256)": { try one($0) { try Int256($0.uint()) } },
    "toUint128(uint256)": { try one($0) { try $0.uint().toUInt128() } },
    "toUint64(uint256)": { try one($0) { try $0.uint().toUInt64() } },
    "narrow(uint256,uint16)": { try one($0) { try $0.uint().narrowed(toBits: UInt16($0.count())) } },
    "narrow(int256,uint16)": { try one($0) { try $0.int().narrowed(toBits: UInt16($0.count())) } },
    "powerOfTen(uint8)": { try one($0) { try UInt256.powerOfTen($0.uint8()) } },
    "convertDecimals(uint256,uint8,uint8)": {
      try one($0) { try $0.uint().convertDecimalsDown(from: $0.uint8(), to: $0.uint8()) }
    },
    "convertDecimalsRoundUp(uint256,uint8,uint8)": {
      try one($0) { try $0.uint().convertDecimalsUp(from: $0.uint8(), to: $0.uint8()) }
    },
    "parseDecimalUnsigned(string)": { try parsed($0) { UInt256($0) } },
    "parseDecimalSigned(string)": { try parsed($0) { Int256($0) } },
    "parseHexUnsigned(string)": { try parsed($0) { UInt256(hexadecimal: $0) } },
    "parseHexSigned(string)": { try parsed($0) { Int256(hexadecimal: $0) } },
    "toHex(uint256)": { try one($0) { try $0.uint().hexadecimal } },
    "toHex(int256)": { try one($0) { try $0.int().hexadecimal } },
  ]

  private static let functions: [String: Evaluate] = [
    "exp(int256)": { try one($0) { try $0.int().exponential() } },
    "ln(int256)": { try one($0) { try $0.int().naturalLogarithm() } },
    "expPrecise(int256)": { try one($0) { try $0.int().exponentialPrecise() } },
    "lnPrecise(int256)": { try one($0) { try $0.int().naturalLogarithmPrecise() } },
    "decPow(int256,int256)": { try one($0) { try $0.int().power($0.int()) } },
    "isqrt(uint256)": { try one($0) { try $0.uint().squareRoot() } },
    "sqrt(uint256)": { try one($0) { try $0.uint().squareRootWad() } },
    "cdf(int256)": { try one($0) { try $0.int().normalCDF() } },
    "stdNormal(int256)": { try one($0) { try $0.int().normalDensity() } },
  ]

  private static let pricing: [String: Evaluate] = [
    "annualise(uint64)": { try one($0) { annualised(try $0.uint64()) } },
    "black76(uint64,uint64,uint128,uint128,uint128)": { texts in
      var arguments = VectorArguments(texts)
      let (seconds, discount) = (try arguments.uint64(), try arguments.uint64())
      let (vol, forward) = (try arguments.uint128(), try arguments.uint128())
      let strike = try arguments.uint128()
      try arguments.end()
      let prices = Black76(secondsToExpiry: seconds, discount: discount, forward: forward)
        .prices(strike: strike, volatility: vol)
      return [prices.call.description, prices.put.description, prices.callDelta.description]
    },
    "sviVol(uint256,int256,uint256,int256,int256,uint256,uint256,uint64)": {
      try one($0) { arguments in
        let strike = try arguments.uint()
        let slice = SVISlice(
          a: try arguments.int(), b: try arguments.uint(), rho: try arguments.int(), m: try arguments.int(),
          sigma: try arguments.uint(), forward: try arguments.uint(), tau: try arguments.uint64())
        return try slice.volatility(strike: strike)
      }
    },
    "optionIdEncode(uint256,uint256,bool)": {
      try one($0) {
        try OptionIdentifier(expiry: $0.uint(), strike: $0.uint(), isCall: $0.bool()).bits
      }
    },
    "optionIdDecode(uint96)": { texts in
      var arguments = VectorArguments(texts)
      let bits = try arguments.uint()
      try arguments.end()
      do throws(PricingError) {
        let option = try OptionIdentifier(bits)
        return ["\(option.expiry)", "\(option.strike)", option.isCall ? "1" : "0"]
      } catch {
        throw Reverted(name: error.name)
      }
    },
  ]
}
