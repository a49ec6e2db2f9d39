import Encoding
import TestSupport
import Testing

@testable import Ledger

/// Receipts of the second implementation: read, written again, and shown as JSON (LG-16, LG-17, LG-27).
@Suite struct ReceiptVectorTests {
  @Test func receiptsAreReadAndShownAsTheVectorsHaveThem() throws {
    var (read, refused) = (0, 0)
    let lines = try Repository.bytes("vectors/ledger/receipts.jsonl").split(separator: 10)
    for line in lines {
      let value = try JSONDocument(line).root
      let note = try value.member("note").string()
      let bytes = try #require(Hex.decode(try value.member("bytes").string()))
      let expected = try value.member("expected")
      switch Result(catching: { () throws(LedgerRefusal) in try TransactionReceipt(bytes: bytes) }) {
      case .success(let receipt):
        read += 1
        if let refused = try expected.optionalMember("refused")?.string() {
          Issue.record("\(note): read where \(refused) was expected")
          continue
        }
        #expect(receipt.bytes == bytes, "\(note)")
        #expect(try receipt.hash.description == expected.member("hash").string(), "\(note)")
        var json = JSONWriter()
        receipt.write(to: &json)
        #expect(json.isComplete)
        #expect(
          try JSONDocument(json.bytes).root.canonicalBytes() == expected.member("receipt").canonicalBytes(), "\(note)")
      case .failure(let refusal):
        refused += 1
        #expect(try expected.optionalMember("refused")?.string() == refusal.name, "\(note)")
      }
    }
    #expect(read + refused == lines.count && read > 70 && refused > 15)
  }
}
