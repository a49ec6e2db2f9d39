import Audit
import Commitment
import Encoding
import Ethereum
import TestSupport
import Testing
import Verification

/// Several proof files of the second implementation: accepted, or refused by the same name (SV-13).
struct SeveralVectorTests {
  @Test func equalToTheReference() throws {
    let venues = try JSONDocument(Repository.bytes("vectors/commitment/venues.json")).root
    var lines = JSONLines(try Repository.bytes("vectors/commitment/several.jsonl"))
    var refusals = 0
    while let line = try lines.next() {
      let json = try JSONDocument(line.bytes).root
      let known = try json.member("genesis").elements().map { try Venue(venues.member($0.string())) }
      let files = try json.member("files").elements().enumerated().map { index, file in
        GivenFile(name: "file \(index)", bytes: Array(try file.string().utf8))
      }
      let refused = try json.member("expected").optionalMember("refused")?.string()
      let note = try json.member("note").string()
      #expect(Self.refusal(files, known) == refused, "\(note)")
      if refused != nil { refusals += 1 }
    }
    #expect(refusals >= 15)
  }

  /// The first refusal of a file by itself, or else of all together.
  private static func refusal(_ files: [GivenFile], _ venues: [Venue]) -> String? {
    var proofs: [ComparedProof] = []
    for file in files {
      var venue = venues[0]
      if case .success(let proof) = file.content {
        venue = venues.first { $0.engine == proof.checkpoint.checkpoint.engine } ?? venue
      }
      let report = Verifier(venue).verify([file])
      if let finding = report.refusal(of: file.name) { return finding.name }
      if case .success(let proof) = file.content {
        proofs.append(ComparedProof(name: file.name, file: proof, venue: venue))
      }
    }
    do throws(ProofSetRefusal) {
      try ProofComparison.check(proofs)
      return nil
    } catch {
      return error.name
    }
  }
}
