import FixedPoint

/// The laws of single accounts and of cash in shares (CL-75).
extension ClearingState {
  /// No token balance is below zero, tokens stand behind all of them, and each account knows how many options it has.
  func brokenAccounts() throws(ArithmeticError) -> [String] {
    var broken: [String] = []
    var held = [UInt256](repeating: .zero, count: bases.count)
    for (index, account) in accounts.enumerated() {
      var options: [Int: UInt256] = [:]
      for position in account.holdings {
        switch position.instrument.asset {
        case .option(let option): options[option] = try (options[option] ?? .zero) + position.amount.absolute()
        case .base(let base):
          if position.amount.isNegative { broken.append("account \(index + 1) has tokens of zero or more") }
          held[base] = try held[base] + position.amount.positivePart.bitPattern
        case .cash, .perp: break
        }
      }
      for (option, total) in account.optionTotals where total != options[option] ?? .zero {
        broken.append("account \(index + 1) has options of \(options[option] ?? .zero), not of \(total)")
      }
    }
    for (place, base) in bases.enumerated() {
      let tokens = try base.tokenBalance.convertDecimalsDown(from: base.tokenDecimals, to: 18)
      if tokens < held[place] { broken.append("tokens of \(held[place]) stand behind token \(place), not \(tokens)") }
    }
    return broken
  }

  /// Shares of accounts add up to the totals, and tokens stand behind all cash but that which a loss has left without,
  /// to the last fine unit.
  func brokenShares(_ exact: ExactCash) throws(ArithmeticError) -> [String] {
    var sums = ExactCash()
    for account in accounts { try sums.add(account.exactCash) }
    (sums.feeRemainder, sums.unbacked) = (exact.feeRemainder, exact.unbacked)
    var broken: [String] = []
    if sums != exact { broken.append("shares of cash add up to \(sums), not to \(exact)") }
    let owed = try cash.fineCash(exact)
    // Tokens of more digits than a fine unit has are never taken (CL-70).
    let tokens = cash.tokenBalance.isZero ? .zero : try cash.fineTokens()
    let behind = try Int256(tokens + exact.unbacked * Wad.wide)
    if owed != behind { broken.append("tokens and losses of \(owed) stand behind cash, not of \(behind)") }
    return broken
  }
}
