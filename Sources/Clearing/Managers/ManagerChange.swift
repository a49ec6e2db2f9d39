import Ethereum
import FixedPoint

/// An account goes to another manager (CL-77): settled by the old one, judged by the new one as if all of it were new.
extension ClearingState {
  mutating func changeManager(
    _ number: AccountNumber, to manager: Int, by caller: Address
  ) throws(ClearingRefusal) {
    let index = try index(number)
    let old = accounts[index].manager
    guard isOwnerOrApproved(caller, of: accounts[index]) else { throw .rule(.notOwnerOrApproved) }
    if old == manager { throw .rule(.sameManager) }
    if isInService(number) { throw .rule(.accountInService) }
    if managers[old].isPaused || managers[manager].isPaused { throw .rule(.paused) }
    try requireNoAuction(number)
    try settleInterest(number)
    try settlePerps(number)
    let trade = nextTrade()
    try requireManager(.cash, manager)
    let holdings = accounts[index].holdings
    for held in holdings where held.instrument.asset != .cash {
      try requireManager(held.instrument.asset, manager)
      try moveTotal(held, from: old, to: manager, trade: trade)
    }
    update(account: index) {
      $0.manager = manager
      $0.lastTrade = trade
    }
    emit(.managerChanged(number, manager: manager))
    try judgeArrival(number, index, trade: trade, holdings)
  }

  /// Whether others count on the account's manager: they pay it, or pay from it.
  func isInService(_ number: AccountNumber) -> Bool {
    number == securityModule || number == liquidation.securityAccount
      || managers.contains { $0.feeRecipient == number || $0.internalAccount == number }
  }

  /// Takes the size of a balance from one manager's total to the other's.
  private mutating func moveTotal(
    _ held: Position, from old: Int, to new: Int, trade: UInt64
  ) throws(ClearingRefusal) {
    for (manager, isOld) in [(old, true), (new, false)] {
      let key = AssetManager(held.instrument.asset, manager)
      var position = positions[key] ?? TrackedPosition()
      if position.notedTrade != trade { (position.notedTrade, position.notedTotal) = (trade, position.total) }
      position.total = try checked { () throws(ArithmeticError) in
        let size = try held.amount.absolute()
        return isOld ? try position.total - size : try position.total + size
      }
      set(position: position, key)
    }
  }

  /// Everything held is a change, and the margin is asked whatever it is.
  private mutating func judgeArrival(
    _ number: AccountNumber, _ index: Int, trade: UInt64, _ holdings: [Position]
  ) throws(ClearingRefusal) {
    try requireCaps(index, trade: trade)
    switch managers[accounts[index].manager].model {
    case .standard(let model): try admitArrival(number, index, model, holdings)
    case .portfolio(let model): try admitArrival(number, index, model, holdings)
    }
  }

  private mutating func admitArrival(
    _ number: AccountNumber, _ index: Int, _ model: StandardManager, _ holdings: [Position]
  ) throws(ClearingRefusal) {
    for held in holdings where held.instrument.asset != .cash && model.market(of: held.instrument.asset) == nil {
      throw .rule(.standardUnsupportedAsset)
    }
    try requireIsolation(index, model, holdings)
    if UInt64(holdings.count) > managers[accounts[index].manager].maxAccountSize {
      throw .rule(.standardTooManyAssets)
    }
    if holdings.isEmpty { return }
    if !model.isBorrowingEnabled && accounts[index].balance(SubAsset(.cash)).isNegative {
      throw .rule(.noBorrowing)
    }
    try requireMargin(number, index, model, .initial)
  }

  private mutating func admitArrival(
    _ number: AccountNumber, _ index: Int, _ model: PortfolioManager, _ holdings: [Position]
  ) throws(ClearingRefusal) {
    for held in holdings where !accepts(held.instrument.asset, model) { throw .rule(.portfolioUnsupportedAsset) }
    if UInt64(holdings.count) > managers[accounts[index].manager].maxAccountSize {
      throw .rule(.portfolioTooManyAssets)
    }
    if holdings.isEmpty { return }
    try requireMargin(number, index, model, isTrusted: false)
  }

  private func accepts(_ asset: Asset, _ model: PortfolioManager) -> Bool {
    switch asset {
    case .cash: true
    case .option(let option): option == model.option
    case .perp(let perp): perp == model.perp
    case .base(let base): model.accepts(base: base)
    }
  }
}
