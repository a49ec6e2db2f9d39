import Ethereum

/// Who signs for a venue (CP-4).
public struct SignerPolicy: Hashable, Sendable {
  /// 1 in the genesis, one more with each change.
  public var version: UInt64
  public var operatorKey: Address
  /// In strictly rising order of their keys.
  public var witnesses: [Witness]
  /// Cosignatures that a checkpoint needs.
  public var threshold: Int
  /// Signatures that a change of the policy needs.
  public var rotationThreshold: Int
  /// In strictly rising order of asset and key.
  public var custodians: [Custodian]

  /// What a witness has done before it cosigns. A number that is neither role is refused where the policy is checked,
  /// by a name of its own, and not where it is read.
  public struct Role: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// It has seen that the checkpoint extends the last one it cosigned.
    public static let extends = Role(rawValue: 1)
    /// It has executed the log besides.
    public static let executes = Role(rawValue: 2)
  }

  public struct Witness: Hashable, Sendable {
    public var key: Address
    public var role: Role

    public init(key: Address, role: Role) {
      self.key = key
      self.role = role
    }
  }

  public struct Custodian: Hashable, Sendable {
    /// Zero for the stable token behind cash.
    public var asset: Address
    public var key: Address

    public init(asset: Address, key: Address) {
      self.asset = asset
      self.key = key
    }
  }

  public init(
    version: UInt64, operatorKey: Address, witnesses: [Witness], threshold: Int, rotationThreshold: Int,
    custodians: [Custodian]
  ) {
    self.version = version
    self.operatorKey = operatorKey
    self.witnesses = witnesses
    self.threshold = threshold
    self.rotationThreshold = rotationThreshold
    self.custodians = custodians
  }
}

/// A policy that follows another from a checkpoint on, with the signatures of the one before (CP-5, CP-6).
public struct PolicyChange: Hashable, Sendable {
  public var policy: SignerPolicy
  /// The first checkpoint number under the new policy.
  public var effective: UInt64
  /// In strictly rising order of the signers.
  public var signatures: [SignerSignature]

  public struct SignerSignature: Hashable, Sendable {
    public var signer: Address
    /// 65 bytes as they came; they are checked where they are used.
    public var signature: [UInt8]

    public init(signer: Address, signature: [UInt8]) {
      self.signer = signer
      self.signature = signature
    }
  }

  public init(policy: SignerPolicy, effective: UInt64, signatures: [SignerSignature]) {
    self.policy = policy
    self.effective = effective
    self.signatures = signatures
  }
}
