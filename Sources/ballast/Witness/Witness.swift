import Audit
import Commitment
import Console
import Ethereum

/// A witness of a venue: it cosigns what extends the last checkpoint that it cosigned (CP-9).
struct Witness {
  let venue: Venue
  let key: PrivateKey
  /// The file of its memory.
  let memory: String
  /// Its clock, Unix seconds.
  let now: UInt64
  /// The log that a witness of role 2 executes; nil for one that has none.
  var log: ExecutedLog?

  /// Checks a checkpoint, remembers it, and adds the cosignature to its file.
  /// - Parameters:
  ///   - file: of kind checkpoint.
  ///   - remembered: what the memory holds.
  ///   - consistency: a proof file that may show that one extends the other.
  ///   - path: of the checkpoint's file.
  /// - Returns: the policies under which the checkpoint was checked.
  func cosign(
    _ file: inout ProofFile, remembered: ProofFile?, consistency: ProofFile?, at path: String
  ) throws(WitnessFailure) -> PolicyHistory {
    let (policies, role) = try check(file, remembered: remembered, consistency: consistency)
    try execute(file.checkpoint.checkpoint, in: role)
    do throws(CommandFailure) {
      var memorised = file
      memorised.checkpoint.cosignatures = []
      // The memory is on the disk before the signature leaves (CP-9): a witness that lost power in between may cosign
      // this checkpoint again, and can never cosign another in its place.
      try FileOutput.replace(memory, with: memorised.bytes, mode: 0o600)
      let (signed, venue) = (file.checkpoint, venue)
      file.checkpoint = try CommandFailure.signing { () throws(SignatureError) in
        try signed.cosigned(by: key, role: role, time: now, in: venue)
      }
      try FileOutput.replace(path, with: file.bytes, mode: 0o644)
    } catch {
      throw .command(error)
    }
    return policies
  }

  /// The checks of a checkpoint up to the operator's signature, of its time, and against the memory (CP-10, CP-11, CP-16).
  private func check(
    _ file: ProofFile, remembered: ProofFile?, consistency: ProofFile?
  ) throws(WitnessFailure) -> (PolicyHistory, SignerPolicy.Role) {
    do throws(CheckpointRefusal) {
      let checkpoint = file.checkpoint.checkpoint
      let policies = try file.policies(in: venue)
      try file.checkpoint.verifyOperator(under: policies)
      try checkpoint.checkClock(now: now)
      let policy = policies.inForce(at: checkpoint.number).policy
      guard let witness = policy.witnesses.first(where: { $0.key == key.address }) else {
        throw .witnessUnknown(key.address)
      }
      guard now >= checkpoint.time else { throw .witnessTime(key.address, time: now, checkpoint: checkpoint.time) }
      if let remembered {
        let kept = CheckpointMemory(
          checkpoint: remembered.checkpoint, policies: try remembered.policies(in: venue))
        let proof = consistency.flatMap { $0.extensionProof(from: remembered.checkpoint, to: file.checkpoint) }
        try kept.verify(file.checkpoint, policies: policies, proof)
      }
      return (policies, witness.role)
    } catch {
      throw .refusal(error)
    }
  }
}

extension Witness {
  /// Compares a block's checkpoint with what the log gives, which a witness of role 2 does not cosign without (LA-11).
  private func execute(_ checkpoint: Checkpoint, in role: SignerPolicy.Role) throws(WitnessFailure) {
    guard checkpoint.isOfBlock, log != nil || role == .executes else { return }
    let difference: ComparisonRefusal?
    do {
      guard let log else {
        throw CommandFailure(
          .usage, "--data DIR or --log FILE was expected: this witness executes the log before it cosigns a block's "
            + "checkpoint (CP-4, role 2)")
      }
      difference = try log.difference(from: checkpoint)
    } catch let failure as CommandFailure {
      throw .command(failure)
    } catch {
      throw .command(CommandFailure(.badInput, "\(error)"))
    }
    if let difference { throw .difference(difference) }
  }
}

/// Why a witness has not cosigned.
enum WitnessFailure: Error {
  /// The checkpoint is refused.
  case refusal(CheckpointRefusal)
  /// It is not what the log gives.
  case difference(ComparisonRefusal)
  /// Memory or checkpoint could not be written.
  case command(CommandFailure)
}

extension ProofFile {
  /// The policies of the file, checked with what stands beside its checkpoint.
  func policies(in venue: Venue) throws(CheckpointRefusal) -> PolicyHistory {
    try checkpoint.policies(of: venue, changes: policyChanges, chainId: chainId, contract: contract)
  }

  /// What the file proves of these two checkpoints; nil where it is another kind or about others.
  func extensionProof(from older: SignedCheckpoint, to newer: SignedCheckpoint) -> ExtensionProof? {
    guard case .consistency(let from, let proof) = body, from.checkpoint == older.checkpoint,
      checkpoint.checkpoint == newer.checkpoint
    else { return nil }
    return proof
  }
}
