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
      let (name, isSigned) = Self.shown(file, genesis)
      if let refused = try expected.optionalMember("refused") {
        #expect(try refused.string() == name && isSigned == nil, "\(note)")
        continue
      }
      #expect(try expected.member("outcome").string() == name, "\(note)")
      #expect(try expected.member("signed").bool() == isSigned, "\(note)")
      signed += isSigned == true ? 1 : 0
    }
    #expect(files.count > 3 && signed > 2)
  }

  /// What is wrong with the block and whether the operator has signed it, or why the file shows nothing.
  private static func shown(_ file: [UInt8], _ genesis: Bytes32) -> (name: String, isSigned: Bool?) {
    do throws(WitnessRefusal) {
      let finding = try BlockEvidence(file).verify(expecting: genesis)
      return (finding.difference.name, finding.isSigned)
    } catch {
      return (error.name, nil)
    }
  }

  private static func bytes(_ json: JSONValue) throws -> [UInt8] { try #require(Hex.decode(try json.string())) }
}
