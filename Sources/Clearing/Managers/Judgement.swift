import Ethereum
import FixedPoint

/// How a manager judges a change of one of its accounts (CL-39).
extension ClearingState {
  /// - Parameters:
  ///   - caller: whose trade it is; nil for a change that an asset makes.
  ///   - deltas: by how much each balance moved, in the order of the trade.
  ///   - held: how many instruments the account held before it.
  mutating func judge(
    _ number: AccountNumber, trade: UInt64, caller: Address?, _ deltas: [Position], held: Int
  ) throws(ClearingRefusal) {
    let index = try index(number)
    try spend(accounts[index].holdings.count + deltas.count * (2 + accounts[index].holdings.count / 16))
    let manager = accounts[index].manager
    if managers[manager].isEntered { throw .rule(.reentrant) }
    set(entered: true, manager: manager)
    if managers[manager].isPaused { throw .rule(.paused) }
    try requireCaps(index, trade: trade)
    rememberReadings(of: index)
    let cash = accounts[index].balance(SubAsset(.cash))
    try chargeFee(number, trade: trade, caller: caller, deltas)
    try requireNoAuction(number)
    switch managers[manager].model {
    case .standard(let model): try admit(number, index, model, caller: caller, deltas, held: held, cash: cash)
    case .portfolio(let model): try admit(number, index, model, caller: caller, deltas, held: held)
    }
    set(entered: false, manager: manager)
  }

  /// Tests the cap of every asset that the account holds, moved or not (CL-40).
  mutating func requireCaps(_ index: Int, trade: UInt64) throws(ClearingRefusal) {
    let (holdings, manager) = (accounts[index].holdings, accounts[index].manager)
    for held in holdings where held.instrument.asset != .cash {
      let asset = held.instrument.asset
      guard let position = positions[AssetManager(asset, manager)] else { continue }
      let isTouched = position.notedTrade == trade
      if !isTouched && rules.contains(.capsOfMovedAssets) { continue }
      let before = isTouched ? position.notedTotal : .zero
      if position.total > before && position.total > position.cap { throw .rule(.capExceeded) }
      if isTouched && position.total > before {
        try countInterest(AssetManager(asset, manager), from: before, to: position.total)
      }
    }
  }

  /// Refuses an account that has come to hold more instruments than its manager allows (CL-44; CL-61).
  func isTooLarge(_ index: Int, _ deltas: [Position], held: Int) -> Bool {
    let holdings = accounts[index].holdings
    let limit = managers[accounts[index].manager].maxAccountSize
    if UInt64(holdings.count) <= limit { return false }
    if rules.contains(.sizeBeforeTrade) { return holdings.count > held }
    var before = holdings.count
    for delta in deltas where !delta.amount.isZero {
      guard let held = holdings.first(where: { $0.instrument == delta.instrument }) else {
        before += 1
        continue
      }
      if held.amount == delta.amount { before -= 1 }
    }
    return holdings.count > before
  }

  /// Pays what a perp owes an account into its cash (CL-33).
  mutating func settlePerp(_ perp: Int, _ number: AccountNumber) throws(ClearingRefusal) {
    let index = try index(number)
    let position = accounts[index].perps[perp] ?? PerpPosition()
    update(account: index) {
      $0.perps[perp]?.profit = .zero
      $0.perps[perp]?.funding = .zero
    }
    let instrument = SubAsset(.perp(perp))
    if perps[perp].isDisabled && !accounts[index].balance(instrument).isZero {
      try assetErasure(number, instrument)
    }
    let owed = try checked { () throws(ArithmeticError) in try position.profit + position.funding }
    if owed.isZero { return }
    try addSettledCash(owed)
    try managerMove(accounts[index].manager, number, SubAsset(.cash), by: owed)
    emit(.perpSettled(number, perp: perp, paid: owed))
  }
}
