import Ethereum
import FixedPoint

/// A proof as it is published: a signed checkpoint and what is shown under it (PF-3).
public struct ProofFile: Hashable, Sendable {
  public var chainId: UInt256
  public var contract: Address
  public var checkpoint: SignedCheckpoint
  public var policyChanges: [PolicyChange]
  public var body: Body

  /// What is shown (PF-4).
  public enum Body: Hashable, Sendable {
    case checkpoint
    case inclusion(InclusionProof)
    case accounts(MultiProof)
    case emptiness(EmptinessProof)
    case assets(AssetProof)
    case solvency(SolvencyProof)
    case margin(MarginProof)
    case consistency(from: SignedCheckpoint, ExtensionProof)
    case equivocation(second: SignedCheckpoint, LogContradiction?)
  }

  public init(
    chainId: UInt256, contract: Address, checkpoint: SignedCheckpoint, policyChanges: [PolicyChange], body: Body
  ) {
    self.chainId = chainId
    self.contract = contract
    self.checkpoint = checkpoint
    self.policyChanges = policyChanges
    self.body = body
  }
}

/// Totals opened, custody attested, and the venue's own accounts (SV-6, SV-7).
public struct SolvencyProof: Hashable, Sendable {
  public var solvencyOpening: RootOpening
  public var assetOpening: AssetRootOpening
  public var attestation: [SignedStatement]
  public var securityModule: InclusionProof
  public var feeRecipient: InclusionProof

  public init(
    solvencyOpening: RootOpening, assetOpening: AssetRootOpening, attestation: [SignedStatement],
    securityModule: InclusionProof, feeRecipient: InclusionProof
  ) {
    self.solvencyOpening = solvencyOpening
    self.assetOpening = assetOpening
    self.attestation = attestation
    self.securityModule = securityModule
    self.feeRecipient = feeRecipient
  }
}

/// An account, all that its margin was computed from, and the margin that is claimed (SV-10).
public struct MarginProof: Hashable, Sendable {
  public var account: InclusionProof
  public var market: RiskProof
  public var parameters: RiskProof
  /// One for each option of the record, in its order.
  public var arrays: [RiskProof]
  public var claimed: ClaimedMargin

  public init(
    account: InclusionProof, market: RiskProof, parameters: RiskProof, arrays: [RiskProof], claimed: ClaimedMargin
  ) {
    self.account = account
    self.market = market
    self.parameters = parameters
    self.arrays = arrays
    self.claimed = claimed
  }
}

/// The margin that an operator says it computed, cash units, signed wad.
public struct ClaimedMargin: Hashable, Sendable {
  public var initialMargin: Int256
  public var maintenanceMargin: Int256
  public var markToMarket: Int256
  /// The index of the binding scenario; the number of scenarios where the basis contingency binds.
  public var worstScenario: Int

  public init(initialMargin: Int256, maintenanceMargin: Int256, markToMarket: Int256, worstScenario: Int) {
    self.initialMargin = initialMargin
    self.maintenanceMargin = maintenanceMargin
    self.markToMarket = markToMarket
    self.worstScenario = worstScenario
  }
}
