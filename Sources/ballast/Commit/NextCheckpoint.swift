import Audit
import Commitment
import Console
import Ethereum
import FixedPoint
import Verification

/// The checkpoint that follows those of a venue's folder.
struct NextCheckpoint {
  let folder: VenueFolder
  let subject: CheckpointSubject
  let attestation: [SignedStatement]
  /// The operator's clock, Unix seconds.
  let now: UInt64

  /// Checks that everything would verify, and signs.
  /// - Parameter allowsInsolvency: whether what custody or the security module lacks is said and not refused.
  /// - Throws: `badInput` with the name of the first check that would fail.
  func signed(
    _ committed: CommittedState, by key: PrivateKey, allowsInsolvency: Bool
  ) throws -> SignedCheckpoint {
    let checkpoint = try unsigned(committed)
    let policy = folder.history.inForce(at: folder.count).policy
    do throws(SolvencyRefusal) {
      try checkpoint.verify(
        committed.solvencyProof(of: checkpoint, attestation), policy: policy, venue: folder.venue)
    } catch {
      guard error.isInsolvency else { throw CommandFailure(.badInput, "\(error.name): \(error.message)") }
      guard allowsInsolvency else {
        throw CommandFailure(.badInput, "\(error.name): \(error.message); --insolvent signs it nevertheless")
      }
      Ballast.program.say("signed although it is not solvent: \(error.name): \(error.message)")
    }
    let signed = try CommandFailure.signing { () throws(SignatureError) in
      try checkpoint.signed(by: key, in: folder.venue)
    }
    do throws(CheckpointRefusal) {
      try signed.verifyOperator(under: folder.history)
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
    return signed
  }

  private func unsigned(_ committed: CommittedState) throws -> Checkpoint {
    let digests = try folder.digests(folder.count)
    let log = CheckpointLog(digests)
    let (venue, number) = (folder.venue, folder.count)
    let (roots, assets) = (committed.trees.roots, committed.assets.roots)
    let checkpoint = Checkpoint(
      number: number, previous: digests.last ?? .zero, logSize: log.size, logRoot: log.root.hash,
      engine: folder.history.engine, height: subject.height ?? number, time: subject.time, accounts: roots,
      sectionsRoot: subject.sectionsRoot, receiptsRoot: subject.receiptsRoot, inputRoot: subject.inputRoot,
      riskRoot: committed.riskRoot, assetRoot: assets.root, assets: assets.assets, assetTotals: assets.totals,
      feesAccrued: subject.feesAccrued, netSettledCash: subject.netSettledCash,
      pendingWithdrawals: subject.pendingWithdrawals, securityModule: venue.securityModule,
      feeRecipient: venue.feeRecipient, attestation: Attestation.hash(of: attestation, in: venue),
      policy: folder.history.inForce(at: number).hash)
    let last = try folder.last()
    do throws(CheckpointRefusal) {
      // No reader would take a time to come (CP-11), and none before it could follow (CP-15).
      try checkpoint.checkClock(now: now)
      guard let last else { return checkpoint }
      let proof = try log.extensionProof(from: last.checkpoint.number, to: number)
      try SignedCheckpoint(checkpoint: checkpoint, signature: [], cosignatures: [])
        .verifyExtension(of: last, proof, in: venue)
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
    return checkpoint
  }

  /// Writes the state and then the checkpoint, so that there is no checkpoint without its state.
  func write(_ signed: SignedCheckpoint, _ committed: CommittedState, salts: [Bytes32]) throws {
    let number = signed.checkpoint.number
    let header = StateHeader(
      genesis: folder.venue, policyChanges: folder.changes, checkpoint: signed, attestation: attestation,
      risk: committed.margined?.risk.markets.map {
        StateHeader.Market(
          manager: $0.managed.manager, market: $0.managed.marketValue, parameters: $0.managed.parametersValue)
      } ?? [])
    // What salts hide is in the file.
    let file = try FileReplacement(
      VenueFolder.state(number, in: folder.path), mode: salts.isEmpty ? 0o644 : 0o600)
    try file.write(try StateInput.line(of: header))
    var progress = Progress("writing accounts")
    var bytes: [UInt8] = []
    for (index, (id, opening)) in zip(subject.ids, committed.openings).enumerated() {
      bytes += StateAccount(
        index: UInt32(truncatingIfNeeded: index), owner: opening.owner, record: opening.record, salt: opening.salt,
        id: id, sums: committed.margined == nil ? opening.sums : nil
      ).line
      if bytes.count > 1 << 20 {
        try file.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        progress.update(index)
      }
    }
    try file.write(bytes)
    progress.finish()
    try file.finish()
    try folder.publish(signed)
  }
}

extension CommittedState {
  /// What shows that a checkpoint over this state is solvent (SV-6).
  func solvencyProof(
    of checkpoint: Checkpoint, _ attestation: [SignedStatement]
  ) throws(SolvencyRefusal) -> SolvencyProof {
    do throws(CommitmentRefusal) {
      return SolvencyProof(
        solvencyOpening: trees.rootOpening, assetOpening: assets.rootOpening, attestation: attestation,
        securityModule: try inclusion(of: UInt64(checkpoint.securityModule)),
        feeRecipient: try inclusion(of: UInt64(checkpoint.feeRecipient)))
    } catch {
      throw .commitment(error)
    }
  }

  func inclusion(of index: UInt64) throws(CommitmentRefusal) -> InclusionProof {
    guard index < UInt64(openings.count) else { throw .indexBeyondCount(index: index, count: UInt64(openings.count)) }
    return try trees.inclusion(of: index, openings[Int(index)])
  }
}

extension CheckpointLog {
  /// That a checkpoint is the beginning of what a later one commits to (CP-15).
  /// - Parameters: the numbers of the two, of which this log has the entries below `newer`.
  func extensionProof(from older: UInt64, to newer: UInt64) throws(CheckpointRefusal) -> ExtensionProof {
    ExtensionProof(
      consistency: try consistency(from: older, to: newer), inclusion: try inclusion(of: older, at: newer))
  }
}

extension SolvencyRefusal {
  /// Whether the venue lacks something, rather than its papers being wrong (SV-6).
  fileprivate var isInsolvency: Bool {
    switch self {
    case .collateralShort, .cashShort, .cashSurplus, .deficitAboveSecurityModule: true
    default: false
    }
  }
}
