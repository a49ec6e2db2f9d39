import FixedPoint

/// What a perp owes an account (CL-32), both parts toward zero.
extension PerpPosition {
  /// Long positions pay when funding is positive.
  func fundingIncrease(size: Int256, aggregated: Int256) throws(ArithmeticError) -> Int256 {
    try -size.multiplyWadTruncating(aggregated - lastAggregatedFunding)
  }

  func profitIncrease(size: Int256, mark: UInt256) throws(ArithmeticError) -> Int256 {
    try (Int256(mark) - Int256(lastMarkPrice)).multiplyWadTruncating(size)
  }
}

extension ClearingState {
  /// What happens to a perp when a balance of it moves: profit and funding of the size before are counted first
  /// (CL-32).
  mutating func perpHook(_ move: AssetMove, _ perp: Int) throws(ClearingRefusal) -> AssetAnswer {
    if move.instrument.subId != 0 { throw .rule(.perpHasNoSubId) }
    try requireManager(move.instrument.asset, move.manager)
    remember(perp: perp)
    try trackPosition(move)
    try trackOpenInterest(move)
    try countProfit(perp, move.index, size: move.before)
    try updateFunding(perp)
    try countFunding(perp, move.index, size: move.before)
    let after = try checked { () throws(ArithmeticError) in try move.before + move.amount }
    return AssetAnswer(after: after, needsAllowance: true)
  }

  /// The same as an operation: of an account that is not there nothing is kept.
  mutating func realise(_ perp: Int, of number: AccountNumber) throws(ClearingRefusal) {
    if let index = try? index(number) { return try realise(perp, index) }
    try updateFunding(perp)
    _ = try mark(perp)
  }

  /// Counts profit and funding of an account up to now (CL-33).
  mutating func realise(_ perp: Int, _ index: Int) throws(ClearingRefusal) {
    let size = accounts[index].balance(SubAsset(.perp(perp)))
    try updateFunding(perp)
    try countFunding(perp, index, size: size)
    try countProfit(perp, index, size: size)
  }

  private mutating func countProfit(_ perp: Int, _ index: Int, size: Int256) throws(ClearingRefusal) {
    let mark = try mark(perp).price
    var position = accounts[index].perps[perp] ?? PerpPosition()
    position.profit = try checked { () throws(ArithmeticError) in
      try position.profit + position.profitIncrease(size: size, mark: mark)
    }
    position.lastMarkPrice = mark
    update(account: index) { $0.perps[perp] = position }
  }

  private mutating func countFunding(_ perp: Int, _ index: Int, size: Int256) throws(ClearingRefusal) {
    let aggregated = perps[perp].aggregatedFunding
    var position = accounts[index].perps[perp] ?? PerpPosition()
    position.funding = try checked { () throws(ArithmeticError) in
      try position.funding + position.fundingIncrease(size: size, aggregated: aggregated)
    }
    position.lastAggregatedFunding = aggregated
    update(account: index) { $0.perps[perp] = position }
  }

  /// All that the perp owes an account now, counted or not (CL-33).
  public func unsettledCash(_ perp: Int, _ number: AccountNumber) throws(ClearingRefusal) -> Int256 {
    let index = try index(number)
    let size = accounts[index].balance(SubAsset(.perp(perp)))
    let position = accounts[index].perps[perp] ?? PerpPosition()
    let aggregated = try aggregatedFunding(perp)
    let mark = try mark(perp).price
    return try checked { () throws(ArithmeticError) in
      try position.fundingIncrease(size: size, aggregated: aggregated)
        + position.profitIncrease(size: size, mark: mark) + position.funding + position.profit
    }
  }
}
