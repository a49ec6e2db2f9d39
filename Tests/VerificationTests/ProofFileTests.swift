import Commitment
import Encoding
import Testing
import VenueSupport

/// Reading and writing of proof files (PF-1 to PF-8).
struct ProofFileTests {
  private let venue: SignedVenue

  init() throws {
    venue = try SignedVenue(CommittedVenue(SampleVenue()))
  }

  private func refusal(_ text: String) -> ProofFileRefusal? { refusal(Array(text.utf8)) }

  private func refusal(_ bytes: [UInt8]) -> ProofFileRefusal? {
    do throws(ProofFileRefusal) {
      _ = try ProofFile(bytes)
      return nil
    } catch {
      #expect(!error.message.isEmpty)
      return error
    }
  }

  @Test func everyKindIsReadAsItIsWritten() throws {
    var kinds: Set<ProofFile.Kind> = []
    for file in try venue.files() {
      let bytes = file.bytes
      #expect(try ProofFile(bytes) == file.asWritten)
      // The writer's order of members is the canonical one.
      #expect(try JSONDocument(bytes).root.canonicalBytes() + [10] == bytes)
      kinds.insert(file.kind)
    }
    #expect(kinds == Set(ProofFile.Kind.allCases))
  }

  @Test func theOneSpelling() throws {
    let text = String(decoding: venue.file(.checkpoint).bytes, as: UTF8.self)
    #expect(refusal(String(text.dropLast())) == .notCanonical(offset: text.utf8.count - 1))
    #expect(refusal(text + "\n") == .notCanonical(offset: text.utf8.count))
    #expect(refusal(text.replacing("\"body\":{}", with: "\"body\": {}")) == .notCanonical(offset: 25))
    #expect(refusal(" " + text) == .notCanonical(offset: 0))
    #expect(refusal(text.replacing("\"checkpoint\",", with: "\"\\u0063heckpoint\",", maxReplacements: 1))?.code == 506)
    let moved = text.replacing("{\"ballastProof\":1,\"body\":{},", with: "{\"body\":{},\"ballastProof\":1,")
    #expect(refusal(moved)?.name == "Proof_NotCanonical")
    let signature = try #require(text.firstRange(of: "\"signature\":\"0x"))
    let capitals = text[..<signature.upperBound] + text[signature.upperBound...].prefix(130).uppercased()
      + text[signature.upperBound...].dropFirst(130)
    #expect(refusal(String(capitals))?.name == "Proof_WrongForm")
  }

  @Test func formsAreNamedWithTheirPlace() throws {
    let text = String(decoding: venue.file(.inclusion(try venue.inclusion(of: 3))).bytes, as: UTF8.self)
    func changed(_ old: String, _ new: String) -> ProofFileRefusal? {
      #expect(text.contains(old), "\(old)")
      return refusal(text.replacing(old, with: new, maxReplacements: 1))
    }
    #expect(changed("\"ballastProof\":1", "\"ballastProof\":2") == .unknownVersion("2"))
    #expect(changed("\"ballastProof\":1", "\"ballastProof\":1.0")?.code == 505)
    #expect(changed("\"ballastProof\":1", "\"ballastProof\":\"1\"")?.code == 505)
    #expect(changed("\"kind\":\"inclusion\"", "\"kind\":\"inclusive\"")?.name == "Proof_UnknownKind")
    #expect(changed("\"kind\":\"inclusion\"", "\"kind\":7")?.code == 505)
    #expect(changed("\"kind\":\"inclusion\"", "\"kind\":\"margin\"")?.code == 505)
    #expect(changed("\"index\":\"3\"", "\"index\":\"03\"")?.message.hasPrefix("body.index: ") == true)
    #expect(changed("\"index\":\"3\"", "\"index\":\"4294967296\"")?.message.hasPrefix("body.index: ") == true)
    #expect(changed("\"index\":\"3\"", "\"index\":3")?.message.hasPrefix("body.index: ") == true)
    #expect(changed("\"index\":\"3\",", "")?.message.hasPrefix("body.index: ") == true)
    #expect(changed("\"index\":\"3\",", "\"index\":\"3\",\"idx\":\"3\",")?.message.hasPrefix("body.idx: ") == true)
    #expect(changed("\"depth\":6", "\"depth\":256")?.message.hasPrefix("checkpoint.message.depth: ") == true)
    #expect(changed("\"netSettledCash\":\"0\"", "\"netSettledCash\":\"-0\"")?.code == 505)
    #expect(
      changed("\"netSettledCash\":\"0\"", "\"netSettledCash\":\"170141183460469231731687303715884105728\"")?.code == 505)
    #expect(changed("\"policyChanges\":[", "\"policyChanges\":[[],")?.message.hasPrefix("policyChanges[0]: ") == true)
    #expect(changed("\"state\":\"0x", "\"state\":\"0x00")?.message.hasPrefix("body.path[0].state: ") == true)
    #expect(refusal("[]")?.code == 505)
    #expect(refusal("{}")?.code == 505)
    #expect(refusal("")?.name == "Proof_Malformed")
    #expect(refusal("\u{FEFF}" + text)?.name == "Proof_Malformed")
    #expect(refusal("{\"root\":\"0x00\",\"proof\":[\"0x00\"]}")?.message.hasPrefix("ballastProof: ") == true)
  }

  @Test func boundsComeBeforeWork() throws {
    #expect(refusal([UInt8](repeating: 32, count: ProofFileLimits.bytes + 1)) == .tooLarge)
    #expect(refusal([UInt8](repeating: 32, count: ProofFileLimits.bytes))?.code == 502)
    #expect(refusal([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))?.code == 502)
    let deep = Array("{\"ballastProof\":1,\"body\":".utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 16)
    #expect(refusal(deep)?.message.contains("16 arrays and objects") == true)
    let signed = venue.latest
    var many = signed
    many.cosignatures = [SignedCheckpoint.Cosignature](repeating: signed.cosignatures[0], count: 65)
    #expect(refusal(venue.file(.checkpoint, at: many).bytes)?.code == 505)
    var path = try venue.inclusion(of: 3)
    path.statePath = Array(repeating: path.statePath[0], count: 33)
    path.solvencyPath = Array(repeating: path.solvencyPath[0], count: 33)
    #expect(refusal(venue.file(.inclusion(path)).bytes)?.message.hasPrefix("body.path: ") == true)
    path = try venue.inclusion(of: 3)
    path.opening.record = [UInt8](repeating: 1, count: ProofFileLimits.recordBytes + 1)
    #expect(refusal(venue.file(.inclusion(path)).bytes)?.message.hasPrefix("body.record: ") == true)
  }
}

extension ProofFile {
  /// Without what a file leaves out: the columns of an asset proof.
  fileprivate var asWritten: ProofFile {
    guard case .assets(var proof) = body else { return self }
    var file = self
    proof.opening.sums = .zero
    file.body = .assets(proof)
    return file
  }
}
