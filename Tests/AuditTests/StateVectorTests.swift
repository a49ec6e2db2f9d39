import Audit
import Commitment
import Encoding
import TestSupport
import Testing

/// States of the second implementation: accepted, or refused by the same name.
struct StateVectorTests {
  static let file = "vectors/commitment/states.jsonl"
  static let isThere = (try? Repository.bytes(file)) != nil

  @Test(.enabled(if: isThere, "no vectors of states yet"))
  func equalToTheReference() throws {
    var lines = JSONLines(try Repository.bytes(Self.file))
    var count = 0
    while let line = try lines.next() {
      let json = try JSONDocument(line.bytes).root
      let id = try json.member("id").string()
      let note = try json.member("note").string()
      let text = try json.member("lines").elements().map { try $0.string() + "\n" }.joined()
      let expected = try json.member("expected")
      let refused = expected.kind == .object ? try expected.optionalMember("refused")?.string() : nil
      for workers in [1, 2] {
        #expect(try Self.refusal(Array(text.utf8), workers: workers) == refused, "\(id): \(note)")
      }
      count += 1
    }
    #expect(count > 0)
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
