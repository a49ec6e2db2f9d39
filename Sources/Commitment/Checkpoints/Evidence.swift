import Ethereum
import FixedPoint

/// Two checkpoints that no honest operator can both have signed (CP-17).
public struct Evidence: Hashable, Sendable {
  /// The one of the lower number; either, where the numbers are equal.
  public var first: SignedCheckpoint
  public var second: SignedCheckpoint
  /// An entry of the second's log in the place of the first; nil where the checkpoints alone contradict each other.
  public var log: LogContradiction?

  public init(first: SignedCheckpoint, second: SignedCheckpoint, log: LogContradiction?) {
    self.first = first
    self.second = second
    self.log = log
  }

  /// In what the two contradict each other.
  public enum Kind: Hashable, Sendable {
    /// One number, two checkpoints.
    case number
    /// The second names another checkpoint before it than the first.
    case previous
    /// The second's log has another entry than the first.
    case log
  }

  /// What evidence shows.
  public struct Finding: Hashable, Sendable {
    public let kind: Kind
    /// The witnesses whose cosignatures hold on both checkpoints, in rising order (CP-18).
    public let witnesses: [Address]
  }

  /// Checks that both are the operator's word and that they contradict each other.
  /// - Throws: the first check that fails, in the order of CP-17.
  public func verify(
    in venue: Venue, changes: [PolicyChange], chainId: UInt256, contract: Address
  ) throws(CheckpointRefusal) -> Finding {
    try verify(
      under: try first.policies(of: venue, changes: changes, chainId: chainId, contract: contract))
  }

  /// Checks the same under policies that have been checked.
  /// - Throws: the first check that fails, in the order of CP-17.
  public func verify(under history: PolicyHistory) throws(CheckpointRefusal) -> Finding {
    let policies = (try first.verifyOperator(under: history), try second.verifyOperator(under: history))
    let (first, second) = (self.first.checkpoint, self.second.checkpoint)
    guard first.number <= second.number else {
      throw .evidenceOrder(first: first.number, second: second.number)
    }
    let separator = history.domainSeparator
    let digests = (first.digest(separator: separator), second.digest(separator: separator))
    let kind = try kind(digests.0, digests.1)
    let accused = policies.0.witnesses.map(\.key).filter { witness in
      self.first.holds(witness, digests.0, policies.0, separator: separator)
        && self.second.holds(witness, digests.1, policies.1, separator: separator)
    }
    return Finding(kind: kind, witnesses: accused)
  }

  private func kind(_ firstDigest: Bytes32, _ secondDigest: Bytes32) throws(CheckpointRefusal) -> Kind {
    let (first, second) = (first.checkpoint, second.checkpoint)
    if let log {
      guard log.digest != firstDigest, first.number != second.number else { throw .evidenceNoContradiction }
      try second.log.verify(log.digest, at: first.number, path: log.path)
      return .log
    }
    if first.number == second.number, firstDigest != secondDigest { return .number }
    if second.number - first.number == 1, second.previous != firstDigest { return .previous }
    throw .evidenceNoContradiction
  }
}

extension SignedCheckpoint {
  /// Whether a cosignature by the witness holds, whatever others there are.
  fileprivate func holds(
    _ witness: Address, _ digest: Bytes32, _ policy: SignerPolicy, separator: Bytes32
  ) -> Bool {
    cosignatures.contains { cosignature in
      guard cosignature.witness == witness else { return false }
      do throws(CheckpointRefusal) {
        try cosignature.verify(of: digest, at: checkpoint.time, policy, separator: separator)
        return true
      } catch {
        return false
      }
    }
  }
}
