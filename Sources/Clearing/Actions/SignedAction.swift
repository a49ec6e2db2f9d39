import Ethereum
import FixedPoint

/// What an owner, or a session key for them, signs: that a module may do one thing with one account (FD-25).
public struct SignedAction: Hashable, Sendable {
  /// The hash of the type that is signed.
  public static let typeHash = Keccak256.hash(
    "Action(uint256 subaccountId,uint256 nonce,address module,bytes data,uint256 expiry,address owner,address signer)")

  /// The account; zero where none takes part.
  public var account: UInt256
  public var nonce: UInt256
  public var module: Address
  /// What the module is to do, in its own encoding.
  public var data: [UInt8]
  /// The last second at which the action may be used.
  public var expiry: UInt256
  public var owner: Address
  /// The owner, or a session key of theirs.
  public var signer: Address

  public init(
    account: UInt256, nonce: UInt256, module: Address, data: [UInt8], expiry: UInt256, owner: Address, signer: Address
  ) {
    (self.account, self.nonce, self.module, self.data) = (account, nonce, module, data)
    (self.expiry, self.owner, self.signer) = (expiry, owner, signer)
  }

  /// The hash of what is signed.
  public var structHash: Bytes32 { structHash(dataHash: Keccak256.hash(data)) }

  /// The same where the hash of the data is known.
  func structHash(dataHash: Bytes32) -> Bytes32 {
    EIP712.structHash(
      Self.typeHash,
      [
        Bytes32(account), Bytes32(nonce), Bytes32(module), dataHash, Bytes32(expiry), Bytes32(owner), Bytes32(signer),
      ])
  }

  /// The digest that is signed for one `Matching`.
  public func digest(domainSeparator: Bytes32) -> Bytes32 {
    EIP712.digest(domainSeparator: domainSeparator, structHash: structHash)
  }
}
