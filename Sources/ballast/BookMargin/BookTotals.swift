import FixedPoint
import Margin

/// Sums over a book, or over the accounts of one strategy (BK-12). Signed wads.
struct BookTotals: Sendable {
  var accounts = 0
  var refused = 0
  /// Accounts that may not take on risk, that may be liquidated, and that are worth less than nothing.
  var belowInitial = 0
  var belowMaintenance = 0
  var insolvent = 0
  var equity = Int256.zero
  /// What insolvent accounts lack.
  var deficit = Int256.zero
  /// Mark to market less initial margin.
  var requirement = Int256.zero
  /// The same over the accounts for which the comparison exists, and what they would ask.
  var comparedAlone = (own: Int256.zero, other: Int256.zero)
  var comparedStandard = (own: Int256.zero, other: Int256.zero)

  /// Adds an account.
  /// - Throws: `overflow` of a sum, which no real book reaches.
  mutating func add(_ answer: Result<BookAnswer, MarginError>) throws(ArithmeticError) {
    accounts += 1
    guard case .success(let answer) = answer else {
      refused += 1
      return
    }
    let margin = answer.margin
    if margin.initialMargin.isNegative { belowInitial += 1 }
    if margin.maintenanceMargin.isNegative { belowMaintenance += 1 }
    equity = try equity + margin.markToMarket
    if margin.markToMarket.isNegative {
      insolvent += 1
      deficit = try deficit - margin.markToMarket
    }
    let own = try margin.requirement()
    requirement = try requirement + own
    if let alone = answer.alone {
      comparedAlone = (try comparedAlone.own + own, try comparedAlone.other + alone)
    }
    if let standard = answer.standard {
      comparedStandard = (try comparedStandard.own + own, try comparedStandard.other + standard)
    }
  }

  /// How much less is asked than another rule asks, as a fraction, wad; nil where that asks nothing.
  static func saving(_ compared: (own: Int256, other: Int256)) -> Int256? {
    guard !compared.other.isNegative, !compared.other.isZero,
      let less = try? compared.other - compared.own
    else { return nil }
    return try? less.divideWadTruncating(compared.other)
  }
}
