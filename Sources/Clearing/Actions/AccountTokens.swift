import Ethereum
import FixedPoint

/// Accounts as tokens (ERC-721): who holds each, and who may move it (FD-28).
extension ClearingState {
  /// The number of an account that is there.
  /// - Throws: `noSuchAccount`.
  func number(_ account: UInt256) throws(ClearingRefusal) -> AccountNumber {
    guard let number = AccountNumber(fitting: account), number >= 1, number <= AccountNumber(accounts.count) else {
      throw .action(.noSuchAccount(account))
    }
    return number
  }

  /// The holder of an account.
  /// - Throws: `noSuchAccount`.
  func holder(of account: UInt256) throws(ClearingRefusal) -> Address {
    accounts[try index(number(account))].owner
  }

  /// Moves an account to another holder; its approval ends.
  /// - Parameter spender: who moves it: the holder, or whom the holder approved.
  /// - Throws: `invalidReceiver`, `noSuchAccount`, `notApproved`, `incorrectOwner`.
  mutating func moveToken(
    _ account: UInt256, from: Address, to: Address, spender: Address
  ) throws(ClearingRefusal) {
    guard !to.isZero else { throw .action(.invalidReceiver(to)) }
    let index = try index(number(account))
    guard isOwnerOrApproved(spender, at: index) else {
      throw .action(.notApproved(spender: spender, account: account))
    }
    let owner = accounts[index].owner
    guard owner == from else {
      throw .action(.incorrectOwner(from: from, account: account, owner: owner))
    }
    update(account: index) { ($0.owner, $0.approved) = (to, nil) }
  }
}

extension UInt64 {
  /// A number as actions spell it, an account among them; nil where it is none of 64 bits.
  public init?(fitting value: UInt256) {
    guard value <= UInt256(UInt64.max) else { return nil }
    self.init(truncatingIfNeeded: value.low)
  }

  /// The number of an account as actions spell it; beyond 64 bits the greatest, which no account has.
  init(whole account: UInt256) {
    self = AccountNumber(fitting: account) ?? .max
  }
}
