import FixedPoint
import Margin

extension Account {
  /// The same holdings on a later market (BK-8): the perp's profit since the first market is unsettled cash.
  ///
  /// What was settled in between, funding and interest are not part of it: between two moments of a tape
  /// nothing was observed.
  /// - Throws: `overflow`; the casts' refusals for perp prices of 2^255 and more.
  func remarked(from first: Market, to later: Market) throws(ArithmeticError) -> Account {
    if perpPosition.isZero { return self }
    let move = try Int256(later.perpPrice) - Int256(first.perpPrice)
    var account = self
    account.unsettledPerpCash = try unsettledPerpCash + perpPosition.multiplyWadTruncating(move)
    return account
  }
}
