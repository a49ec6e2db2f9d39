import Commitment
import Encoding
import Ethereum

/// One call of a verifier: what it has found so far.
struct VerifierRun {
  /// A checkpoint that passed CP-10, with what it was checked under.
  struct Seen {
    var name: String
    var signed: SignedCheckpoint
    var digest: Bytes32
    var history: PolicyHistory
    var changes: [PolicyChange]
    /// Whether it may become the memory: one that stands in evidence or as the older of two may not.
    var isCurrent: Bool
  }

  /// Two checkpoints, by their digests.
  private struct Step: Hashable {
    var older: Bytes32
    var newer: Bytes32
  }

  let verifier: Verifier
  var report = VerificationReport()
  var seen: [Seen] = []
  private(set) var remembered: CheckpointMemory?
  /// Evidence among the files that holds: the file's name, and the number of its second checkpoint.
  var proven: (file: String, number: UInt64)?
  let histories: CheckedHistories
  /// The proofs that consistency files bring, none of them checked yet.
  private var extensions: [Step: ExtensionProof] = [:]

  init(_ verifier: Verifier, _ files: [GivenFile]) {
    self.verifier = verifier
    histories = CheckedHistories(verifier.venue)
    for file in files {
      guard case .success(let proof) = file.content, case .consistency(let from, let proven) = proof.body else {
        continue
      }
      let step = Step(
        older: from.checkpoint.digest(in: verifier.venue), newer: proof.checkpoint.checkpoint.digest(in: verifier.venue))
      // The first of several that claim the same.
      if extensions[step] == nil { extensions[step] = proven }
    }
  }

  /// Makes one check and notes it.
  /// - Parameters:
  ///   - subject: what is looked at, for a refusal.
  ///   - body: gives the sentence of a check that passed.
  /// - Returns: whether it passed.
  mutating func check<Refusal: StatedRefusal>(
    _ name: Check.Name, _ level: ProofLevel, file: String?, _ subject: String, _ body: () throws(Refusal) -> String
  ) -> Bool {
    do throws(Refusal) {
      note(name, level, file: file, try body(), .passed)
      return true
    } catch {
      note(name, level, file: file, subject, error.outcome)
      return false
    }
  }

  mutating func note(
    _ name: Check.Name, _ level: ProofLevel, file: String?, _ sentence: String, _ outcome: Check.Outcome
  ) {
    report.checks.append(Check(name, level, file: file, sentence: sentence, outcome: outcome))
  }

  /// Whether the memory holds, or there is none.
  mutating func checkMemory() -> Bool {
    guard let memory = verifier.memory else { return true }
    let subject = "the checkpoint that was remembered; without it nothing else is checked"
    switch memory.content {
    case .failure(let fault):
      note(.memory, .consistency, file: memory.name, subject, fault.outcome)
      return false
    case .success(let proof):
      guard proof.kind == .checkpoint else {
        let finding = Finding(
          name: "Proof_WrongForm", code: 505,
          message: "a file of kind checkpoint was expected as the memory, and it is of kind \(proof.kind.rawValue)",
          meaning: "Name the file that an earlier call has written, or one that does not exist yet.")
        note(.memory, .consistency, file: memory.name, subject, .notChecked(finding))
        return false
      }
      let histories = histories
      var kept: CheckpointMemory?
      let holds = check(.memory, .consistency, file: memory.name, subject) { () throws(CheckpointRefusal) in
        let history = try histories.history(of: proof)
        try proof.checkpoint.verify(under: history)
        kept = CheckpointMemory(checkpoint: proof.checkpoint, policies: history)
        let checkpoint = proof.checkpoint.checkpoint
        return "checkpoint \(checkpoint.number), \(CalendarTime.text(checkpoint.time)), was accepted before"
      }
      remembered = kept
      if let kept {
        add(memory.name, kept.checkpoint, kept.policies, proof.policyChanges, isCurrent: false)
      }
      return holds
    }
  }

  mutating func add(
    _ name: String, _ signed: SignedCheckpoint, _ history: PolicyHistory, _ changes: [PolicyChange], isCurrent: Bool
  ) {
    seen.append(
      Seen(
        name: name, signed: signed, digest: signed.checkpoint.digest(in: verifier.venue), history: history,
        changes: changes, isCurrent: isCurrent))
  }

  /// The proof that a file among those given brings for an extension of the memory (PF-11).
  func extensionProof(to signed: SignedCheckpoint) -> ExtensionProof? {
    guard let remembered else { return nil }
    return extensions[
      Step(
        older: remembered.checkpoint.checkpoint.digest(in: verifier.venue),
        newer: signed.checkpoint.digest(in: verifier.venue))]
  }

  /// Notes the account that the reader named and that no file shows, and the levels that were asked for and that no
  /// file of the newest checkpoint has (PF-12).
  mutating func checkLevels(_ files: [GivenFile]) {
    var proofs: [ProofFile] = []
    for file in files {
      if case .success(let proof) = file.content { proofs.append(proof) }
    }
    if !verifier.expected.isAnything, proofs.allSatisfy({ $0.shownAccounts == nil }) {
      let finding = Finding(
        name: "Expected_Missing", code: nil, message: "a file that shows an account was expected, and none was given",
        meaning: "Ask the venue for the inclusion of your account, and give it as well.")
      note(.expected, .inclusion, file: nil, "the account that you named", .notChecked(finding))
    }
    let newest = proofs.filter { $0.kind != .equivocation }.map(\.checkpoint.checkpoint.number).max()
    var given: Set<ProofLevel> = []
    for proof in proofs {
      if proof.kind == .equivocation {
        given.insert(.equivocation)
      } else if proof.checkpoint.checkpoint.number == newest {
        given.formUnion([.commitment, proof.kind.level])
      }
    }
    let place = newest.map { " of checkpoint \($0)" } ?? ""
    for level in verifier.levels where !given.contains(level) {
      let kinds = ProofFile.Kind.allCases.filter { $0.level == level }.map(\.rawValue).joined(separator: " or ")
      let finding = Finding(
        name: "Level_Missing", code: nil, message: "a file of kind \(kinds)\(level == .equivocation ? "" : place) was expected, and none was given",
        meaning: "Ask the venue for it, and give it as well.")
      note(.level, level, file: nil, "\(level.rawValue), which was asked for", .notChecked(finding))
    }
  }

  /// The report, with the newest checkpoint to be remembered where everything passed (PF-11).
  func finished() -> VerificationReport {
    var report = report
    guard report.verdict == .passed else { return report }
    var newest: Seen?
    for candidate in seen where candidate.isCurrent {
      guard let best = newest else {
        newest = candidate
        continue
      }
      let (number, bestNumber) = (candidate.signed.checkpoint.number, best.signed.checkpoint.number)
      if number > bestNumber || number == bestNumber && candidate.changes.count > best.changes.count {
        newest = candidate
      }
    }
    report.memory = newest.map {
      ProofFile(
        chainId: verifier.venue.chainId, contract: verifier.venue.contract, checkpoint: $0.signed,
        policyChanges: $0.changes, body: .checkpoint)
    }
    return report
  }
}

extension GivenFile.Fault {
  var outcome: Check.Outcome {
    switch self {
    case .refused(let refusal): refusal.outcome
    case .unreadable(let reason):
      .notChecked(
        Finding(
          name: "File_Unreadable", code: nil, message: reason, meaning: "Nothing is known of it. Look at its name."))
    }
  }
}
