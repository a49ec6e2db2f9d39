import Audit
import Commitment
import Console
import Encoding
import Ethereum
import TestSupport
import Testing
import VenueSupport
import Verification

@testable import ballast

/// `ballast audit`: its lines, its verdicts and the status it ends with.
struct AuditCommandTests {
  private let venue: SignedVenue

  init() throws {
    venue = try SignedVenue(CommittedVenue(SampleVenue()))
  }

  private func report(_ files: [GivenFile]) -> ProofsAuditReport {
    var report = ProofsAuditReport()
    report.files = files.map { ProofsAuditReport.File($0, venue.venue) }
    report.compare()
    return report
  }

  private func given(_ name: String, _ body: ProofFile.Body, at checkpoint: SignedCheckpoint? = nil) -> GivenFile {
    GivenFile(name: name, bytes: venue.file(body, at: checkpoint).bytes)
  }

  private func text(_ report: ProofsAuditReport) -> String { String(decoding: report.bytes(.table), as: UTF8.self) }

  @Test func proofsThatHold() throws {
    let report = try report([
      given("alice", .inclusion(venue.inclusion(of: 3))), given("bob", .margin(venue.book.marginProof(of: 4))),
      given("solvency", .solvency(venue.solvency())),
    ])
    #expect(report.status == .success)
    #expect(text(report).contains("ok      alice: inclusion, checkpoint 4 of Sample"))
    #expect(text(report).contains("together, 3 of 3 files"))
    #expect(text(report).hasSuffix("Verdict: all of it holds.\n"))
    let json = try JSONDocument(report.bytes(.json)).root
    #expect(try json.member("files").elements().count == 3)
    #expect(try json.member("together").elements().allSatisfy { try $0.member("holds").bool() })
  }

  @Test func proofsThatDoNotHold() throws {
    var other = try venue.inclusion(of: 3)
    other.opening.owner = .zero
    let good = try given("alice", .inclusion(venue.inclusion(of: 3)))
    let wrong = report([good, given("bob", .inclusion(other))])
    #expect(wrong.status == .difference)
    #expect(text(wrong).contains("WRONG   bob: Commitment_StateRootMismatch (22)"))
    let unread = report([good, GivenFile(name: "bob", bytes: [0])])
    #expect(unread.status == .badInput)
    #expect(text(unread).contains("unread  bob: Proof_Malformed (502)"))
    // Each holds by itself, and both together do not.
    let split = try report([
      given("alice", .checkpoint), given("bob", .checkpoint, at: venue.checkpoint(number: 4) { $0.feesAccrued += 1 }),
    ])
    #expect(split.files.allSatisfy { $0.proof != nil })
    #expect(split.status == .difference)
    #expect(text(split).contains("Audit_CheckpointsContradict (472)"))
  }

  private func state(_ change: (inout [StateAccount]) -> Void = { _ in }) throws -> [UInt8] {
    var accounts = try venue.book.venue.accounts.enumerated().map { index, account in
      StateAccount(
        index: UInt32(index), owner: account.owner, record: try account.record.encoded(), salt: account.salt,
        id: account.id)
    }
    change(&accounts)
    let header = StateHeader(
      genesis: venue.venue, policyChanges: venue.changes, checkpoint: venue.latest, attestation: venue.statements,
      risk: venue.book.venue.markets.map {
        StateHeader.Market(manager: $0.manager, market: $0.marketValue, parameters: $0.parametersValue)
      })
    return try header.line() + accounts.flatMap(\.line)
  }

  private func run(_ state: [UInt8], genesis: Venue? = nil) throws -> (status: ballast.ExitStatus, text: String) {
    var reader = StateReader()
    do throws(StateLineRefusal) {
      try reader.append(state)
      let file = try reader.finish()
      let audit = StateAudit(file, of: genesis ?? file.header.genesis)
      let report = StateAuditReport(path: "state.jsonl", file: file, audit: audit, isOwnGenesis: genesis != nil)
      return (report.status, String(decoding: report.bytes(.table), as: UTF8.self))
    } catch {
      let report = StateAuditReport(path: "state.jsonl", refusal: error)
      return (report.status, String(decoding: report.bytes(.table), as: UTF8.self))
    }
  }

  @Test func states() throws {
    let good = try run(state())
    #expect(good.status == .success)
    #expect(good.text.contains("the file's own, which was not compared with one of yours"))
    #expect(good.text.contains("Verdict: all of it holds."))
    let compared = try run(state(), genesis: venue.venue)
    #expect(compared.text.contains("genesis     yours"))
    let wrong = try run(state { $0[3].id = $0[2].id })
    #expect(wrong.status == .difference)
    #expect(wrong.text.contains("Audit_IdTwice (452)"))
    let unread = try run(state().dropLast())
    #expect(unread.status == .badInput)
    #expect(unread.text.contains("the file could not be read, and proves nothing"))
  }

  @Test func statusesOfTheCommand() throws {
    let bytes = try state()
    try TemporaryFolder.withFile(String(decoding: bytes, as: UTF8.self)) { path in
      #expect(Ballast.program.run(["audit", "--state", path, "--output", "json"]) == 0)
      #expect(Ballast.program.run(["audit", "--state", path, "--venue", path]) == 2)
    }
    #expect(Ballast.program.run(["audit"]) == 64)
    #expect(Ballast.program.run(["audit", "--proofs", "none.json"]) == 64)
    #expect(Ballast.program.run(["audit", "--state", "none.jsonl"]) == 2)
  }
}
