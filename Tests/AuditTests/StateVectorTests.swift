import Audit
import Commitment
import Encoding
import TestSupport
import Testing

/// States of the second implementation: accepted, or refused by the same name.
struct StateVectorTests {
  static let file = "vectors/commitment/states.jsonl"

  @Test func equalToTheReference() throws {
    var lines = JSONLines(try Repository.bytes(Self.file))
    var refusals = 0
    while let line = try lines.next() {
      let json = try JSONDocument(line.bytes).root
      let note = try json.member("note").string()
      let text = try json.member("lines").elements().map { try $0.string() + "\n" }.joined()
      let expected = try json.member("expected")
      let refused = try expected.optionalMember("refused")?.string()
      for workers in [1, 2] {
        #expect(try Self.refusal(Array(text.utf8), workers: workers) == refused, "line \(line.number): \(note)")
      }
      if refused != nil { refusals += 1 }
    }
    #expect(refusals >= 59)
  }

  private static func refusal(_ bytes: [UInt8], workers: Int) throws -> String? {
    do throws(StateLineRefusal) {
      let file = try SampleState.read(bytes, workers: workers)
      return StateAudit(file, of: file.header.genesis, workers: workers).failure?.refusal.name
    } catch {
      return error.name
    }
  }
}
