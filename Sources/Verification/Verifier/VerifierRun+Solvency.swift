import Commitment
import Encoding
import Ethereum
import FixedPoint

extension VerifierRun {
  /// Checks a solvency proof, and tells its parts apart (PF-10: CM-12, CM-21, SV-7, SV-4, SV-6).
  mutating func checkSolvency(
    _ proof: SolvencyProof, _ checkpoint: Checkpoint, _ policy: SignerPolicy, _ file: String
  ) {
    let venue = verifier.venue
    var refusal: SolvencyRefusal?
    do throws(SolvencyRefusal) {
      try checkpoint.verify(proof, policy: policy, venue: venue)
    } catch { refusal = error }
    // The refusal belongs to the part that it stands in; what comes before it has passed.
    let parts: [(name: Check.Name, subject: String, sentence: () -> String)] = [
      (.liabilities, "the totals over all accounts", { checkpoint.liabilities }),
      (.venueAccounts, "the venue's own accounts", { proof.venueAccounts }),
      (.custody, "what custodians say that they hold", { proof.custody(at: checkpoint.time) }),
      (.solvency, "whether what is held covers what is owed", { proof.coverage(of: checkpoint, venue) }),
    ]
    let failing = refusal.map { $0.part(proof, checkpoint) }
    for part in parts {
      if let refusal, part.name == failing {
        return note(part.name, .solvency, file: file, part.subject, refusal.outcome)
      }
      note(part.name, .solvency, file: file, part.sentence(), .passed)
    }
  }
}

extension SolvencyRefusal {
  /// The part of a solvency proof that is refused.
  fileprivate func part(_ proof: SolvencyProof, _ checkpoint: Checkpoint) -> Check.Name {
    switch self {
    case .commitment:
      // Both openings come first: where they hold, it is an account of the venue that does not.
      proof.opensTotals(of: checkpoint) ? .venueAccounts : .liabilities
    case .venueAccount: .venueAccounts
    case .tooManyStatements, .source, .attestationMismatch, .statementsUnsorted, .statementEngine, .unknownAsset,
      .unknownCustodian, .timeOutOfWindow, .signature, .statementMismatch, .sourceTwice:
      .custody
    case .collateralShort, .cashShort, .cashSurplus, .deficitAboveSecurityModule: .solvency
    }
  }
}

extension Checkpoint {
  /// What the venue owes.
  fileprivate var liabilities: String {
    let each = zip(assets, assetTotals.dropFirst(2)).map { "\(Figures.asset($0)) \(Figures.units($1))" }
    let cash = assetTotals.prefix(2).map { Figures.units($0) }
    return "the totals are sums over all accounts: cash owed \(cash.first ?? "0"), cash lent \(cash.last ?? "0"), "
      + "collateral owed \(each.isEmpty ? "none" : each.joined(separator: ", ")), equity "
      + "\(Figures.units(accounts.totals.positiveEquity)), deficits \(Figures.units(accounts.totals.deficit))"
  }
}

extension SolvencyProof {
  fileprivate func opensTotals(of checkpoint: Checkpoint) -> Bool {
    do throws(CommitmentRefusal) {
      try checkpoint.accounts.verify(solvencyOpening)
      try checkpoint.assetRoots.verify(assetOpening)
      return true
    } catch {
      return false
    }
  }

  /// Whose accounts are the venue's, and what they hold.
  fileprivate var venueAccounts: String {
    [("the security module", securityModule), ("the fee recipient", feeRecipient)].map { name, proof in
      // Their records were decoded where the proofs were checked.
      let record = (try? AccountRecord(proof.opening.record)) ?? AccountRecord()
      return "\(name) is account \(proof.index) of \(proof.opening.owner) and holds \(Figures.holdings(record))"
    }.joined(separator: "; ") + ": the venue's own, and owed like any other"
  }

  fileprivate func custody(at time: UInt64) -> String {
    let custodians = Set(attestation.map(\.statement.custodian)).count
    // Each is of the checkpoint's time or before.
    let oldest = attestation.map { time - min(time, $0.statement.time) }.max() ?? 0
    let held = attestation.map { signed in
      let statement = signed.statement
      let name = statement.asset.isZero ? "stable tokens" : Figures.asset(statement.asset)
      return "\(name) \(Figures.units(statement.units)) at \(statement.source)"
    }
    return attestation.isEmpty
      ? "nothing is said to be held"
      : "\(custodians) \(custodians == 1 ? "custodian has" : "custodians have") signed \(attestation.count) statements, "
        + "the oldest \(Figures.seconds(oldest)) before the checkpoint: \(held.joined(separator: "; "))"
  }

  /// Held against owed, asset by asset; cash against what is due.
  fileprivate func coverage(of checkpoint: Checkpoint, _ venue: Venue) -> String {
    var held: [Address: UInt256] = [:]
    for signed in attestation {
      held[signed.statement.asset] = (held[signed.statement.asset] ?? .zero) &+ UInt256(signed.statement.units)
    }
    let each = zip(checkpoint.assets, checkpoint.assetTotals.dropFirst(2)).map { asset, owed in
      "\(Figures.asset(asset)) \(Figures.units(held[asset] ?? .zero)) for \(Figures.units(owed))"
    }
    // Nothing that is shown here binds these three: the reader sees what rests on the venue's word (LA-11 does).
    let word =
      "of what is due, fees of \(Figures.units(checkpoint.feesAccrued)), withdrawals of "
      + "\(Figures.units(checkpoint.pendingWithdrawals)) and, taken off, settled cash of "
      + "\(Figures.units(Int256(checkpoint.netSettledCash))) are the venue's word"
      + (checkpoint.isOfBlock ? ", which whoever executes its log compares" : "")
    return "what is held covers what is owed: "
      + (each + ["stable tokens \(Figures.units(held[.zero] ?? .zero)) for \(Figures.units(checkpoint.cashDue))"])
      .joined(separator: ", ") + " (they may differ by \(Figures.units(venue.cashTolerance)); \(word)); deficits "
      + "of \(Figures.units(checkpoint.accounts.totals.deficit)) are within the security module's cash and equity"
  }
}
