import Ethereum

extension SignedCheckpoint {
  /// Checks that this checkpoint extends another of the venue, both having been verified.
  ///
  /// Equal checkpoints extend each other, and a proof is then not looked at.
  /// - Throws: the first check that fails, in the order of CP-15.
  public func verifyExtension(
    of older: SignedCheckpoint, _ proof: ExtensionProof?, in venue: Venue
  ) throws(CheckpointRefusal) {
    try verifyExtension(of: older, proof, separator: venue.domainSeparator)
  }

  func verifyExtension(
    of older: SignedCheckpoint, _ proof: ExtensionProof?, separator: Bytes32
  ) throws(CheckpointRefusal) {
    let (newer, older) = (checkpoint, older.checkpoint)
    guard newer.number >= older.number else { throw .older(number: newer.number, than: older.number) }
    let digest = older.digest(separator: separator)
    if newer.number == older.number {
      guard newer.digest(separator: separator) == digest else { throw .contradiction(number: newer.number) }
      return
    }
    if newer.number - older.number == 1, newer.previous != digest {
      throw .contradiction(number: newer.number)
    }
    guard newer.time >= older.time, newer.height >= older.height else {
      throw .timeReversed(newer: newer.number, older: older.number)
    }
    guard let proof else { throw .noExtension(from: older.number, to: newer.number) }
    try newer.log.verify(beginsWith: older.log, proof: proof.consistency)
    try newer.log.verify(digest, at: older.number, path: proof.inclusion)
  }
}

/// What a verifier keeps: the last checkpoint that it accepted, and the policies it was accepted under (CP-16).
public struct CheckpointMemory: Hashable, Sendable {
  public var checkpoint: SignedCheckpoint
  public var policies: PolicyHistory

  public init(checkpoint: SignedCheckpoint, policies: PolicyHistory) {
    self.checkpoint = checkpoint
    self.policies = policies
  }

  /// Checks that another checkpoint, verified under its own policies, extends the one that is kept.
  /// - Parameter proof: that it extends it; nil where there is none.
  /// - Throws: `historyRewritten`, then the first check that fails, in the order of CP-15.
  public func verify(
    _ other: SignedCheckpoint, policies others: PolicyHistory, _ proof: ExtensionProof?
  ) throws(CheckpointRefusal) {
    // A checkpoint before the one that is kept may lack the changes since then; CP-15 refuses it by its own name.
    let isBefore = other.checkpoint.number < checkpoint.checkpoint.number
    let (older, newer) = isBefore ? (others, policies) : (policies, others)
    guard newer.begins(with: older) else { throw .historyRewritten }
    try other.verifyExtension(of: checkpoint, proof, separator: policies.domainSeparator)
  }
}
