import FixedPoint
import Pricing

/// What happens to options when a balance of them moves (CL-34), and what they pay in the end (CL-35).
extension ClearingState {
  mutating func optionHook(_ move: AssetMove, _ option: Int) throws(ClearingRefusal) -> AssetAnswer {
    try requireManager(move.instrument.asset, move.manager)
    try trackOpenInterest(move)
    try trackPosition(move)
    let (after, total) = try checked { () throws(ArithmeticError) in
      let after = try move.before + move.amount
      let total = accounts[move.index].optionTotals[option] ?? .zero
      return (after, try total + after.absolute() - move.before.absolute())
    }
    update(account: move.index) { $0.optionTotals[option] = total }
    return AssetAnswer(after: after, needsAllowance: true)
  }

  /// What a balance of an option pays, toward zero; nil before its expiry has a settlement price.
  func settlementValue(
    _ identifier: OptionIdentifier, market: Int, _ balance: Int256
  ) throws(ClearingRefusal) -> Int256? {
    guard identifier.expiry <= time, let price = try settlementPrice(market, identifier.expiry) else { return nil }
    return try checked { () throws(ArithmeticError) in
      let difference = try Int256(price) - Int256(identifier.strike)
      if identifier.isCall {
        return difference > .zero ? try difference.multiplyWadTruncating(balance) : .zero
      }
      return difference < .zero ? try -difference.multiplyWadTruncating(balance) : .zero
    }
  }
}
