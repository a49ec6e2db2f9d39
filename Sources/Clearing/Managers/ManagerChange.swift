import Ethereum
import FixedPoint

/// Another manager for an account (MO-26): everything is settled, both managers' books follow, and the new manager
/// judges all that the account holds as if it came in now.
extension ClearingState {
  mutating func changeManager(
    _ number: AccountNumber, to manager: Int, caller: Address
  ) throws(ClearingRefusal) {
    let index = try index(number)
    guard managers.indices.contains(manager) else { throw .rule(.noSuchManager) }
    guard isOwnerOrApproved(caller, of: accounts[index]) else { throw .rule(.notOwnerOrApproved) }
    let former = accounts[index].manager
    guard former != manager else { throw .rule(.sameManager) }
    for place in [former, manager] where managers[place].isPaused { throw .rule(.paused) }
    try requireNoAuction(number)
    try settleAll(number, index)
    let trade = nextTrade()
    for held in accounts[index].holdings {
      let asset = held.instrument.asset
      try requireManager(asset, manager)
      if asset == .cash { continue }
      try moveTotal(asset, held.amount.magnitude, from: former, to: manager, trade: trade)
    }
    update(account: index) { ($0.manager, $0.lastTrade) = (manager, trade) }
    let holdings = accounts[index].holdings
    for held in holdings where held.instrument.asset != .cash {
      let position = positions[AssetManager(held.instrument.asset, manager)] ?? TrackedPosition()
      if position.total > position.cap { throw .rule(.capExceeded) }
    }
    switch managers[manager].model {
    case .standard(let model): try admit(number, index, model, caller: nil, holdings)
    case .portfolio(let model): try admit(number, index, model, caller: nil, holdings)
    }
    emit(.managerChanged(number, manager: manager))
  }

  /// Interest, what perps owe, and options whose price is known.
  private mutating func settleAll(_ number: AccountNumber, _ index: Int) throws(ClearingRefusal) {
    try settleInterest(number)
    try settlePerps(number)
    var options: [Int] = []
    for held in accounts[index].holdings {
      if case .option(let option) = held.instrument.asset, !options.contains(option) { options.append(option) }
    }
    for option in options { try settleOptions(option, number) }
  }

  private mutating func moveTotal(
    _ asset: Asset, _ size: UInt256, from former: Int, to manager: Int, trade: UInt64
  ) throws(ClearingRefusal) {
    for (place, isAdded) in [(former, false), (manager, true)] {
      var position = positions[AssetManager(asset, place)] ?? TrackedPosition()
      if position.notedTrade != trade { (position.notedTrade, position.notedTotal) = (trade, position.total) }
      position.total = try checked { () throws(ArithmeticError) in
        isAdded ? try position.total + size : try position.total - size
      }
      set(position: position, AssetManager(asset, place))
    }
  }
}
