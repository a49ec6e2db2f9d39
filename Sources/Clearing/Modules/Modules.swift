import Ethereum
import FixedPoint

/// What modules do with verified actions (FD-36, FD-37).
extension ClearingState {
  mutating func execute(_ call: MatchedCall, module: Address) throws(ClearingRefusal) -> [ModuleAccount] {
    guard let kind = gateway.modules[module] else { throw .action(.moduleNotAllowed(module)) }
    switch kind {
    case .least: try useNonces(of: call.actions)
    }
    try giveBack(call.actions, from: module)
    return []
  }

  /// Uses the nonces of actions, in their order.
  /// - Throws: `nonceUsed`.
  mutating func useNonces(of actions: [SignedAction]) throws(ClearingRefusal) {
    for action in actions { try useNonce(of: action) }
  }

  mutating func useNonce(of action: SignedAction) throws(ClearingRefusal) {
    let name = NonceName(module: action.module, owner: action.owner, nonce: action.nonce)
    if isUsed(name) { throw .action(.nonceUsed(owner: action.owner, nonce: action.nonce)) }
    set(used: name)
  }

  /// Gives the accounts of actions back; one that comes again has gone back already.
  mutating func giveBack(_ actions: [SignedAction], from module: Address) throws(ClearingRefusal) {
    for action in actions where !action.account.isZero {
      if try holder(of: action.account) == gateway.address { continue }
      try moveToken(action.account, from: module, to: gateway.address, spender: module)
    }
  }
}
