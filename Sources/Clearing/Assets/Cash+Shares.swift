import FixedPoint

/// Cash in shares: nothing is rounded when a balance moves, and what is rounded when interest is added goes to the
/// fees (CL-68 to CL-71).
extension CashState {
  /// A balance in fine units, exactly.
  func fine(_ balance: ExactBalance) throws(ArithmeticError) -> Int256 {
    let index = try Int256(balance.isNegative ? borrowIndex : supplyIndex)
    return try balance.shares * index + balance.remainder
  }

  /// A balance as a wad, rounded down: debt is rounded up.
  func value(_ balance: ExactBalance) throws(ArithmeticError) -> Int256 {
    try fine(balance).wadsDown()
  }

  /// The shares of an amount in fine units; what is left over is no share and bears no interest.
  private func shares(of fine: Int256) throws(ArithmeticError) -> ExactBalance {
    let index = try Int256(fine.isNegative ? borrowIndex : supplyIndex)
    var balance = ExactBalance()
    (balance.shares, balance.remainder) = (try fine / index, try fine % index)
    return balance
  }

  /// Moves a balance and the totals by as much.
  /// - Throws: `overflow` also where a total would grow beyond what indices may multiply (CL-68).
  mutating func move(
    _ balance: ExactBalance, by amount: Int256, in exact: ExactCash
  ) throws(ArithmeticError) -> ExactBalance {
    let new = try shares(of: fine(balance) + amount * Int256(Wad.wide))
    var totals = exact
    try totals.remove(balance)
    try totals.add(new)
    let (oldSupply, oldBorrow) = (try fineSupply(exact), try fineBorrow(exact))
    let (supply, borrow) = (try fineSupply(totals), try fineBorrow(totals))
    let most = ClearingLimits.fineCash
    if (supply > most && supply > oldSupply) || (borrow > most && borrow > oldBorrow) {
      throw .overflow
    }
    try set(totals)
    return new
  }

  /// Stores totals in shares, and as wads for all who read them.
  mutating func set(_ totals: ExactCash) throws(ArithmeticError) {
    exact = totals
    totalSupply = try fineSupply(totals) / Wad.wide
    totalBorrow = try fineBorrow(totals).wadsUp()
  }

  func fineSupply(_ totals: ExactCash) throws(ArithmeticError) -> UInt256 {
    try totals.supplyShares * supplyIndex + totals.supplyRemainder
  }

  func fineBorrow(_ totals: ExactCash) throws(ArithmeticError) -> UInt256 {
    try totals.borrowShares * borrowIndex + totals.borrowRemainder
  }

  /// Adds interest to both indices (CL-69).
  mutating func accrueShares(
    _ factor: UInt256, _ exact: ExactCash, _ rules: RuleSet
  ) throws(ArithmeticError) {
    let rise = try borrowIndex.multiplyWadDown(factor)
    let paid = try exact.borrowShares * rise
    let fee = try paid / Wad.wide * feePercentage
    let isShared = !(exact.supplyShares.isZero && rules.contains(.interestWithoutLenders))
    let supplyRise = isShared ? try (paid - fee) / exact.supplyShares : .zero
    borrowIndex = try borrowIndex + rise
    supplyIndex = try supplyIndex + supplyRise
    var totals = exact
    try addFees(paid - exact.supplyShares * supplyRise, &totals)
    try set(totals)
  }

  /// Adds fine units to the fees: whole wads where everybody reads them, the rest beside.
  mutating func addFees(_ fine: UInt256, _ totals: inout ExactCash) throws(ArithmeticError) {
    let sum = try totals.feeRemainder + fine
    accruedFees = try accruedFees + sum / Wad.wide
    totals.feeRemainder = try sum % Wad.wide
  }

  /// What tokens should stand behind, in fine units; below zero where settlements have paid out more than there is.
  func fineCash(_ totals: ExactCash) throws(ArithmeticError) -> Int256 {
    let owed = try Int256(fineSupply(totals)) + Int256(accruedFees * Wad.wide + totals.feeRemainder)
    return try owed - Int256(fineBorrow(totals)) - netSettledCash * Int256(Wad.wide)
  }

  /// The tokens held, in fine units, exactly.
  func fineTokens() throws(ArithmeticError) -> UInt256 {
    if tokenDecimals > ClearingLimits.tokenDecimals { throw .overflow }
    return try tokenBalance * UInt256.powerOfTen(ClearingLimits.tokenDecimals - tokenDecimals)
  }

  /// Takes tokens in; of a token finer than a wad, what is no whole wad goes to the fees (CL-70).
  mutating func receive(_ amount: UInt256) throws(ArithmeticError) {
    tokenBalance = try tokenBalance + amount
    guard var totals = exact else { return }
    if tokenDecimals > ClearingLimits.tokenDecimals { throw .overflow }
    if tokenDecimals <= 18 { return }
    let rest = try amount % UInt256.powerOfTen(tokenDecimals - 18)
    try addFees(rest * UInt256.powerOfTen(ClearingLimits.tokenDecimals - tokenDecimals), &totals)
    exact = totals
  }

  /// Notes that cash without tokens was destroyed (CL-71).
  mutating func noteBurnt(_ amount: UInt256) throws(ArithmeticError) {
    guard let totals = exact else { return }
    exact?.unbacked = try totals.unbacked - amount
  }

  /// Notes that cash without tokens was made (CL-71).
  mutating func noteUnbacked(_ amount: UInt256) throws(ArithmeticError) {
    guard let totals = exact else { return }
    exact?.unbacked = try totals.unbacked + amount
  }

  /// What a withdrawal of so many wads takes from a balance while the withdrawal fee is on, rounded up (CL-71).
  func debit(for whole: UInt256) throws(ArithmeticError) -> UInt256 {
    let (cash, held) = (try totalCash(), try tokens())
    if held >= cash { return whole }
    let (quotient, remainder) = try (whole * cash).quotientAndRemainder(dividingBy: held)
    return remainder.isZero ? quotient : try quotient + 1
  }
}

extension ExactCash {
  mutating func add(_ balance: ExactBalance) throws(ArithmeticError) {
    let (shares, remainder) = (balance.shares.magnitude, balance.remainder.magnitude)
    if balance.isNegative {
      (borrowShares, borrowRemainder) = (try borrowShares + shares, try borrowRemainder + remainder)
    } else {
      (supplyShares, supplyRemainder) = (try supplyShares + shares, try supplyRemainder + remainder)
    }
  }

  mutating func remove(_ balance: ExactBalance) throws(ArithmeticError) {
    let (shares, remainder) = (balance.shares.magnitude, balance.remainder.magnitude)
    if balance.isNegative {
      (borrowShares, borrowRemainder) = (try borrowShares - shares, try borrowRemainder - remainder)
    } else {
      (supplyShares, supplyRemainder) = (try supplyShares - shares, try supplyRemainder - remainder)
    }
  }
}

extension Int256 {
  /// Fine units as wads, rounded down.
  func wadsDown() throws(ArithmeticError) -> Int256 {
    if !isNegative { return try Int256(bitPattern / Wad.wide) }
    return try -Int256(magnitude.wadsUp())
  }
}

extension UInt256 {
  /// Fine units as wads, rounded up.
  func wadsUp() throws(ArithmeticError) -> UInt256 {
    let (quotient, remainder) = try quotientAndRemainder(dividingBy: Wad.wide)
    return remainder.isZero ? quotient : try quotient + 1
  }
}
