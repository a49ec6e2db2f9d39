import Commitment
import Ethereum
import Testing
import VenueSupport
import Verification

/// What a verifier remembers, and what contradictions become (PF-11, CP-16, CP-17).
struct MemoryTests {
  private let venue: SignedVenue

  init() throws {
    venue = try SignedVenue(CommittedVenue(SampleVenue()))
  }

  private func verifier(remembering number: Int) -> Verifier {
    var verifier = Verifier(venue.venue)
    verifier.memory = given(venue.file(.checkpoint, at: venue.history[number]), "memory")
    return verifier
  }

  private func given(_ file: ProofFile, _ name: String = "file") -> GivenFile {
    GivenFile(name: name, bytes: file.bytes)
  }

  @Test func aFirstCallMakesTheMemory() throws {
    let report = Verifier(venue.venue).verify([
      given(venue.file(.checkpoint, at: venue.history[2])), given(venue.file(.checkpoint)),
      given(venue.file(.checkpoint, at: venue.history[1])),
    ])
    #expect(report.memory == venue.file(.checkpoint))
  }

  @Test func theNewestReplacesItWithAProof() throws {
    let file = venue.file(.inclusion(try venue.inclusion(of: 3)))
    let bare = verifier(remembering: 1).verify([given(file)])
    #expect(bare.verdict == .notChecked)
    #expect(bare.refusal(of: "file")?.name == "Checkpoint_NoExtension")
    #expect(bare.memory == nil)
    let bridge = try venue.consistency(from: 1, to: 4)
    for files in [[file, bridge], [bridge, file]] {
      let report = verifier(remembering: 1).verify(files.map { given($0) })
      #expect(report.verdict == .passed)
      #expect(report.memory == venue.file(.checkpoint))
    }
    // From another checkpoint, or to another.
    let others = try [venue.consistency(from: 2, to: 4), venue.consistency(from: 1, to: 3)]
    for other in others {
      let report = verifier(remembering: 1).verify([given(file), given(other, "other")])
      #expect(report.refusal(of: "file")?.name == "Checkpoint_NoExtension")
    }
    // The same checkpoint again needs no proof; an older one is refused.
    #expect(verifier(remembering: 4).verify([given(file)]).verdict == .passed)
    let older = verifier(remembering: 4).verify([given(venue.file(.checkpoint, at: venue.history[3]))])
    #expect(older.refusal(of: "file")?.name == "Checkpoint_Older")
  }

  @Test func aWrongProofOfExtension() throws {
    var bridge = try venue.consistency(from: 1, to: 4)
    guard case .consistency(let from, var proof) = bridge.body else { return }
    proof.inclusion[0] = .zero
    bridge.body = .consistency(from: from, proof)
    let report = verifier(remembering: 1).verify([given(venue.file(.checkpoint), "file"), given(bridge, "bridge")])
    #expect(report.verdict == .wrong)
    #expect(report.refusal(of: "file")?.name == "Log_RootMismatch")
    #expect(report.refusal(of: "bridge")?.name == "Log_RootMismatch")
  }

  @Test func aMemoryThatDoesNotHoldEndsEverything() throws {
    var verifier = Verifier(venue.venue)
    let file = given(venue.file(.checkpoint))
    verifier.memory = GivenFile(name: "memory", bytes: [0])
    #expect(verifier.verify([file]).verdict == .notChecked)
    #expect(verifier.verify([file]).checks.count == 1)
    verifier.memory = given(venue.file(.inclusion(try venue.inclusion(of: 3))), "memory")
    #expect(verifier.verify([file]).refusal(of: "memory")?.name == "Proof_WrongForm")
    var forged = venue.file(.checkpoint, at: venue.history[1])
    forged.checkpoint.checkpoint.height += 1
    verifier.memory = given(forged, "memory")
    #expect(verifier.verify([file]).verdict == .wrong)
    #expect(verifier.verify([file]).refusal(of: "memory")?.name == "Checkpoint_OperatorMismatch")
  }

  @Test func aContradictionBecomesEvidence() throws {
    let other = venue.file(.checkpoint, at: try venue.checkpoint(number: 4) { $0.feesAccrued += 1 })
    let report = verifier(remembering: 4).verify([given(other)])
    #expect(report.verdict == .wrong)
    #expect(report.refusal(of: "file")?.name == "Checkpoint_Contradiction")
    let evidence = try #require(report.evidence)
    let confirmed = Verifier(venue.venue).verify([given(evidence)])
    #expect(confirmed.verdict == .passed)
    #expect(confirmed.checks.last?.sentence.hasPrefix("THE EVIDENCE HOLDS") == true)
    #expect(confirmed.memory == nil)

    // One that names another before it; and two files of one call, without a memory.
    let stray = venue.file(.checkpoint, at: try venue.checkpoint(number: 4) { $0.previous = Keccak256.hash("x") })
    #expect(verifier(remembering: 3).verify([given(stray)]).evidence != nil)
    let pair = Verifier(venue.venue).verify([given(venue.file(.checkpoint), "a"), given(other, "b")])
    #expect(pair.verdict == .wrong)
    #expect(pair.refusal(of: "a") == nil && pair.refusal(of: "b") == nil)
    #expect(pair.evidence != nil && pair.memory == nil)
    // An older file beside a memory that names another before it.
    let older = venue.file(.checkpoint, at: try venue.checkpoint(number: 3) { $0.feesAccrued += 1 })
    #expect(verifier(remembering: 4).verify([given(older)]).evidence != nil)
    // What is not signed accuses nobody.
    var unsigned = other
    unsigned.checkpoint.signature = venue.latest.signature
    #expect(verifier(remembering: 4).verify([given(unsigned)]).evidence == nil)
  }

  @Test func evidenceBesideOtherFiles() throws {
    let evidence = try venue.equivocations().map { given($0, "evidence") }
    #expect(Verifier(venue.venue).verify(evidence).verdict == .passed)
    let report = Verifier(venue.venue).verify([evidence[0], given(venue.file(.solvency(try venue.solvency())))])
    #expect(report.verdict == .wrong && report.memory == nil)
    #expect(report.checks.contains { $0.name == .contradiction })
    #expect(report.refusal(of: "file") == nil)
  }

  @Test func anotherHistoryOfPolicies() throws {
    var policy = venue.changes[0].policy
    policy.custodians.removeLast()
    var change = PolicyChange(policy: policy, effective: SignedVenue.changeNumber, signatures: [])
    for key in [try SignedVenue.key("operator")] + (try SignedVenue.witnesses()) {
      change = try change.signed(by: key, from: venue.venue.policy, in: venue.venue)
    }
    // A fork of policies between two files of one call, neither checkpoint contradicting the other.
    var unforked = venue.file(.checkpoint, at: venue.history[0])
    #expect(Verifier(venue.venue).verify([given(unforked, "a"), given(venue.file(.checkpoint), "b")]).verdict == .passed)
    unforked.policyChanges = [change]
    let forked = Verifier(venue.venue).verify([given(unforked, "a"), given(venue.file(.checkpoint), "b")])
    #expect(forked.verdict == .wrong && forked.memory == nil)
    guard case .wrong(let finding)? = forked.checks.first(where: { $0.name == .contradiction })?.outcome else {
      Issue.record("the fork was not seen")
      return
    }
    #expect(finding.name == "Policy_HistoryRewritten")
    let signed = try venue.checkpoint(number: 4) { $0.policy = policy.hash }
    var file = venue.file(.checkpoint, at: signed)
    file.policyChanges = [change]
    let report = verifier(remembering: 1).verify([given(file)])
    #expect(report.refusal(of: "file")?.name == "Policy_HistoryRewritten")
  }
}
