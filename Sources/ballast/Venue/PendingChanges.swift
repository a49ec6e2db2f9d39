import Commitment
import Console
import Ethereum

/// Changes of a venue's policy that lack signatures still (CP-5).
struct PendingChanges {
  private let folder: VenueFolder
  private(set) var changes: [PolicyChange]

  /// The policy that they would follow.
  var previous: SignerPolicy { folder.history.terms.last?.policy ?? folder.venue.policy }

  /// - Throws: `badInput` where the file is not of its form.
  init(_ folder: VenueFolder) throws {
    self.folder = folder
    let path = VenueFolder.pendingChanges(in: folder.path)
    let version = folder.history.terms.last?.policy.version ?? 0
    // One that was completed, or overtaken by another, is over; a loss of power may have left it here.
    changes = Folder.holds(path) ? try VenueFolder.changes(path).filter { $0.policy.version > version } : []
  }

  /// What became of a signature.
  enum Outcome: Hashable {
    /// The change is one of the venue's.
    case complete
    case short(found: Int, expected: Int)
  }

  /// Adds a signature to the change to a policy, which is made where there is none yet.
  /// - Parameters:
  ///   - effective: the first checkpoint under the policy.
  ///   - key: asked for when all else is known to be right.
  /// - Throws: `badInput` with the name of the check of CP-6 that the change would fail.
  mutating func sign(
    _ policy: SignerPolicy, effective: UInt64, by key: () throws -> PrivateKey
  ) throws -> Outcome {
    guard effective >= folder.count else {
      throw CommandFailure(
        .badInput, "Policy_EffectiveOrder: --effective: expected \(folder.count) at least, because the checkpoints "
          + "before it are signed, found \(effective)")
    }
    let existing = changes.first { $0.policy == policy && $0.effective == effective }
    let unsigned = existing ?? PolicyChange(policy: policy, effective: effective, signatures: [])
    if existing == nil { _ = try missing(unsigned) }
    let key = try key()
    let (previous, venue) = (previous, folder.venue)
    let change = try CommandFailure.signing { () throws(SignatureError) in
      try unsigned.signed(by: key, from: previous, in: venue)
    }
    if let short = try missing(change) {
      changes.removeAll { $0.policy == policy && $0.effective == effective }
      changes.append(change)
      try write()
      return short
    }
    // The other order would lose the change between the two.
    try FileOutput.replace(
      VenueFolder.changes(in: folder.path), with: VenueFolder.changesFile(folder.changes + [change]), mode: 0o644)
    changes = []
    try write()
    return .complete
  }

  /// How many signatures a change has of those that it needs; nil where it has enough.
  private func missing(_ change: PolicyChange) throws(CommandFailure) -> Outcome? {
    do throws(CheckpointRefusal) {
      _ = try PolicyHistory(of: folder.venue, changes: folder.changes + [change])
      return nil
    } catch {
      if case .policyQuorumShort(let expected, let found) = error { return .short(found: found, expected: expected) }
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }

  private func write() throws(CommandFailure) {
    try FileOutput.replace(
      VenueFolder.pendingChanges(in: folder.path), with: VenueFolder.changesFile(changes), mode: 0o644)
  }
}
