import Ethereum
import FixedPoint

/// What a venue is from its first checkpoint on: its genesis (CP-1).
public struct Venue: Hashable, Sendable {
  public var name: String
  public var chainId: UInt256
  /// The contract that checks checkpoints; zero where there is none.
  public var contract: Address
  /// Of the trees.
  public var depth: Int
  /// The index of the account that pays for deficits.
  public var securityModule: UInt32
  /// The index of the account that receives fees.
  public var feeRecipient: UInt32
  /// How far custody may be from the cash identity, wad.
  public var cashTolerance: UInt256
  /// How old a custody statement may be, seconds.
  public var attestationWindow: UInt64
  public var policy: SignerPolicy

  public init(
    name: String, chainId: UInt256, contract: Address, depth: Int, securityModule: UInt32, feeRecipient: UInt32,
    cashTolerance: UInt256, attestationWindow: UInt64, policy: SignerPolicy
  ) {
    self.name = name
    self.chainId = chainId
    self.contract = contract
    self.depth = depth
    self.securityModule = securityModule
    self.feeRecipient = feeRecipient
    self.cashTolerance = cashTolerance
    self.attestationWindow = attestationWindow
    self.policy = policy
  }
}
