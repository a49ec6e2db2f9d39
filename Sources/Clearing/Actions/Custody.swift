import Ethereum
import FixedPoint

/// What an owner does with their accounts in custody and with their session keys (FD-29 to FD-33).
public enum OwnerCall: Hashable, Sendable {
  /// Makes an account that is in custody from the start.
  case createAccount(manager: Int)
  /// Gives an account into custody for an owner; the venue must have been approved.
  case depositAccount(UInt256, for: Address)
  /// Asks for an account back; it can still be used until it is.
  case requestAccount(UInt256)
  /// Gives an account back to its owner, whoever calls.
  case completeAccount(UInt256)
  /// The last second at which the key may sign.
  case registerSessionKey(Address, until: UInt256)
  case deregisterSessionKey(Address)
}

extension ClearingState {
  mutating func run(_ call: OwnerCall, by caller: Address) throws(ClearingRefusal) -> Receipt {
    switch call {
    case .createAccount(let manager): return .account(try createInCustody(owner: caller, manager: manager))
    case .depositAccount(let account, let owner):
      try moveToken(account, from: caller, to: gateway.address, spender: gateway.address)
      try setCustody(of: account, owner)
    case .requestAccount(let account): try requestAccount(account, by: caller)
    case .completeAccount(let account): try completeAccount(account)
    case .registerSessionKey(let key, let expiry): try registerSessionKey(key, until: expiry, owner: caller)
    case .deregisterSessionKey(let key): try deregisterSessionKey(key, owner: caller)
    }
    return .done
  }

  /// Makes an account that is in custody for an owner (FD-31).
  mutating func createInCustody(owner: Address, manager: Int) throws(ClearingRefusal) -> AccountNumber {
    let account = try createAccount(owner: gateway.address, manager: manager)
    set(custody: owner.isZero ? nil : owner, account)
    return account
  }

  /// Notes whose an account is; the zero address stands for nobody (FD-32).
  mutating func setCustody(of account: UInt256, _ owner: Address) throws(ClearingRefusal) {
    set(custody: owner.isZero ? nil : owner, try number(account))
  }

  mutating func requestAccount(_ account: UInt256, by caller: Address) throws(ClearingRefusal) {
    guard custodyOwner(of: account) ?? .zero == caller else { throw .action(.notAccountOwner(account)) }
    let number = try number(account)
    guard withdrawalRequest(of: number) ?? 0 == 0 else { throw .action(.withdrawalRequested(account)) }
    set(withdrawalRequest: time, number)
  }

  mutating func completeAccount(_ account: UInt256) throws(ClearingRefusal) {
    guard let number = AccountNumber(fitting: account), let requested = withdrawalRequest(of: number), requested != 0
    else { throw .action(.withdrawalNotRequested(account)) }
    let from = UInt128(requested) + UInt128(Gateway.withdrawalPeriod)
    guard UInt128(time) >= from else { throw .action(.withdrawalTooEarly(account, from: from)) }
    let owner = custodyOwner(of: account) ?? .zero
    try moveToken(account, from: gateway.address, to: owner, spender: gateway.address)
    set(withdrawalRequest: nil, number)
    set(custody: nil, number)
  }

  /// Lets a key sign for an owner until a second, later than it may already (FD-29).
  mutating func registerSessionKey(
    _ key: Address, until expiry: UInt256, owner: Address
  ) throws(ClearingRefusal) {
    let name = SessionKeyName(key: key, owner: owner)
    let current = sessionKeyExpiry(name)
    guard expiry > current else { throw .action(.sessionKeyNotLater(current: current)) }
    set(sessionKey: expiry, name)
  }

  /// Takes a key back: it holds for ten minutes from now, also where it had less time left (FD-30).
  mutating func deregisterSessionKey(_ key: Address, owner: Address) throws(ClearingRefusal) {
    let name = SessionKeyName(key: key, owner: owner)
    guard sessionKeyExpiry(name) >= UInt256(time) else { throw .action(.sessionKeyInvalid(key)) }
    set(sessionKey: UInt256(UInt128(time) + UInt128(Gateway.deregistrationPeriod)), name)
  }
}

/// The one way to read each of these parts.
extension ClearingState {
  /// Whose an account in custody is; nil where it is not, or is nobody's.
  public func custodyOwner(of account: UInt256) -> Address? {
    AccountNumber(fitting: account).flatMap {
      touches?.note(.custody($0))
      return gateway.custody[$0]
    }
  }

  /// When an account was asked for back.
  public func withdrawalRequest(of account: AccountNumber) -> UInt64? {
    touches?.note(.withdrawalRequest(account))
    return gateway.withdrawalRequests[account]
  }

  /// The last second at which a key may sign for an owner; zero where it never could.
  public func sessionKeyExpiry(_ name: SessionKeyName) -> UInt256 {
    touches?.note(.sessionKey(name))
    return gateway.sessionKeys[name] ?? .zero
  }

  public func isUsed(_ nonce: NonceName) -> Bool {
    touches?.note(.nonce(nonce))
    return gateway.nonces.contains(nonce)
  }
}
