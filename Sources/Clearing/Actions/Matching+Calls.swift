import Ethereum
import FixedPoint

/// An account that a module has made and given to the venue, and whose it is.
public struct ModuleAccount: Hashable, Sendable {
  public let account: UInt256
  public let owner: Address

  public init(_ account: UInt256, owner: Address) {
    (self.account, self.owner) = (account, owner)
  }
}

extension Matching {
  /// What a module does with verified actions while it holds their accounts.
  /// - Returns: the accounts that it made.
  public typealias Execution = (
    [SignedAction], inout AccountTokens
  ) throws(ActionRefusal) -> [ModuleAccount]

  /// Verifies a call, hands the accounts to the module, lets it act and takes the accounts back (FD-27, FD-34,
  /// FD-35).
  /// - Throws: `ActionRefusal` of the first check that fails, or the module's own; nothing has changed then.
  public mutating func verifyAndMatch(
    _ actions: [SignedAction], signatures: [[UInt8]], caller: Address, now: UInt64, execute: Execution
  ) throws(ActionRefusal) {
    let module = try verify(actions, signatures: signatures, caller: caller, now: now)
    var next = self
    try next.lend(actions, to: module)
    let created = try execute(actions, &next.tokens)
    try next.takeBack(actions)
    for account in created { try next.adopt(account) }
    self = next
  }

  /// Checks a call without making it.
  /// - Returns: the module that all its actions are for.
  /// - Throws: `ActionRefusal`, in the order of FD-27.
  public func verify(
    _ actions: [SignedAction], signatures: [[UInt8]], caller: Address, now: UInt64
  ) throws(ActionRefusal) -> Address {
    guard executors.contains(caller) else { throw .notExecutor(caller) }
    guard let module = actions.first?.module else { throw .noActions }
    guard modules.contains(module) else { throw .moduleNotAllowed(module) }
    guard actions.count == signatures.count else {
      throw .signatureCount(actions: actions.count, signatures: signatures.count)
    }
    guard actions.count <= ActionLimits.maximumActions else {
      throw .tooManyActions(limit: ActionLimits.maximumActions, found: actions.count)
    }
    for (action, signature) in zip(actions, signatures) {
      guard action.module == module else { throw .mismatchedModule(expected: module, found: action.module) }
      try verify(action, signature: signature, now: now)
    }
    return module
  }

  private func verify(_ action: SignedAction, signature: [UInt8], now: UInt64) throws(ActionRefusal) {
    guard action.expiry >= UInt256(now) else { throw .expired(expiry: action.expiry, now: now) }
    // An account that is not in custody has no owner to compare; it will not be found when it is to be lent.
    let owner = custody.owner(of: action.account)
    guard owner.isZero || owner == action.owner else { throw .wrongOwner(expected: owner, found: action.owner) }
    let (signer, keyOwner) = (action.signer, action.owner)
    guard signer == keyOwner || sessionKeys.expiry(of: signer, owner: keyOwner) >= UInt256(now) else {
      throw .notPermitted(signer: signer, owner: keyOwner)
    }
    guard action.data.count <= ActionLimits.maximumDataBytes else {
      throw .dataTooLarge(limit: ActionLimits.maximumDataBytes, found: action.data.count)
    }
    let digest = action.digest(domainSeparator: domainSeparator)
    guard Signature.isSigned(signature[...], by: signer, digest) else { throw .invalidSignature(of: signer) }
  }

  /// Accounts may repeat; the account 0 stands for none.
  private mutating func lend(_ actions: [SignedAction], to module: Address) throws(ActionRefusal) {
    for action in actions where !action.account.isZero {
      if try tokens.holder(of: action.account) == module { continue }
      try tokens.transfer(action.account, from: address, to: module, spender: address)
    }
  }

  private func takeBack(_ actions: [SignedAction]) throws(ActionRefusal) {
    for action in actions where !action.account.isZero {
      guard try tokens.holder(of: action.account) == address else { throw .accountNotReturned(action.account) }
    }
  }
}
