import FixedPoint
import Pricing

extension StandardMarket {
  /// What the options of one expiry must be backed by, whose forward is not zero (SM-9).
  ///
  /// - Parameter marks: each option's mark where initial margin has computed it already; empty before.
  func expiry(
    _ index: Int, _ kind: MarginKind, marks: inout [Int256]
  ) throws(ArithmeticError) -> StandardMargin.ExpiryPart {
    let held = holding.expiries[index]
    var mark = Int256.zero
    var isolated = Int256.zero
    for (place, option) in held.options.enumerated() {
      if place == marks.count { marks.append(try option.markToMarket(in: held)) }
      let optionMark = marks[place]
      mark = try mark + optionMark
      isolated = try isolated + isolatedMargin(option, mark: optionMark, kind)
    }
    let maxLoss = try self.maxLoss(held, netCalls: expiries[index].netCalls, kind)
    let penalty = try oraclePenalty(
      kind, confidence: min(holding.spotConfidence, held.forwardConfidence, held.volConfidence),
      threshold: parameters.oracle.optionThreshold, amount: expiries[index].totalShort)
    return StandardMargin.ExpiryPart(
      markToMarket: mark, isolatedMargin: isolated, maxLoss: maxLoss, oraclePenalty: penalty,
      margin: try max(isolated, maxLoss) + penalty)
  }

  /// The worst payoff at zero and at each strike, never positive, with what uncovered calls need (SM-14).
  private func maxLoss(
    _ expiry: StandardPortfolio.Expiry, netCalls: Int256, _ kind: MarginKind
  ) throws(ArithmeticError) -> Int256 {
    var worst = min(.zero, try expiry.payoff(at: .zero))
    for option in expiry.options { worst = min(worst, try expiry.payoff(at: option.strike)) }
    if !netCalls.isNegative { return worst }
    let scale = kind.isInitial ? parameters.option.unpairedIMScale : parameters.option.unpairedMMScale
    return try worst
      + Int256(scale.multiplyWadDown(expiry.forwardPrice)).multiplyWadTruncating(netCalls)
  }
}

extension StandardPortfolio.Expiry {
  /// What all options together pay at a price of the underlying, each product toward zero (SM-14).
  func payoff(at price: UInt256) throws(ArithmeticError) -> Int256 {
    var total = Int256.zero
    for option in options {
      let inTheMoney = option.isCall ? price > option.strike : price < option.strike
      guard inTheMoney else { continue }
      let distance = option.isCall ? price &- option.strike : option.strike &- price
      total = try total + Int256(distance).multiplyWadTruncating(option.amount)
    }
    return total
  }
}

extension StandardPortfolio.Option {
  /// The position's value at its expiry's forward without a discount, toward zero (SM-10).
  func markToMarket(in expiry: StandardPortfolio.Expiry) throws(ArithmeticError) -> Int256 {
    try Int256(price(in: expiry)).multiplyWadTruncating(amount)
  }

  /// The price of one contract at its expiry's forward without a discount.
  func price(in expiry: StandardPortfolio.Expiry) throws(ArithmeticError) -> UInt256 {
    let volatility = try vol.toUInt128()
    let slice = Black76(
      secondsToExpiry: expiry.secondsToExpiry, discount: UInt64(Wad.one),
      forward: try expiry.forwardPrice.toUInt128())
    // The protocol casts the strike raw: its low 128 bits.
    let prices = slice.prices(strike: strike.low, volatility: volatility)
    return isCall ? prices.call : prices.put
  }
}
