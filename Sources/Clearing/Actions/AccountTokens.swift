import Ethereum
import FixedPoint

/// Who holds each account, and who may move it: accounts are tokens (ERC-721), numbered from 1 (FD-28).
public struct AccountTokens: Hashable, Sendable {
  private var holders: [UInt256: Address] = [:]
  /// Who besides the holder may move an account, until it moves.
  private var approvals: [UInt256: Address] = [:]
  private var last: UInt256 = .zero

  public init() {}

  /// The holder of an account.
  /// - Throws: `noSuchAccount`.
  public func holder(of account: UInt256) throws(ActionRefusal) -> Address {
    guard let holder = holders[account] else { throw .noSuchAccount(account) }
    return holder
  }

  /// Gives the next account to a holder.
  /// - Throws: `arithmetic`, `invalidReceiver`.
  public mutating func create(for holder: Address) throws(ActionRefusal) -> UInt256 {
    let account: UInt256
    do throws(ArithmeticError) { account = try last + 1 } catch { throw .arithmetic(error) }
    guard !holder.isZero else { throw .invalidReceiver(holder) }
    last = account
    holders[account] = holder
    return account
  }

  /// Lets one address move an account besides its holder; the zero address takes that back.
  /// - Throws: `noSuchAccount`, `invalidApprover`.
  public mutating func approve(_ spender: Address, account: UInt256, caller: Address) throws(ActionRefusal) {
    guard try holder(of: account) == caller else { throw .invalidApprover(caller) }
    approvals[account] = spender.isZero ? nil : spender
  }

  /// Moves an account.
  /// - Parameter spender: who moves it: the holder, or whom the holder approved.
  /// - Throws: `invalidReceiver`, `noSuchAccount`, `notApproved`, `incorrectOwner`.
  public mutating func transfer(
    _ account: UInt256, from: Address, to: Address, spender: Address
  ) throws(ActionRefusal) {
    guard !to.isZero else { throw .invalidReceiver(to) }
    let holder = try holder(of: account)
    guard spender == holder || approvals[account] == spender else {
      throw .notApproved(spender: spender, account: account)
    }
    guard holder == from else { throw .incorrectOwner(from: from, account: account, owner: holder) }
    approvals[account] = nil
    holders[account] = to
  }
}
