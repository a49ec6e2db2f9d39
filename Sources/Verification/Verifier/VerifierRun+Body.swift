import Commitment
import Encoding
import Ethereum

extension VerifierRun {
  /// Checks what a file shows under its checkpoint, which was checked (PF-10).
  mutating func checkBody(_ proof: ProofFile, _ history: PolicyHistory, _ file: String) {
    let checkpoint = proof.checkpoint.checkpoint
    switch proof.body {
    case .checkpoint, .equivocation: break
    case .inclusion(let inclusion): checkInclusion(inclusion, checkpoint, file)
    case .accounts(let accounts): checkAccounts(accounts, checkpoint, file)
    case .emptiness(let emptiness): checkEmptiness(emptiness, checkpoint, file)
    case .assets(let assets): checkAssets(assets, checkpoint, file)
    case .solvency(let solvency):
      checkSolvency(solvency, checkpoint, history.inForce(at: checkpoint.number).policy, file)
    case .margin(let margin): checkMargin(margin, checkpoint, file)
    case .consistency(let from, let proven): checkConsistency(proof, from: from, proven, history, file)
    }
  }

  private mutating func checkInclusion(_ proof: InclusionProof, _ checkpoint: Checkpoint, _ file: String) {
    _ = check(.inclusion, .inclusion, file: file, "account \(proof.index)") { () throws(CommitmentRefusal) in
      let record = try checkpoint.accounts.verify(proof)
      return proof.words(record) + ": it is in what the venue signed, and counted in its totals of equity and "
        + "deficits"
    }
  }

  private mutating func checkAccounts(_ proof: MultiProof, _ checkpoint: Checkpoint, _ file: String) {
    let subject = Figures.accounts(UInt64(proof.accounts.count))
    _ = check(.accounts, .inclusion, file: file, subject) { () throws(CommitmentRefusal) in
      let records = try checkpoint.accounts.verify(proof)
      let each = zip(proof.accounts, records).prefix(Figures.namedOptions).map { account, record in
        "account \(account.index) of \(account.opening.owner), \(Figures.sums(account.opening.sums)), "
          + Figures.holdings(record)
      }
      let rest = records.count > each.count ? "; and \(records.count - each.count) more" : ""
      return "\(subject) are in what the venue signed, and counted in its totals of equity "
        + "and deficits: \(each.joined(separator: "; "))\(rest)"
    }
  }

  private mutating func checkEmptiness(_ proof: EmptinessProof, _ checkpoint: Checkpoint, _ file: String) {
    _ = check(.emptiness, .emptiness, file: file, "whether index \(proof.index) is empty") {
      () throws(CommitmentRefusal) in
      try checkpoint.accounts.verify(proof)
      return proof.index == checkpoint.accounts.count
        ? "no account is at index \(proof.index) or after it: there are \(Figures.accounts(checkpoint.accounts.count))"
        : "no account is at index \(proof.index)"
    }
  }

  private mutating func checkAssets(_ proof: AssetProof, _ checkpoint: Checkpoint, _ file: String) {
    let subject = "what account \(proof.index) holds, in the totals of assets"
    _ = check(.assets, .inclusion, file: file, subject) { () throws(CommitmentRefusal) in
      try checkpoint.assetRoots.verify(proof)
      // The record was decoded above; what does not decode has been refused.
      let record = (try? AccountRecord(proof.opening.record)) ?? AccountRecord()
      return "if account \(proof.index) of \(proof.opening.owner) holds this, it is counted in what the venue owes of each "
        + "asset, and an inclusion proof shows whether it does: \(Figures.holdings(record))"
    }
  }

  private mutating func checkMargin(_ proof: MarginProof, _ checkpoint: Checkpoint, _ file: String) {
    let trusted = verifier.trustedParameters
    let subject = "the margin of account \(proof.account.index), recomputed"
    _ = check(.margin, .margin, file: file, subject) { () throws(MarginRefusal) in
      let proven = try checkpoint.verify(proof, trusting: trusted)
      let (margin, set) = (proven.margin, proven.market.set)
      let manager = proven.record.manager
      return proof.account.words(proven.record)
        + (manager.isZero ? "" : ", margined by \(Figures.asset(manager))") + ": initial margin \(Figures.units(margin.initialMargin)), maintenance "
        + "margin \(Figures.units(margin.maintenanceMargin)), mark to market \(Figures.units(margin.markToMarket)), as "
        + "recomputed to the last digit with the prices of \(CalendarTime.text(proven.market.time)) under the "
        + "parameter set \(set.name) version \(set.version), \(set.hash)"
        + (trusted == nil ? ", which you did not say whether you trust" : ", which you trust")
    }
  }

  private mutating func checkConsistency(
    _ proof: ProofFile, from: SignedCheckpoint, _ proven: ExtensionProof, _ history: PolicyHistory, _ file: String
  ) {
    let venue = verifier.venue
    let (older, newer) = (from.checkpoint.number, proof.checkpoint.checkpoint.number)
    var isOlderVerified = false
    let subject = "whether checkpoint \(newer) extends checkpoint \(older)"
    _ = check(.consistency, .consistency, file: file, subject) { () throws(CheckpointRefusal) in
      try from.verify(under: history)
      isOlderVerified = true
      try proof.checkpoint.verifyExtension(of: from, proven, in: venue)
      return "checkpoint \(newer) extends checkpoint \(older): the log of all checkpoints begins as it did, and "
        + "checkpoint \(older) is in it"
    }
    if isOlderVerified { add(file, from, history, proof.policyChanges, isCurrent: false) }
  }
}

extension InclusionProof {
  /// Such as `account 3 of 0x… holds cash 5; equity 5, not below maintenance margin`.
  func words(_ record: AccountRecord) -> String {
    "account \(index) of \(opening.owner) holds \(Figures.holdings(record)); \(Figures.sums(opening.sums)), "
      + Figures.health(opening.sums)
  }
}
