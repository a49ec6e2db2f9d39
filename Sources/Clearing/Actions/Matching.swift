import Ethereum
import FixedPoint

/// A venue's door for signed actions: who may send them, which modules they may be for, whose accounts they may
/// touch (FD-24 to FD-37).
public struct Matching: Hashable, Sendable {
  public let address: Address
  public let owner: Address
  /// What binds an action to this venue on this chain.
  public let domain: EIP712.Domain
  public let domainSeparator: Bytes32
  public private(set) var executors: Set<Address> = []
  public private(set) var modules: Set<Address> = []
  public var tokens = AccountTokens()
  public private(set) var custody: Custody
  public private(set) var sessionKeys = SessionKeys()

  /// A venue as it is set up: no executor, no module, no account.
  public init(address: Address, owner: Address, chainId: UInt256) {
    (self.address, self.owner) = (address, owner)
    domain = EIP712.Domain(name: "Matching", version: "1.0", chainId: chainId, verifyingContract: address)
    domainSeparator = domain.separator
    custody = Custody(holder: address)
  }

  private func checkOwner(_ caller: Address) throws(ActionRefusal) {
    guard caller == owner else { throw .unauthorized(caller: caller) }
  }

  /// Lets an address send matched calls, or no longer.
  /// - Throws: `unauthorized`.
  public mutating func setExecutor(_ executor: Address, _ isAllowed: Bool, caller: Address) throws(ActionRefusal) {
    try checkOwner(caller)
    if isAllowed { executors.insert(executor) } else { executors.remove(executor) }
  }

  /// Lets actions be for a module, or no longer.
  /// - Throws: `unauthorized`.
  public mutating func setModule(_ module: Address, _ isAllowed: Bool, caller: Address) throws(ActionRefusal) {
    try checkOwner(caller)
    if isAllowed { modules.insert(module) } else { modules.remove(module) }
  }

  // MARK: Calls by owners

  /// Makes an account of the caller's, in custody from the start.
  /// - Throws: `arithmetic`.
  public mutating func createAccount(caller: Address) throws(ActionRefusal) -> UInt256 {
    try custody.create(owner: caller, tokens: &tokens)
  }

  /// Takes an account from the caller, who must have approved the venue, for an owner.
  /// - Throws: as `AccountTokens.transfer`.
  public mutating func deposit(
    _ account: UInt256, for owner: Address, caller: Address
  ) throws(ActionRefusal) {
    try custody.deposit(account, for: owner, caller: caller, tokens: &tokens)
  }

  /// - Throws: `notAccountOwner`, `withdrawalRequested`.
  public mutating func requestWithdrawal(_ account: UInt256, caller: Address, now: UInt64) throws(ActionRefusal) {
    try custody.requestWithdrawal(account, caller: caller, now: now)
  }

  /// - Throws: `withdrawalNotRequested`, `withdrawalTooEarly`, as `AccountTokens.transfer`.
  public mutating func completeWithdrawal(_ account: UInt256, now: UInt64) throws(ActionRefusal) {
    try custody.completeWithdrawal(account, tokens: &tokens, now: now)
  }

  /// - Throws: `sessionKeyNotLater`.
  public mutating func registerSessionKey(
    _ key: Address, until expiry: UInt256, caller: Address
  ) throws(ActionRefusal) {
    try sessionKeys.register(key, until: expiry, owner: caller)
  }

  /// - Throws: `sessionKeyInvalid`.
  public mutating func deregisterSessionKey(_ key: Address, caller: Address, now: UInt64) throws(ActionRefusal) {
    try sessionKeys.deregister(key, owner: caller, now: now)
  }

  // MARK: Matched calls

  /// Takes over an account that a module made.
  mutating func adopt(_ created: ModuleAccount) throws(ActionRefusal) {
    try custody.adopt(created.account, owner: created.owner, tokens: tokens)
  }
}
