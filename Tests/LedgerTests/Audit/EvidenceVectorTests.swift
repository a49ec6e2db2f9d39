import Audit
import Encoding
import Ethereum
import Ledger
import TestSupport
import Testing

/// `vectors/ledger/evidence.jsonl`, made by the second implementation (LA-7, LA-8).
@Suite struct EvidenceVectorTests {
  @Test func whatEvidenceShows() throws {
    var (files, signed): ([String: [UInt8]], Int) = ([:], 0)
    for line in try VectorTests.lines("evidence") {
      let note = try line.member("note").string()
      let file: [UInt8]
      if let whole = try line.optionalMember("file") {
        file = try Self.bytes(whole)
        files[note] = file
      } else {
        let whole = try #require(files[line.member("of").string()])
        let cut = Array(try line.member("cut").elements())
        let (first, count) = (try cut[0].smallInteger(0...whole.count), try cut[1].smallInteger(0...whole.count))
        file = Array(whole[..<first]) + (try Self.bytes(cut[2])) + Array(whole[(first + count)...])
      }
      let genesis = try #require(Bytes32(try Self.bytes(line.member("genesisHash"))))
      let expected = try line.member("expected")
      let (outcome, refused) = (try expected.optionalMember("outcome")?.string(), try expected.optionalMember("refused")?.string())
      let isSigned = try expected.optionalMember("signed")?.bool()
      do throws(WitnessRefusal) {
        let finding = try BlockEvidence(file).verify(expecting: genesis)
        #expect(outcome == finding.difference.name, "\(note)")
        #expect(isSigned == finding.isSigned, "\(note)")
        signed += finding.isSigned ? 1 : 0
      } catch {
        #expect(refused == error.name, "\(note)")
      }
    }
    #expect(files.count > 3 && signed > 2)
  }

  private static func bytes(_ json: JSONValue) throws -> [UInt8] { try #require(Hex.decode(try json.string())) }
}
