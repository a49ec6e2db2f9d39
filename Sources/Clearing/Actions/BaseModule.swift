import Ethereum
import FixedPoint

/// What all modules have in common: each action's nonce is used once, and each account goes back to the venue
/// (FD-36, FD-37).
public struct BaseModule: Hashable, Sendable {
  public let address: Address
  /// The venue, which alone may call the module.
  public let matching: Address
  public private(set) var nonces = ModuleNonces()

  public init(address: Address, matching: Address) {
    (self.address, self.matching) = (address, matching)
  }

  /// Uses the nonces of actions, in their order.
  /// - Throws: `nonceUsed`.
  public mutating func useNonces(of actions: [SignedAction]) throws(ActionRefusal) {
    var next = nonces
    for action in actions { try next.use(action.nonce, owner: action.owner) }
    nonces = next
  }

  /// Gives the accounts of actions back; one that comes again has gone back already.
  /// - Throws: as `AccountTokens.transfer`.
  public func giveBack(_ actions: [SignedAction], tokens: inout AccountTokens) throws(ActionRefusal) {
    for action in actions where !action.account.isZero {
      if try tokens.holder(of: action.account) == matching { continue }
      try tokens.transfer(action.account, from: address, to: matching, spender: address)
    }
  }
}
