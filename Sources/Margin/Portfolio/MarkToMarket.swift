import FixedPoint
import Pricing

extension Portfolio.Expiry {
  /// The value of the options with the forward's variable portion times `spotShock` and each volatility
  /// times `volShock` (PM-13, PM-14): the direct path, one Black-76 per option.
  ///
  /// - Parameters:
  ///   - spotShock: wad; the fixed portion of the forward does not move.
  ///   - volShock: wad.
  ///   - minimumVolatility: the least shocked volatility, wad; zero where there is none.
  /// - Returns: signed, wad; each option's product truncates toward zero.
  func markToMarket(
    spotShock: UInt256, volShock: UInt256, minimumVolatility: UInt256 = .zero, _ memo: inout PriceMemo
  ) throws(ArithmeticError) -> Int256 {
    try sumOfValues(forward: forward(spotShock: spotShock), &memo) { (option) throws(ArithmeticError) in
      max(try option.vol.multiplyWadDown(volShock), minimumVolatility)
    }
  }

  /// The same with every price computed.
  func markToMarket(spotShock: UInt256, volShock: UInt256) throws(ArithmeticError) -> Int256 {
    var memo = PriceMemo.none
    return try markToMarket(spotShock: spotShock, volShock: volShock, &memo)
  }

  /// The value of the options at a forward, with the volatility that `volatility` gives each.
  func sumOfValues(
    forward: UInt256, _ memo: inout PriceMemo, volatility: (Portfolio.Option) throws(ArithmeticError) -> UInt256
  ) throws(ArithmeticError) -> Int256 {
    var total = Int256.zero
    for option in options {
      let vol = try volatility(option)
      let price = try option.price(in: self, forward: forward, vol: vol, &memo)
      total = try total + Int256(price).multiplyWadTruncating(option.amount)
    }
    return total
  }

  /// The forward with its variable portion times a shock, wad.
  func forward(spotShock: UInt256) throws(ArithmeticError) -> UInt256 {
    try forwardVariablePortion.multiplyWadDown(spotShock) + forwardFixedPortion
  }

  /// The forward without a shock.
  func unshockedForward() throws(ArithmeticError) -> UInt256 {
    try forwardVariablePortion + forwardFixedPortion
  }
}

extension Portfolio.Option {
  /// The price of one contract at a forward and volatility; what exceeds the price's input types is
  /// refused as the protocol's casts refuse it.
  func price(
    in expiry: Portfolio.Expiry, forward: UInt256, vol: UInt256, _ memo: inout PriceMemo
  ) throws(ArithmeticError) -> UInt256 {
    let seconds = try expiry.secondsToExpiry.toUInt64()
    let volatility = try vol.toUInt128()
    let terms = PriceMemo.Terms(
      secondsToExpiry: seconds, discount: expiry.discount, forward: try forward.toUInt128(),
      strike: try strike.toUInt128(), volatility: volatility)
    let prices = memo.prices(terms)
    return isCall ? prices.call : prices.put
  }

  /// The same, computed.
  func price(in expiry: Portfolio.Expiry, forward: UInt256, vol: UInt256) throws(ArithmeticError) -> UInt256 {
    var memo = PriceMemo.none
    return try price(in: expiry, forward: forward, vol: vol, &memo)
  }
}
