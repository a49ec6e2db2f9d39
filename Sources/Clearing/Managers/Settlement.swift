import FixedPoint

/// What anybody may ask of an account's manager (CL-48 to CL-50).
extension ClearingState {
  /// Adds interest to an account's cash: a movement of nothing.
  mutating func settleInterest(_ number: AccountNumber) throws(ClearingRefusal) {
    try managerMove(try account(number).manager, number, SubAsset(.cash), by: .zero)
  }

  /// Pays what perps owe: all markets under the standard model, where one without a position is passed over; the one
  /// perp of the portfolio model in any case.
  mutating func settlePerps(_ number: AccountNumber) throws(ClearingRefusal) {
    let index = try index(number)
    switch managers[accounts[index].manager].model {
    case .standard(let model):
      for perp in model.markets.compactMap(\.perp) {
        if rules.contains(.flatPerpsPassedOver) {
          try settleHeld(perp, number, index)
          continue
        }
        if accounts[index].balance(SubAsset(.perp(perp))).isZero { continue }
        try realise(perp, index)
        try settlePerp(perp, number)
      }
    case .portfolio(let model):
      if rules.contains(.flatPerpsPassedOver) { return try settleHeld(model.perp, number, index) }
      try realise(model.perp, index)
      try settlePerp(model.perp, number)
    }
  }

  /// Pays what a perp owes, reading prices only where a position is held (CL-63).
  private mutating func settleHeld(_ perp: Int, _ number: AccountNumber, _ index: Int) throws(ClearingRefusal) {
    if !accounts[index].balance(SubAsset(.perp(perp))).isZero {
      try realise(perp, index)
    } else if (accounts[index].perps[perp] ?? PerpPosition()).isSettled {
      return
    }
    try settlePerp(perp, number)
  }

  /// Pays out an account's options of one asset whose expiries have settlement prices; the others stay.
  mutating func settleOptions(_ option: Int, _ number: AccountNumber) throws(ClearingRefusal) {
    let index = try index(number)
    try spend(accounts[index].holdings.count)
    let manager = accounts[index].manager
    switch managers[manager].model {
    case .standard(let model):
      guard model.market(of: .option(option)) != nil else { throw .rule(.standardUnsupportedAsset) }
    case .portfolio(let model):
      guard model.option == option else { throw .rule(.portfolioUnsupportedAsset) }
    }
    var paid = Int256.zero
    for held in accounts[index].holdings where held.instrument.asset == .option(option) {
      let identifier = try identifier(held.instrument)
      guard let value = try settlementValue(identifier, market: optionMarkets[option], held.amount) else { continue }
      let out = try checked { () throws(ArithmeticError) in try -held.amount }
      try managerMove(manager, number, held.instrument, by: out)
      try noteSettled(held.instrument, held.amount)
      paid = try checked { () throws(ArithmeticError) in try paid + value }
    }
    try managerMove(manager, number, SubAsset(.cash), by: paid)
    try addSettledCash(paid)
    emit(.optionsSettled(number, option: option, paid: paid))
  }
}
