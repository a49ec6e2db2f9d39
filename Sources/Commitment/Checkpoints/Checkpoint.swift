import Ethereum

/// What an operator signs about the venue's state at one block (CP-7).
public struct Checkpoint: Hashable, Sendable {
  /// 0, 1, 2, … without a gap.
  public var number: UInt64
  /// The digest of the checkpoint before; zero at number 0.
  public var previous: Bytes32
  /// The log of all earlier checkpoints.
  public var logSize: UInt64
  public var logRoot: Bytes32
  public var engine: Bytes32
  /// Of the block whose state it is.
  public var height: UInt64
  /// Of that block, Unix seconds.
  public var time: UInt64
  public var accounts: AccountRoots
  public var sectionsRoot: Bytes32
  public var receiptsRoot: Bytes32
  public var inputRoot: Bytes32
  public var riskRoot: RiskRoot
  public var assetRoot: Bytes32
  public var assets: [Address]
  /// Cash owed, cash lent, then units of each asset, wad.
  public var assetTotals: [UInt128]
  /// Fees that are in no account yet, wad.
  public var feesAccrued: UInt128
  /// Cash that settlements have created, less what they have burned, wad.
  public var netSettledCash: Int128
  /// Debited from accounts and not yet paid, wad.
  public var pendingWithdrawals: UInt128
  public var securityModule: UInt32
  public var feeRecipient: UInt32
  /// The hash of the custody statements (SV-3).
  public var attestation: Bytes32
  /// The hash of the signer policy in force.
  public var policy: Bytes32

  public init(
    number: UInt64, previous: Bytes32, logSize: UInt64, logRoot: Bytes32, engine: Bytes32, height: UInt64,
    time: UInt64, accounts: AccountRoots, sectionsRoot: Bytes32, receiptsRoot: Bytes32, inputRoot: Bytes32,
    riskRoot: RiskRoot, assetRoot: Bytes32, assets: [Address], assetTotals: [UInt128], feesAccrued: UInt128,
    netSettledCash: Int128, pendingWithdrawals: UInt128, securityModule: UInt32, feeRecipient: UInt32,
    attestation: Bytes32, policy: Bytes32
  ) {
    self.number = number
    self.previous = previous
    self.logSize = logSize
    self.logRoot = logRoot
    self.engine = engine
    self.height = height
    self.time = time
    self.accounts = accounts
    self.sectionsRoot = sectionsRoot
    self.receiptsRoot = receiptsRoot
    self.inputRoot = inputRoot
    self.riskRoot = riskRoot
    self.assetRoot = assetRoot
    self.assets = assets
    self.assetTotals = assetTotals
    self.feesAccrued = feesAccrued
    self.netSettledCash = netSettledCash
    self.pendingWithdrawals = pendingWithdrawals
    self.securityModule = securityModule
    self.feeRecipient = feeRecipient
    self.attestation = attestation
    self.policy = policy
  }

  /// Whether it is of a ledger's block, and not of a book, which has no other sections (LG-22, SV-15).
  public var isOfBlock: Bool { sectionsRoot != EmptyRoot.hash }

  /// What an asset proof is checked against.
  public var assetRoots: AssetRoots {
    AssetRoots(
      depth: accounts.depth, count: accounts.count, assets: assets, root: assetRoot, totals: assetTotals)
  }
}

/// A checkpoint with the operator's signature and those of witnesses (CP-9).
public struct SignedCheckpoint: Hashable, Sendable {
  public var checkpoint: Checkpoint
  /// 65 bytes as they came; they are checked where they are used.
  public var signature: [UInt8]
  /// In strictly rising order of the witnesses.
  public var cosignatures: [Cosignature]

  public struct Cosignature: Hashable, Sendable {
    public var witness: Address
    /// The witness's clock, Unix seconds.
    public var time: UInt64
    public var role: UInt8
    public var signature: [UInt8]

    public init(witness: Address, time: UInt64, role: UInt8, signature: [UInt8]) {
      self.witness = witness
      self.time = time
      self.role = role
      self.signature = signature
    }
  }

  public init(checkpoint: Checkpoint, signature: [UInt8], cosignatures: [Cosignature]) {
    self.checkpoint = checkpoint
    self.signature = signature
    self.cosignatures = cosignatures
  }
}

/// Shows that one checkpoint extends another that is older (CP-15).
public struct ExtensionProof: Hashable, Sendable {
  /// That the older log is the beginning of the newer (CP-14).
  public var consistency: [Bytes32]
  /// That the older checkpoint is in the newer log (CP-13).
  public var inclusion: [Bytes32]

  public init(consistency: [Bytes32], inclusion: [Bytes32]) {
    self.consistency = consistency
    self.inclusion = inclusion
  }
}

/// Shows that an entry of the newer checkpoint's log is not the older checkpoint (CP-17, *log*).
public struct LogContradiction: Hashable, Sendable {
  public var digest: Bytes32
  public var path: [Bytes32]

  public init(digest: Bytes32, path: [Bytes32]) {
    self.digest = digest
    self.path = path
  }
}
