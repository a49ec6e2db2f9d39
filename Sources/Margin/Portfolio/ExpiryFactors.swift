import FixedPoint
import Pricing

/// What an expiry's time, rate and discount make of the parameters, whoever holds it (PM-15 to PM-17).
public struct ExpiryFactors: Hashable, Sendable {
  /// What volatility is multiplied by when it rises, wad.
  public var volShockUp: UInt256
  /// What volatility is multiplied by when it falls, wad.
  public var volShockDown: UInt256
  /// What a positive option value is multiplied by, wad.
  public var staticDiscountPos: UInt256
  /// What a negative option value is multiplied by, wad.
  public var staticDiscountNeg: UInt256
}

extension ExpiryFactors {
  /// Thirty days in seconds: the unit of the volatility shock's power law.
  static var monthSeconds: UInt128 { 2_592_000 }

  init(_ expiry: Portfolio.Expiry, _ parameters: PortfolioParameters) throws(ArithmeticError) {
    (volShockUp, volShockDown) = try Self.volatilityShocks(expiry.secondsToExpiry, parameters.volShock)
    (staticDiscountPos, staticDiscountNeg) = try Self.staticDiscounts(expiry, parameters.margin)
  }

  /// The shocks grow as time to expiry falls: (30 days / time) to a power.
  static func volatilityShocks(
    _ seconds: UInt256, _ shock: PortfolioParameters.VolatilityShock
  ) throws(ArithmeticError) -> (up: UInt256, down: UInt256) {
    let month = UInt256(monthSeconds)
    let ratio = try month * Wad.wide / max(seconds, shock.dteFloorSeconds)
    let power = seconds <= month ? shock.shortTermPower : shock.longTermPower
    let growth = try Int256(ratio).power(power)
    let up = try Wad.wide + shock.rangeUp.multiplyWadDown(growth)
    let fall = try shock.rangeDown.multiplyWadDown(growth)
    return (up, fall < Wad.wide ? Wad.wide &- fall : .zero)
  }

  /// The discounts that make longs worth less and shorts cost more, the second capped by the discount
  /// factor itself.
  static func staticDiscounts(
    _ expiry: Portfolio.Expiry, _ margin: PortfolioParameters.MarginFactors
  ) throws(ArithmeticError) -> (positive: UInt256, negative: UInt256) {
    let time = annualised(try expiry.secondsToExpiry.toUInt64())
    func decay(mult: UInt256, add: UInt256) throws(ArithmeticError) -> UInt256 {
      let exponent = try time.multiplyWadDown(expiry.rate.multiplyWadDown(mult) + add)
      return try (-Int256(exponent)).exponential()
    }
    let positive = try margin.longBaseStaticDiscount.multiplyWadDown(
      decay(mult: margin.longRateMultScale, add: margin.longRateAddScale))
    let negative = try margin.shortBaseStaticDiscount.divideWadDown(
      decay(mult: margin.shortRateMultScale, add: margin.shortRateAddScale))
    return (positive, min(try Wad.wide.divideWadDown(UInt256(expiry.discount)), negative))
  }

  /// What the basis loss of an expiry is multiplied by (PM-16).
  static func basisFactor(
    _ seconds: UInt256, _ basis: PortfolioParameters.BasisContingency
  ) throws(ArithmeticError) -> Int256 {
    let time = annualised(try seconds.toUInt64())
    return try Int256(basis.addFactor + basis.multFactor.multiplyWadDown(time))
  }

  /// The basis contingency of an expiry: its worse basis scenario where that is a loss, times the factor.
  static func basisContingency(
    mtm: Int256, up: Int256, down: Int256, factor: Int256
  ) throws(ArithmeticError) -> Int256 {
    let loss = min(try up - mtm, try down - mtm, .zero)
    return try loss.multiplyWadTruncating(factor)
  }
}
