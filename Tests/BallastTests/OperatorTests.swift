import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import ballast

@Suite("Names, statements, policies and witnesses")
struct OperatorTests {
  @Test func assetNames() throws {
    #expect(AssetName.address("cash") == .zero)
    #expect(try AssetName.address("BTC") == Address("0x0000000000000000000000000000000000425443"))
    #expect(AssetName.text(try Address("0x0000000000000000000000000000000000425443")) == "BTC")
    #expect(AssetName.text(.zero) == "cash")
    let other = try OperatedVenue.key("operator").address
    #expect(AssetName.address(other.description) == other)
    #expect(AssetName.text(other) == other.description)
    for text in ["", "btc", "BT C", "0x12", "CASH!", String(repeating: "A", count: 21)] {
      #expect(AssetName.address(text) == nil, "\(text)")
    }
  }

  @Test("a statement's line is read as it was written (SV-16)") func statements() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let state = try OperatedVenue.state(OperatedVenue.book(), at: OperatedVenue.times[0])
      let statements = try operated.attestation(state)
      let bytes = statements.reversed().flatMap(\.line)
      try FileOutput.replace(path + "/statements", with: bytes, mode: 0o644)
      #expect(try StatementFiles.read([path + "/statements"]) == statements)
      for line in statements.map(\.line) {
        #expect(try JSONDocument(line).root.canonicalBytes() + [10] == line)
      }
      let good = String(decoding: statements[0].line, as: UTF8.self)
      for (old, new) in [
        ("\"ballastStatement\":1", "\"ballastStatement\":2"), ("\"asset\":\"0x", "\"asset\":\"0x0"),
        ("\"source\":\"vault\"", "\"source\":\"\""), ("\"time\":\"", "\"time\":\"-"), ("\"units\"", "\"unit\""),
      ] {
        try FileOutput.replace(path + "/bad", with: Array(good.replacing(old, with: new).utf8), mode: 0o644)
        #expect(throws: CommandFailure.self, "\(new)") { try StatementFiles.read([path + "/bad"]) }
      }
    }
  }

  @Test("a change is used when it has its signatures, and not before") func policies() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      var policy = operated.venue.policy
      policy.version = 2
      policy.threshold = 1
      func sign(_ name: String, effective: UInt64 = 1) throws -> PendingChanges.Outcome {
        var pending = try PendingChanges(VenueFolder(operated.folder))
        return try pending.sign(policy, effective: effective) { try OperatedVenue.key(name) }
      }
      #expect(try sign("operator") == .short(found: 1, expected: 2))
      #expect(try sign("operator") == .short(found: 1, expected: 2))
      #expect(try VenueFolder(operated.folder).changes.isEmpty)
      #expect(try PendingChanges(VenueFolder(operated.folder)).changes.count == 1)
      #expect(throws: CommandFailure.self) { try sign("custodian") }
      #expect(try sign("first") == .complete)
      let folder = try VenueFolder(operated.folder)
      #expect(folder.changes.count == 1)
      #expect(try PendingChanges(folder).changes.isEmpty)
      #expect(folder.history.inForce(at: 0).policy == operated.venue.policy)
      #expect(folder.history.inForce(at: 1).policy == policy)
      // The version is taken, and what is signed stays under the policy it was signed under.
      #expect(throws: CommandFailure.self) { try sign("operator", effective: 2) }
      try operated.commit(OperatedVenue.state(OperatedVenue.book(), at: OperatedVenue.times[0]))
      policy.version = 3
      #expect(throws: CommandFailure.self) { try sign("operator", effective: 0) }
    }
  }

  @Test("a witness follows one history, and remembers before it signs") func witnesses() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let book = try OperatedVenue.book()
      let memory = path + "/memory.json"
      try operated.commit(OperatedVenue.state(book, at: OperatedVenue.times[0]))
      let first = try FileInput.bytes(of: VenueFolder.checkpoint(0, in: operated.folder))
      #expect(refusal { try operated.cosign(0, as: "custodian", memory: memory) } == "Checkpoint_WitnessUnknown")
      #expect(!Folder.holds(memory))
      try operated.cosign(0, as: "first", memory: memory)
      try operated.cosign(0, as: "first", memory: memory)
      #expect(try FileInput.bytes(of: memory) == first)
      #expect(try VenueFolder(operated.folder).checkpoint(0).cosignatures.count == 1)
      try operated.commit(OperatedVenue.state(book, at: OperatedVenue.times[1]))
      #expect(refusal { try operated.cosign(1, as: "first", memory: memory) } == "Checkpoint_NoExtension")
      try operated.cosign(1, as: "first", memory: memory, consistency: operated.consistency(0, 1))
      #expect(refusal { try operated.cosign(0, as: "first", memory: memory) } == "Checkpoint_Older")

      // An operator that signs another checkpoint of the number.
      try TemporaryFolder.remove(VenueFolder.checkpoint(1, in: operated.folder))
      try operated.commit(OperatedVenue.state(book, at: "5"))
      #expect(refusal { try operated.cosign(1, as: "first", memory: memory) } == "Checkpoint_Contradiction")
      #expect(try VenueFolder(operated.folder).checkpoint(1).cosignatures.isEmpty)
      let evidence = Evidence(
        first: try ProofInput.read(memory).checkpoint, second: try VenueFolder(operated.folder).checkpoint(1), log: nil)
      #expect(try evidence.verify(under: VenueFolder(operated.folder).history).kind == .number)
    }
  }

  @Test("a memory that is not there is not a new one") func memories() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let memory = path + "/memory.json"
      #expect(throws: CommandFailure.self) { try CosignCommand.remembered(memory, isFirst: false) }
      #expect(try CosignCommand.remembered(memory, isFirst: true) == nil)
      try operated.commit(OperatedVenue.state(OperatedVenue.book(), at: OperatedVenue.times[0]))
      try operated.cosign(0, as: "first", memory: memory)
      #expect(try CosignCommand.remembered(memory, isFirst: false) != nil)
      #expect(throws: CommandFailure.self) { try CosignCommand.remembered(memory, isFirst: true) }
    }
  }

  private func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch WitnessFailure.refusal(let refusal) {
      return refusal.name
    } catch {
      return "\(error)"
    }
  }
}
