import Commitment
import Encoding
import Ethereum

extension VerifierRun {
  /// Checks one file in the order of PF-10.
  mutating func check(_ file: GivenFile) {
    let proof: ProofFile
    switch file.content {
    case .failure(let fault): return note(.form, .commitment, file: file.name, "the file", fault.outcome)
    case .success(let read): proof = read
    }
    note(.form, .commitment, file: file.name, "a proof file of kind \(proof.kind.rawValue)", .passed)
    guard checkExpected(proof, file.name) else { return }
    if case .equivocation(let second, let entry) = proof.body {
      return checkEquivocation(proof, Evidence(first: proof.checkpoint, second: second, log: entry), file.name)
    }
    guard let history = checkCheckpoint(proof, file.name), checkClock(proof, file.name),
      checkExtension(proof, history, file.name)
    else { return }
    checkBody(proof, history, file.name)
  }

  private mutating func checkExpected(_ proof: ProofFile, _ file: String) -> Bool {
    guard let accounts = proof.shownAccounts, !verifier.expected.isAnything else { return true }
    let expected = verifier.expected
    return check(.expected, proof.kind.level, file: file, "whose account it is") { () throws(ExpectedRefusal) in
      try expected.check(accounts)
      let what = [
        expected.index.map { "index \($0)" }, expected.owner.map { "owner \($0)" },
        expected.record == nil ? nil : "the holdings",
      ].compactMap(\.self)
      return "the account is the one you named: \(what.joined(separator: ", "))"
    }
  }

  private mutating func checkCheckpoint(_ proof: ProofFile, _ file: String) -> PolicyHistory? {
    let (signed, venue, histories) = (proof.checkpoint, verifier.venue, histories)
    var checked: PolicyHistory?
    let subject = "checkpoint \(signed.checkpoint.number) and its signatures"
    _ = check(.checkpoint, .commitment, file: file, subject) { () throws(CheckpointRefusal) in
      let history = try histories.history(of: proof)
      let policy = try signed.verify(under: history)
      checked = history
      return signed.summary(of: venue, policy)
    }
    if let checked { add(file, signed, checked, proof.policyChanges, isCurrent: true) }
    return checked
  }

  private mutating func checkClock(_ proof: ProofFile, _ file: String) -> Bool {
    guard let now = verifier.now else { return true }
    let (checkpoint, greatestAge) = (proof.checkpoint.checkpoint, verifier.greatestAge)
    return check(.clock, .commitment, file: file, "the checkpoint's age") { () throws(CheckpointRefusal) in
      try checkpoint.checkClock(now: now, greatestAge: greatestAge)
      let limit = greatestAge.map { ", and may be \(Figures.seconds($0))" } ?? ""
      return checkpoint.time > now
        ? "the checkpoint is \(checkpoint.time - now) s ahead of this clock, which clocks may be"
        : "the checkpoint is \(Figures.seconds(now - checkpoint.time)) old\(limit)"
    }
  }

  private mutating func checkExtension(_ proof: ProofFile, _ history: PolicyHistory, _ file: String) -> Bool {
    guard let remembered else { return true }
    let signed = proof.checkpoint
    let proven = extensionProof(to: signed)
    let older = remembered.checkpoint.checkpoint.number
    let subject = "whether checkpoint \(signed.checkpoint.number) extends checkpoint \(older), which is remembered"
    return check(.memory, .consistency, file: file, subject) { () throws(CheckpointRefusal) in
      try remembered.verify(signed, policies: history, proven)
      return signed.checkpoint.number == older
        ? "it is the checkpoint that is remembered"
        : "it extends checkpoint \(older), which is remembered: nothing before it was changed"
    }
  }

  private mutating func checkEquivocation(_ proof: ProofFile, _ evidence: Evidence, _ file: String) {
    let histories = histories
    let (first, second) = (evidence.first.checkpoint.number, evidence.second.checkpoint.number)
    let subject = "whether checkpoints \(first) and \(second) contradict each other"
    let holds = check(.equivocation, .equivocation, file: file, subject) { () throws(CheckpointRefusal) in
      let found = try evidence.verify(under: histories.history(of: proof))
      return "THE EVIDENCE HOLDS: \(found.words(first, second))"
    }
    if holds, proven == nil { proven = (file, second) }
  }
}

extension Evidence.Finding {
  /// In what two checkpoints contradict each other, and who cosigned both.
  func words(_ first: UInt64, _ second: UInt64) -> String {
    let what =
      switch kind {
      case .number: "the operator has signed two different checkpoints of number \(first)"
      case .previous:
        "the operator has signed checkpoint \(second) after another checkpoint \(first) than the one it has also signed"
      case .log:
        "the operator has signed checkpoint \(second) over a log with another checkpoint \(first) than the one it has "
          + "also signed"
      }
    let who = witnesses.map(\.description).joined(separator: ", ")
    return what + (witnesses.isEmpty ? "; no witness has cosigned both" : "; cosigned both: \(who)")
  }
}

extension SignedCheckpoint {
  /// Who signed what, with the totals.
  func summary(of venue: Venue, _ policy: SignerPolicy) -> String {
    let totals = checkpoint.accounts.totals
    let witnesses =
      policy.witnesses.isEmpty && cosignatures.isEmpty
      ? "the venue has no witnesses, so nobody else vouches for it"
      : "\(cosignatures.count) of \(policy.witnesses.count) witnesses have cosigned it, \(policy.threshold) are needed"
    let version = policy.version == 1 ? "" : " (policy version \(policy.version))"
    return "checkpoint \(checkpoint.number) of \(venue.name), \(CalendarTime.text(checkpoint.time)), is signed by the "
      + "operator \(policy.operatorKey)\(version); \(witnesses); it has \(Figures.accounts(checkpoint.accounts.count)), equity "
      + "\(Figures.units(totals.positiveEquity)), deficits \(Figures.units(totals.deficit)), "
      + "\(Figures.count(UInt64(totals.belowMaintenance))) below maintenance margin"
  }
}
