import Commitment
import Encoding
import Ethereum

/// The first line of a state file: the venue, its checkpoint, and what margins rest on (SV-11).
public struct StateHeader: Hashable, Sendable {
  public var genesis: Venue
  public var policyChanges: [PolicyChange]
  public var checkpoint: SignedCheckpoint
  public var attestation: [SignedStatement]
  /// In strictly rising order of the manager.
  public var risk: [Market]

  /// A manager's market and parameter set, each in its canonical form; they are read where margins are computed.
  public struct Market: Hashable, Sendable {
    public var manager: Address
    public var market: [UInt8]
    public var parameters: [UInt8]

    public init(manager: Address, market: [UInt8], parameters: [UInt8]) {
      self.manager = manager
      self.market = market
      self.parameters = parameters
    }
  }

  public init(
    genesis: Venue, policyChanges: [PolicyChange], checkpoint: SignedCheckpoint, attestation: [SignedStatement],
    risk: [Market]
  ) {
    self.genesis = genesis
    self.policyChanges = policyChanges
    self.checkpoint = checkpoint
    self.attestation = attestation
    self.risk = risk
  }
}
