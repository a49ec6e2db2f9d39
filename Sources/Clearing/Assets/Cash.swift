import FixedPoint

/// Interest on all cash (CL-22), and what a balance is worth with it (CL-23).
extension CashState {
  /// Adds the interest since the last time, at the rate of this moment.
  ///
  /// Time is used up even where nothing is lent.
  mutating func accrue(at now: UInt64, _ rules: RuleSet) throws(ArithmeticError) {
    if now == lastTimestamp { return }
    let seconds = now &- lastTimestamp
    lastTimestamp = now
    if totalBorrow.isZero { return }
    let missing = netSettledCash.isNegative ? try UInt256(-netSettledCash) : .zero
    let supply = try totalSupply + missing
    let factor = try interest.factor(seconds: seconds, supply: supply, borrow: totalBorrow, rules)
    if let exact { return try accrueShares(factor, exact, rules) }
    let added = try totalBorrow.multiplyWadDown(factor)
    let (previousBorrow, previousSupply) = (totalBorrow, totalSupply)
    totalBorrow = try totalBorrow + added
    borrowIndex = try totalBorrow.divideWadDown(previousBorrow).multiplyWadDown(borrowIndex)
    if previousSupply.isZero && rules.contains(.interestWithoutLenders) {
      return accruedFees = try accruedFees + added
    }
    let fee = try added.multiplyWadDown(feePercentage)
    accruedFees = try accruedFees + fee
    totalSupply = try totalSupply + (added - fee)
    supplyIndex = try totalSupply.divideWadDown(previousSupply).multiplyWadDown(supplyIndex)
  }

  /// A stored balance with the interest since the index it was stored at, toward zero.
  func settled(_ balance: Int256, index: UInt256) throws(ArithmeticError) -> Int256 {
    if index.isZero || balance.isZero { return balance }
    let growth = try (balance.isNegative ? borrowIndex : supplyIndex).divideWadDown(index)
    return try Int256(growth).multiplyWadTruncating(balance)
  }

  /// The index at which a balance is stored.
  func index(of balance: Int256) -> UInt256 {
    balance.isZero ? .zero : balance.isNegative ? borrowIndex : supplyIndex
  }

  /// Moves the totals as a balance moves: each difference is checked, so that rounding that would take a total
  /// below zero is refused.
  mutating func moveTotals(from old: Int256, to new: Int256) throws(ArithmeticError) {
    totalSupply = try UInt256(Int256(totalSupply) + new.positivePart - old.positivePart)
    totalBorrow = try UInt256(Int256(totalBorrow) + old.negativePart - new.negativePart)
  }

  /// All cash that tokens should stand behind (CL-25).
  func totalCash() throws(ArithmeticError) -> UInt256 {
    if let exact { return try UInt256(fineCash(exact).wadsDown()) }
    return try UInt256(Int256(totalSupply) + Int256(accruedFees) - Int256(totalBorrow) - netSettledCash)
  }

  /// The tokens held, as a wad, rounded down.
  func tokens() throws(ArithmeticError) -> UInt256 {
    try tokenBalance.convertDecimalsDown(from: tokenDecimals, to: 18)
  }

  /// How many tokens a unit of cash is worth, at most one, rounded down (CL-25).
  public func exchangeRate() throws(ArithmeticError) -> UInt256 {
    let (cash, tokens) = (try totalCash(), try tokens())
    return tokens >= cash ? Wad.wide : try tokens.divideWadDown(cash)
  }
}

extension Int256 {
  var positivePart: Int256 { isNegative ? .zero : self }
  var negativePart: Int256 { isNegative ? self : .zero }
}
