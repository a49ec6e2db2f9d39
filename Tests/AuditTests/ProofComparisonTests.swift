import Audit
import Commitment
import Ethereum
import FixedPoint
import Testing
import VenueSupport
import Verification

/// What several proof files show together: each refusal by altering one thing (SV-13).
struct ProofComparisonTests {
  private let venue: SignedVenue

  init() throws {
    venue = try SignedVenue(CommittedVenue(SampleVenue()))
  }

  private func proof(_ name: String, _ body: ProofFile.Body, at checkpoint: SignedCheckpoint? = nil) -> ComparedProof {
    ComparedProof(name: name, file: venue.file(body, at: checkpoint), venue: venue.venue)
  }

  private func refusal(_ proofs: [ComparedProof]) -> ProofSetRefusal? {
    do throws(ProofSetRefusal) {
      try ProofComparison.check(proofs)
      return nil
    } catch {
      #expect(!error.message.isEmpty && !error.files.isEmpty)
      return error
    }
  }

  @Test func proofsThatAgree() throws {
    let all = try [
      proof("a", .inclusion(venue.inclusion(of: 3))), proof("b", .inclusion(venue.inclusion(of: 3))),
      proof("c", .margin(venue.book.marginProof(of: 4))), proof("d", .solvency(venue.solvency())),
      proof("e", .checkpoint), proof("f", .accounts(venue.accounts([2, 3]))),
      ComparedProof(name: "g", file: venue.consistency(from: 1, to: 3), venue: venue.venue),
    ] + venue.history.map { proof("history", .checkpoint, at: $0) }
    #expect(refusal(all) == nil)
    #expect(refusal(all.reversed()) == nil)
    #expect(refusal([]) == nil)
  }

  @Test func oneIndexWithTwoAccounts() throws {
    var other = try venue.inclusion(of: 3)
    other.opening.owner = .zero
    let first = try proof("a", .inclusion(venue.inclusion(of: 3)))
    let second = proof("b", .inclusion(other))
    #expect(refusal([first, second]) == .indexTwice(index: 3, number: 4, files: ["a", "b"]))
    #expect(refusal([second, first])?.code == 470)
    // At another checkpoint the account may be another.
    #expect(refusal([first, proof("b", .inclusion(other), at: venue.history[3])]) == nil)
  }

  @Test func oneAccountAtTwoIndices() throws {
    var other = try venue.inclusion(of: 3)
    other.index = 5
    let first = try proof("a", .inclusion(venue.inclusion(of: 3)))
    #expect(refusal([first, proof("b", .inclusion(other))])?.code == 471)
    #expect(refusal([first, proof("b", .inclusion(other), at: venue.history[3])]) == nil)
    // Without a salt two accounts of one owner may hold the same.
    var unsalted = try venue.inclusion(of: 0)
    #expect(unsalted.opening.salt == .zero)
    let zero = proof("a", .inclusion(unsalted))
    unsalted.index = 9
    #expect(refusal([zero, proof("b", .inclusion(unsalted))]) == nil)
  }

  @Test func checkpointsThatContradict() throws {
    let first = proof("a", .checkpoint)
    let second = try proof("b", .checkpoint, at: venue.checkpoint(number: 4) { $0.feesAccrued += 1 })
    #expect(refusal([first, second]) == .checkpointsContradict(numbers: [4, 4], files: ["a", "b"]))
    let stray = try proof("c", .checkpoint, at: venue.checkpoint(number: 4) { $0.previous = .zero })
    let before = proof("d", .checkpoint, at: venue.history[3])
    #expect(refusal([before, stray]) == .checkpointsContradict(numbers: [3, 4], files: ["d", "c"]))
    #expect(refusal([stray, before])?.code == 472)
    for file in try venue.equivocations() {
      #expect(refusal([ComparedProof(name: "e", file: file, venue: venue.venue)])?.code == 472)
    }
    // Checkpoints of two venues have nothing to do with each other.
    let elsewhere = try venue.checkpoint(number: 4) { $0.engine = .zero }
    #expect(refusal([first, proof("f", .checkpoint, at: elsewhere)]) == nil)
  }

  @Test func custodyForTwoEngines() throws {
    let first = try proof("a", .solvency(venue.solvency()))
    #expect(refusal([first, try proof("b", .solvency(venue.solvency()))]) == nil)
    let elsewhere = try venue.checkpoint(number: 4) { $0.engine = .zero }
    let second = try proof("c", .solvency(venue.solvency()), at: elsewhere)
    #expect(refusal([first, second])?.code == 473)
    var other = try venue.solvency()
    for place in other.attestation.indices { other.attestation[place].statement.time += 1 }
    #expect(refusal([first, proof("c", .solvency(other), at: elsewhere)]) == nil)
  }
}
