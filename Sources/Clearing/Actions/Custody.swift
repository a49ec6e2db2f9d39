import Ethereum
import FixedPoint

/// The accounts that owners have put into a venue's hands, and how they get them back (FD-31 to FD-33).
public struct Custody: Hashable, Sendable {
  /// Seconds between the request for an account and its return.
  public static let withdrawalPeriod: UInt64 = 1_800

  /// The address that holds the accounts.
  public let holder: Address
  private var owners: [UInt256: Address] = [:]
  private var requests: [UInt256: UInt64] = [:]

  public init(holder: Address) {
    self.holder = holder
  }

  /// Whose an account is; the zero address where it is not in custody.
  public func owner(of account: UInt256) -> Address { owners[account] ?? .zero }

  /// Makes an account that is in custody from the start.
  /// - Throws: as `AccountTokens.create`.
  public mutating func create(owner: Address, tokens: inout AccountTokens) throws(ActionRefusal) -> UInt256 {
    let account = try tokens.create(for: holder)
    owners[account] = owner
    return account
  }

  /// Takes an account from the caller, who must have approved the venue, for an owner.
  /// - Throws: as `AccountTokens.transfer`.
  public mutating func deposit(
    _ account: UInt256, for owner: Address, caller: Address, tokens: inout AccountTokens
  ) throws(ActionRefusal) {
    try tokens.transfer(account, from: caller, to: holder, spender: holder)
    owners[account] = owner.isZero ? nil : owner
  }

  /// Takes over an account that a module made.
  /// - Throws: `accountNotReturned`, `accountExists`.
  mutating func adopt(_ account: UInt256, owner: Address, tokens: AccountTokens) throws(ActionRefusal) {
    guard try tokens.holder(of: account) == holder else { throw .accountNotReturned(account) }
    guard owners[account] == nil else { throw .accountExists(account) }
    owners[account] = owner.isZero ? nil : owner
  }

  /// Asks for an account back; it can still be used until it is.
  /// - Throws: `notAccountOwner`, `withdrawalRequested`.
  public mutating func requestWithdrawal(_ account: UInt256, caller: Address, now: UInt64) throws(ActionRefusal) {
    guard owner(of: account) == caller else { throw .notAccountOwner(account) }
    guard requests[account] ?? 0 == 0 else { throw .withdrawalRequested(account) }
    requests[account] = now
  }

  /// Gives an account back to its owner, whoever calls.
  /// - Throws: `withdrawalNotRequested`, `withdrawalTooEarly`, as `AccountTokens.transfer`.
  public mutating func completeWithdrawal(
    _ account: UInt256, tokens: inout AccountTokens, now: UInt64
  ) throws(ActionRefusal) {
    guard let requested = requests[account], requested != 0 else { throw .withdrawalNotRequested(account) }
    let from = UInt128(requested) + UInt128(Self.withdrawalPeriod)
    guard UInt128(now) >= from else { throw .withdrawalTooEarly(account, from: from) }
    try tokens.transfer(account, from: holder, to: owner(of: account), spender: holder)
    (requests[account], owners[account]) = (nil, nil)
  }
}
