import Ethereum
import FixedPoint

/// Accounts by number, and who may act for them (CL-3, CL-18).
extension ClearingState {
  /// The place of an account in the list: the one way in which operations come to it.
  /// - Throws: `noSuchAccount`.
  func index(_ number: AccountNumber) throws(ClearingRefusal) -> Int {
    guard number >= 1, number <= AccountNumber(accounts.count) else {
      throw .action(.noSuchAccount(UInt256(number)))
    }
    touches?.note(.account(number))
    return Int(number) - 1
  }

  func account(_ number: AccountNumber) throws(ClearingRefusal) -> AccountState {
    accounts[try index(number)]
  }

  /// Whether somebody may move an account without an allowance.
  func isOwnerOrApproved(_ who: Address, of account: AccountState) -> Bool {
    account.owner == who || account.approved == who
  }

  /// The same of the account at a place, which is not copied for it.
  func isOwnerOrApproved(_ who: Address, at index: Int) -> Bool {
    accounts[index].owner == who || accounts[index].approved == who
  }

  mutating func createAccount(owner: Address, manager: Int) throws(ClearingRefusal) -> AccountNumber {
    guard managers.indices.contains(manager) else { throw .rule(.noSuchManager) }
    guard !owner.isZero else { throw .action(.invalidReceiver(owner)) }
    if UInt64(accounts.count) >= ClearingLimits.accounts { throw .rule(.tooManyAccounts) }
    return add(AccountState(owner: owner, manager: manager))
  }

  mutating func approve(_ to: Address, for number: AccountNumber, by caller: Address) throws(ClearingRefusal) {
    guard try holder(of: UInt256(number)) == caller else { throw .action(.invalidApprover(caller)) }
    let index = try index(number)
    update(account: index) { $0.approved = to.isZero ? nil : to }
  }

  mutating func setAllowance(
    _ allowance: Allowance, _ key: AllowanceKey, by caller: Address
  ) throws(ClearingRefusal) {
    let account = try account(key.account)
    guard isOwnerOrApproved(caller, of: account) else { throw .rule(.notOwnerOrApproved) }
    var key = key
    key.owner = account.owner
    set(allowance: allowance, key)
  }

  /// The one way in which operations read an allowance.
  func allowance(_ key: AllowanceKey) -> Allowance? {
    touches?.note(.allowance(key))
    return allowances[key]
  }

  /// Takes what a movement needs from the allowances of a delegate: those of the instrument first, then those of the
  /// asset (CL-19).
  mutating func spendAllowance(
    _ number: AccountNumber, _ delegate: Address, _ instrument: SubAsset, _ amount: Int256
  ) throws(ClearingRefusal) {
    let owner = try account(number).owner
    let instrumentKey = AllowanceKey(
      account: number, owner: owner, delegate: delegate, asset: instrument.asset,
      subId: UInt256(instrument.subId))
    let assetKey = AllowanceKey(account: number, owner: owner, delegate: delegate, asset: instrument.asset)
    let pool: WritableKeyPath<Allowance, UInt256> = amount.isNegative ? \.negative : \.positive
    let needed = amount.magnitude
    var first = allowance(instrumentKey) ?? Allowance(positive: .zero, negative: .zero)
    let fromFirst = min(first[keyPath: pool], needed)
    let rest = needed &- fromFirst
    if !fromFirst.isZero {
      first[keyPath: pool] = first[keyPath: pool] &- fromFirst
      set(allowance: first, instrumentKey)
    }
    if rest.isZero { return }
    var second = allowance(assetKey) ?? Allowance(positive: .zero, negative: .zero)
    if second[keyPath: pool] < rest { throw .rule(.insufficientAllowance) }
    second[keyPath: pool] = second[keyPath: pool] &- rest
    set(allowance: second, assetKey)
  }
}
