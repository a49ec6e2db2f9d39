import Ethereum
import FixedPoint

/// A venue's door for signed actions: who may send them, which modules they may be for, whose accounts they may
/// touch, and what has been used (FD-24 to FD-37).
public struct Gateway: Hashable, Sendable {
  /// Seconds between the request for an account and its return.
  public static let withdrawalPeriod: UInt64 = 1_800
  /// Seconds for which a session key still holds after it has been taken back.
  public static let deregistrationPeriod: UInt64 = 600

  /// The venue's address, which holds the accounts that are in custody.
  public let address: Address
  /// What binds an action to this venue on this chain.
  public let domain: EIP712.Domain
  public let domainSeparator: Bytes32
  public internal(set) var executors: Set<Address> = []
  /// What a module does, by its address.
  public internal(set) var modules: [Address: ModuleKind] = [:]
  /// Whose the accounts are that are in custody.
  public internal(set) var custody: [AccountNumber: Address] = [:]
  /// When accounts were asked for back, Unix seconds.
  public internal(set) var withdrawalRequests: [AccountNumber: UInt64] = [:]
  /// The last second at which a key may sign for an owner.
  public internal(set) var sessionKeys: [SessionKeyName: UInt256] = [:]
  /// The nonces that were used, but for those of orders.
  public internal(set) var nonces: Set<NonceName> = []
  /// What has been filled of orders, by their nonces.
  public internal(set) var fills: [NonceName: OrderFill] = [:]
  /// The accounts that are paid the fees of modules.
  public internal(set) var feeRecipients: [Address: AccountNumber] = [:]
  /// The cash that an account must hold after a module has opened it, wad.
  public internal(set) var openingDeposit: UInt256 = .zero

  /// A venue as it is set up: no executor, no module, no account.
  public init(address: Address, chainId: UInt256) {
    self.address = address
    domain = EIP712.Domain(name: "Matching", version: "1.0", chainId: chainId, verifyingContract: address)
    domainSeparator = domain.separator
  }
}

/// A key and the owner for whom it signs: another owner's registration of the same key is another (FD-30).
public struct SessionKeyName: Hashable, Sendable {
  public var key: Address
  public var owner: Address

  public init(key: Address, owner: Address) {
    (self.key, self.owner) = (key, owner)
  }
}

/// A nonce of an owner with one module (FD-36).
public struct NonceName: Hashable, Sendable {
  public var module: Address
  public var owner: Address
  public var nonce: UInt256

  public init(module: Address, owner: Address, nonce: UInt256) {
    (self.module, self.owner, self.nonce) = (module, owner, nonce)
  }
}
