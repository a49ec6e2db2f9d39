import Commitment
import Encoding
import Ethereum
import FixedPoint
import Testing
import VenueSupport

@testable import Verification

/// What a verifier says of files: each check, the memory, and evidence (PF-9 to PF-12).
struct VerifierTests {
  private let venue: SignedVenue
  private let verifier: Verifier

  init() throws {
    venue = try SignedVenue(CommittedVenue(SampleVenue()))
    verifier = Verifier(venue.venue)
  }

  private func given(_ file: ProofFile, _ name: String = "file") -> GivenFile {
    GivenFile(name: name, bytes: file.bytes)
  }

  private func refusal(_ verifier: Verifier, _ files: ProofFile...) -> String? {
    let report = verifier.verify(files.map { given($0) })
    for check in report.checks {
      #expect(!check.sentence.isEmpty)
      switch check.outcome {
      case .passed: break
      case .wrong(let finding), .notChecked(let finding):
        #expect(!finding.message.isEmpty)
        #expect(!finding.meaning.isEmpty)
        return finding.name
      }
    }
    return nil
  }

  @Test func everyKindPasses() throws {
    for file in try venue.files() {
      let report = verifier.verify([given(file)])
      #expect(report.verdict == .passed, "\(file.kind): \(report.checks)")
      #expect(report.evidence == nil)
      #expect((report.memory == nil) == (file.kind == .equivocation))
    }
  }

  @Test func sentencesHaveTheFigures() throws {
    let files = try venue.files()
    func sentences(_ kind: ProofFile.Kind) throws -> String {
      let file = try #require(files.first { $0.kind == kind })
      return verifier.verify([given(file)]).checks.map(\.sentence).joined(separator: "\n")
    }
    let commitment = try sentences(.checkpoint)
    #expect(commitment.contains("checkpoint 4 of Sample, 2026-02-04T21:33:08Z, is signed by the operator 0x"))
    #expect(commitment.contains("3 of 3 witnesses have cosigned it, 3 are needed; it has 10 accounts, equity "))
    #expect(commitment.contains("deficits 1,000, 1 below maintenance margin"))
    let inclusion = try sentences(.inclusion)
    #expect(inclusion.contains("counted in its totals of equity and deficits"))
    #expect(inclusion.contains("holds cash 200,000, perp -1, unsettled perp cash 40, BTC 1, call 74,000 of 2026-02-06T"))
    #expect(try sentences(.emptiness).contains("no account is at index 10 or after it: there are 10 accounts"))
    let solvency = try sentences(.solvency)
    #expect(solvency.contains("cash lent 21,000, collateral owed BTC 3, ETH 5"))
    #expect(solvency.contains("the security module is account 0 of 0x"))
    #expect(solvency.contains("holds cash 1,000,000"))
    #expect(solvency.contains("the oldest 60 s before the checkpoint"))
    #expect(solvency.contains("BTC 4 for 3, ETH 6 for 5, stable tokens "))
    #expect(try sentences(.margin).contains("parameter set derive-pmrm2-mainnet-btc version 1"))
    #expect(try sentences(.equivocation).contains("two different checkpoints of number 4; cosigned both: 0x"))
  }

  @Test func whatTheReaderExpects() throws {
    let file = venue.file(.inclusion(try venue.inclusion(of: 3)))
    let opening = venue.book.openings[3]
    var verifier = verifier
    verifier.expected = ExpectedAccount(index: 3, owner: opening.owner, record: opening.record)
    #expect(refusal(verifier, file) == nil)
    verifier.expected.record = [1]
    #expect(refusal(verifier, file) == "Expected_Record")
    verifier.expected.owner = .zero
    #expect(refusal(verifier, file) == "Expected_Owner")
    verifier.expected.index = 4
    #expect(refusal(verifier, file) == "Expected_Index")
    // Before the checkpoint is looked at.
    var unsigned = file
    unsigned.checkpoint.cosignatures = []
    #expect(refusal(verifier, unsigned) == "Expected_Index")
    // Of every account of a file; files without accounts of users say nothing of them.
    #expect(refusal(verifier, venue.file(.accounts(try venue.accounts([3, 4])))) == "Expected_Index")
    let solvency = venue.file(.solvency(try venue.solvency()))
    #expect(refusal(verifier, solvency) == "Expected_Missing")
    #expect(verifier.verify([given(solvency)]).verdict == .notChecked)
    verifier = self.verifier
    verifier.trustedParameters = []
    #expect(refusal(verifier, venue.file(.margin(try venue.book.marginProof(of: 3)))) == "Margin_UnknownParameters")
  }

  @Test func theClock() throws {
    let (file, time) = (venue.file(.checkpoint), venue.latest.checkpoint.time)
    var verifier = verifier
    verifier.now = time - 300
    #expect(refusal(verifier, file) == nil)
    verifier.now = time - 301
    #expect(refusal(verifier, file) == "Checkpoint_Future")
    verifier.now = time + 3600
    #expect(refusal(verifier, file) == nil)
    verifier.greatestAge = 3600
    #expect(refusal(verifier, file) == nil)
    verifier.greatestAge = 3599
    #expect(refusal(verifier, file) == "Checkpoint_Stale")
  }

  @Test func theFirstRefusalEndsAFileAndNotTheOthers() throws {
    var wrong = venue.file(.inclusion(try venue.inclusion(of: 3)))
    wrong.chainId = .zero
    let good = venue.file(.inclusion(try venue.inclusion(of: 4)))
    let report = verifier.verify([given(wrong, "wrong"), GivenFile(name: "junk", bytes: [0]), given(good, "good")])
    #expect(report.verdict == .wrong)
    #expect(report.refusal(of: "wrong")?.name == "Checkpoint_WrongChain")
    #expect(report.refusal(of: "wrong")?.code == 320)
    #expect(report.refusal(of: "junk")?.name == "Proof_Malformed")
    #expect(report.refusal(of: "good") == nil)
    #expect(report.checks.filter { $0.file == "wrong" }.count == 2)
    #expect(report.memory == nil)
    #expect(verifier.verify([GivenFile(name: "junk", bytes: [0]), given(good)]).verdict == .notChecked)
  }

  @Test func levelsThatWereAskedFor() throws {
    var verifier = verifier
    verifier.levels = [.inclusion, .solvency]
    let inclusion = venue.file(.inclusion(try venue.inclusion(of: 3)))
    let report = verifier.verify([given(inclusion)])
    #expect(report.verdict == .notChecked)
    #expect(report.checks.last?.name == .level)
    #expect(report.checks.last?.level == .solvency)
    #expect(report.memory == nil)
    let solvency = venue.file(.solvency(try venue.solvency()))
    #expect(refusal(verifier, inclusion, solvency) == nil)
    // Of one checkpoint: an older or a newer one besides shows nothing of it.
    let older = venue.file(.checkpoint, at: venue.history[1])
    #expect(refusal(verifier, inclusion, solvency, older) == nil)
    verifier.levels = [.commitment]
    #expect(refusal(verifier, inclusion) == nil)
    verifier.levels = [.inclusion]
    let assets = ProofFile.Body.assets(try venue.book.assets.inclusion(of: 8, venue.book.openings[8]))
    #expect(refusal(verifier, venue.file(assets)) == "Level_Missing")
  }

  @Test func aLevelOfAnOlderCheckpoint() throws {
    var older = venue.file(.inclusion(try venue.inclusion(of: 3)))
    older.checkpoint = venue.history[1]
    var verifier = verifier
    verifier.levels = [.inclusion, .solvency]
    let levels = verifier.verify([given(older, "older"), given(venue.file(.solvency(try venue.solvency())))]).checks
      .filter { $0.name == .level }
    #expect(levels.map(\.level) == [.inclusion])
    guard case .notChecked(let finding) = levels.first?.outcome else {
      Issue.record("the level was not missed")
      return
    }
    #expect(finding.message.contains("of checkpoint 4"))
  }

  @Test func namesAndFigures() throws {
    #expect(Figures.units(UInt256.max).hasPrefix("115,792,"))
    #expect(Figures.units(Int256(-1)) == "-0.000000000000000001")
    func name(_ text: String) throws -> String {
      let letters = Array(text.utf8)
      return Figures.asset(try #require(Address([UInt8](repeating: 0, count: 20 - letters.count) + letters)))
    }
    #expect(try name("sUSDe") == "sUSDe")
    #expect(try name("cash").hasPrefix("0x"))
  }

  @Test func solvencyIsRefusedInItsPart() throws {
    func failing(_ alter: (inout SolvencyProof) throws -> Void) throws -> (Check.Name?, String?) {
      var proof = try venue.solvency()
      try alter(&proof)
      let checks = verifier.verify([given(venue.file(.solvency(proof)))]).checks
      guard case .wrong(let finding) = checks.last?.outcome else { return (nil, nil) }
      return (checks.last?.name, finding.name)
    }
    #expect(try failing { $0.solvencyOpening.left.sums.positiveEquity += 1 } == (.liabilities, "Commitment_SolvencyRootMismatch"))
    #expect(try failing { $0.assetOpening.left.sums[0] += 1 } == (.liabilities, "Commitment_AssetRootMismatch"))
    #expect(try failing { $0.feeRecipient = try venue.inclusion(of: 2) } == (.venueAccounts, "Solvency_VenueAccount"))
    #expect(try failing { $0.feeRecipient.opening.owner = .zero } == (.venueAccounts, "Commitment_StateRootMismatch"))
    #expect(try failing { $0.attestation.removeLast() } == (.custody, "Custody_AttestationMismatch"))
  }
}
