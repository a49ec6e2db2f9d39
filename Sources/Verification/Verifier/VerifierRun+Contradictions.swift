import Commitment
import Ethereum

extension VerifierRun {
  /// Evidence that holds says of every other file of the call that its operator cheats (PF-12): alone it is what was
  /// asked for, beside others it is something wrong.
  mutating func checkEvidence(_ files: [GivenFile]) {
    guard let proven else { return }
    let hasOthers = files.contains { file in
      if case .success(let proof) = file.content { proof.kind != .equivocation } else { false }
    }
    guard hasOthers else { return }
    let refusal = CheckpointRefusal.contradiction(number: proven.number)
    note(.contradiction, .equivocation, file: nil, "the evidence in \(proven.file), which holds", refusal.outcome)
  }

  /// Holds the policies of all files, and of the memory, to each other: of two histories one must begin with the other
  /// (PF-11). Nobody who may change the policy can make two changes of one policy, and be honest.
  mutating func checkHistories() {
    let rising = seen.sorted { $0.history.terms.count < $1.history.terms.count }
    for (shorter, longer) in zip(rising, rising.dropFirst()) where !longer.history.begins(with: shorter.history) {
      let words = "the signer policies in \(shorter.name) and \(longer.name)"
      return note(.contradiction, .commitment, file: nil, words, CheckpointRefusal.historyRewritten.outcome)
    }
  }

  /// Holds all checkpoints of the call, and the one that is remembered, to each other (CP-17, *number* and *previous*).
  ///
  /// Any two that contradict each other are evidence, whatever else was refused of the files that they stand in.
  /// - Complexity: n log n in the checkpoints.
  mutating func checkContradictions() {
    var known: Set<Bytes32> = []
    let distinct = seen.filter { known.insert($0.digest).inserted }
      .sorted { $0.signed.checkpoint.number < $1.signed.checkpoint.number }
    guard distinct.count > 1 else { return }
    // The first checkpoint of the number before, of the same number, for each in turn.
    var before: Seen?
    var same: Seen?
    for next in distinct {
      let number = next.signed.checkpoint.number
      if let same, same.signed.checkpoint.number == number { return accuse(same, next) }
      before = same
      same = next
      if let before, number - before.signed.checkpoint.number == 1, next.signed.checkpoint.previous != before.digest {
        return accuse(before, next)
      }
    }
    note(
      .contradiction, .equivocation, file: nil,
      "the \(distinct.count) checkpoints that were seen do not contradict each other", .passed)
  }

  private mutating func accuse(_ first: Seen, _ second: Seen) {
    let refusal = CheckpointRefusal.contradiction(number: second.signed.checkpoint.number)
    let evidence = Evidence(first: first.signed, second: second.signed, log: nil)
    var words = "checkpoints of \(first.name) and \(second.name)"
    // The later history knows the keys of both.
    for source in [second, first] where report.evidence == nil {
      do throws(CheckpointRefusal) {
        let found = try evidence.verify(under: source.history)
        words += ": " + found.words(first.signed.checkpoint.number, second.signed.checkpoint.number)
        report.evidence = ProofFile(
          chainId: verifier.venue.chainId, contract: verifier.venue.contract, checkpoint: first.signed,
          policyChanges: source.changes, body: .equivocation(second: second.signed, nil))
      } catch {
        continue
      }
    }
    note(.contradiction, .equivocation, file: nil, words, refusal.outcome)
  }
}
