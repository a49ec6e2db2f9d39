import Ethereum
import FixedPoint

/// The nonces that actions of one module have used, each once for an owner (FD-36).
public struct ModuleNonces: Hashable, Sendable {
  private struct Name: Hashable, Sendable {
    var owner: Address
    var nonce: UInt256
  }

  private var used: Set<Name> = []

  public init() {}

  /// - Throws: `nonceUsed`.
  public mutating func use(_ nonce: UInt256, owner: Address) throws(ActionRefusal) {
    guard used.insert(Name(owner: owner, nonce: nonce)).inserted else {
      throw .nonceUsed(owner: owner, nonce: nonce)
    }
  }
}
