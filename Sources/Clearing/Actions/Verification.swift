import Ethereum
import FixedPoint

/// Matched calls: checked, then the accounts are lent to the module, which acts and gives them back (FD-27, FD-34,
/// FD-35).
extension ClearingState {
  /// What a module does with verified actions while it holds their accounts.
  /// - Returns: the accounts that it made.
  typealias Execution = (
    inout ClearingState, MatchedCall, _ module: Address
  ) throws(ClearingRefusal) -> [ModuleAccount]

  /// - Throws: `.action` of the first check that fails, or the module's own.
  mutating func match(_ call: MatchedCall) throws(ClearingRefusal) {
    try match(call) { (state, call, module) throws(ClearingRefusal) in
      try state.execute(call, module: module)
    }
  }

  mutating func match(_ call: MatchedCall, execute: Execution) throws(ClearingRefusal) {
    let module: Address
    do throws(ActionRefusal) { module = try verify(call) } catch { throw .action(error) }
    for action in call.actions where !action.account.isZero {
      if try holder(of: action.account) == module { continue }
      try moveToken(action.account, from: gateway.address, to: module, spender: gateway.address)
    }
    let made = try execute(&self, call, module)
    for action in call.actions where !action.account.isZero {
      guard try holder(of: action.account) == gateway.address else {
        throw .action(.accountNotReturned(action.account))
      }
    }
    for account in made { try adopt(account) }
  }

  /// Checks a call without making it.
  /// - Returns: the module that all its actions are for.
  /// - Throws: `ActionRefusal`, in the order of FD-27.
  public func verify(_ call: MatchedCall) throws(ActionRefusal) -> Address {
    guard gateway.executors.contains(call.caller) else { throw .notExecutor(call.caller) }
    let (actions, signatures) = (call.actions, call.signatures)
    guard let module = actions.first?.module else { throw .noActions }
    guard gateway.modules[module] != nil else { throw .moduleNotAllowed(module) }
    guard actions.count == signatures.count else {
      throw .signatureCount(actions: actions.count, signatures: signatures.count)
    }
    guard actions.count <= ActionLimits.maximumActions else {
      throw .tooManyActions(limit: ActionLimits.maximumActions, found: actions.count)
    }
    for (action, signature) in zip(actions, signatures) {
      guard action.module == module else { throw .mismatchedModule(expected: module, found: action.module) }
      try verify(action, signature)
    }
    return module
  }

  private func verify(_ action: SignedAction, _ signature: CheckedSignature) throws(ActionRefusal) {
    guard action.expiry >= UInt256(time) else { throw .expired(expiry: action.expiry, now: time) }
    // An account that is not in custody has no owner to compare; it will not be found when it is to be lent.
    if let owner = custodyOwner(of: action.account), owner != action.owner {
      throw .wrongOwner(expected: owner, found: action.owner)
    }
    let (signer, owner) = (action.signer, action.owner)
    guard signer == owner || sessionKeyExpiry(SessionKeyName(key: signer, owner: owner)) >= UInt256(time) else {
      throw .notPermitted(signer: signer, owner: owner)
    }
    guard action.data.count <= ActionLimits.maximumDataBytes else {
      throw .dataTooLarge(limit: ActionLimits.maximumDataBytes, found: action.data.count)
    }
    guard signature.signer == signer else { throw .invalidSignature(of: signer) }
  }

  /// Takes over an account that a module made.
  private mutating func adopt(_ made: ModuleAccount) throws(ClearingRefusal) {
    guard try holder(of: made.account) == gateway.address else { throw .action(.accountNotReturned(made.account)) }
    guard custodyOwner(of: made.account) == nil else { throw .action(.accountExists(made.account)) }
    try setCustody(of: made.account, made.owner)
  }
}

/// An account that a module has made and given to the venue, and whose it is.
struct ModuleAccount {
  var account: UInt256
  var owner: Address
}
