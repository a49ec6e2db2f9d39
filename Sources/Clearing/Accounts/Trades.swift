import Ethereum
import FixedPoint

/// Trades: movements between accounts that stand or fall together (CL-16, CL-17).
extension ClearingState {
  /// - Returns: the number of the trade.
  mutating func trade(_ transfers: [Transfer], isBatch: Bool, by caller: Address) throws(ClearingRefusal) -> UInt64 {
    if transfers.count > ClearingLimits.transfers { throw .rule(.tooManyTransfers) }
    let trade = nextTrade()
    var moved = MovedAccounts()
    for transfer in transfers {
      if isBatch && transfer.from == 0 && transfer.to == 0 { continue }
      if transfer.from == transfer.to { throw .rule(.transferToSelf) }
      let out = try checked { () throws(ArithmeticError) in try -transfer.amount }
      moved.note(transfer.from, holdings(of: transfer.from))
      moved.note(transfer.to, holdings(of: transfer.to))
      let from = try move(transfer.from, transfer.instrument, by: out, trade: trade)
      let to = try move(transfer.to, transfer.instrument, by: transfer.amount, trade: trade)
      try allow(transfer.from, transfer.instrument, out, needed: from.needsAllowance, caller)
      try allow(transfer.to, transfer.instrument, transfer.amount, needed: to.needsAllowance, caller)
      try moved.add(transfer.from, transfer.instrument.asManagersSeeIt, from.delta)
      try moved.add(transfer.to, transfer.instrument.asManagersSeeIt, to.delta)
    }
    try requireJudgeable(moved)
    for account in moved.accounts {
      try judge(account.number, trade: trade, caller: caller, account.deltas, held: account.held)
    }
    emit(.traded(number: trade, caller: caller))
    return trade
  }

  /// Bounds the work of judging (CL-78).
  private func requireJudgeable(_ moved: MovedAccounts) throws(ClearingRefusal) {
    let judged = moved.accounts.reduce(0) { $0 + holdings(of: $1.number) }
    if judged > ClearingLimits.judgedHoldings { throw .rule(.tooMuchToJudge) }
  }

  /// How many instruments an account holds.
  func holdings(of number: AccountNumber) -> Int {
    guard let index = try? index(number) else { return 0 }
    return accounts[index].holdings.count
  }

  private mutating func allow(
    _ number: AccountNumber, _ instrument: SubAsset, _ amount: Int256, needed: Bool, _ caller: Address
  ) throws(ClearingRefusal) {
    if !needed { return }
    if isOwnerOrApproved(caller, at: try index(number)) { return }
    try spendAllowance(number, caller, instrument, amount)
  }
}

/// The accounts that a trade moves, in the order in which it comes to them, with how many instruments each held
/// before and the sum of its movements of each instrument.
struct MovedAccounts {
  private(set) var accounts: [(number: AccountNumber, held: Int, deltas: [Position])] = []
  /// The places of accounts, once there are many.
  private var places: [AccountNumber: Int] = [:]
  /// Up to so many accounts a look at each is faster than a table.
  private static let few = 16

  private func place(of number: AccountNumber) -> Int? {
    accounts.count <= Self.few ? accounts.firstIndex { $0.number == number } : places[number]
  }

  /// Notes an account before it is moved for the first time.
  mutating func note(_ number: AccountNumber, _ held: Int) {
    if place(of: number) != nil { return }
    accounts.append((number, held, []))
    if accounts.count == Self.few + 1 {
      for (place, account) in accounts.enumerated() { places[account.number] = place }
    } else if accounts.count > Self.few {
      places[number] = accounts.count - 1
    }
  }

  mutating func add(_ number: AccountNumber, _ instrument: SubAsset, _ delta: Int256) throws(ClearingRefusal) {
    guard let place = place(of: number) else { return }
    if let known = accounts[place].deltas.firstIndex(where: { $0.instrument == instrument }) {
      let old = accounts[place].deltas[known].amount
      accounts[place].deltas[known].amount = try checked { () throws(ArithmeticError) in try old + delta }
      return
    }
    if accounts[place].deltas.count == ClearingLimits.deltas { throw .rule(.tooManyDeltas) }
    accounts[place].deltas.append(Position(instrument, delta))
  }
}
