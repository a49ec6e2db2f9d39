import Encoding
import Ethereum
import TestSupport
import Testing

@testable import Commitment

@Suite struct RiskTests {
  private func name(_ body: () throws(RiskRefusal) -> Void) -> String? {
    do throws(RiskRefusal) {
      try body()
      return nil
    } catch {
      return error.name
    }
  }

  private func item(_ kind: JSONValue, _ key: JSONValue, _ value: JSONValue) throws -> RiskItem {
    let kind = UInt8(try kind.smallInteger(1...3))
    return RiskItem(kind: try #require(.init(rawValue: kind)), key: try key.hexBytes(), value: try value.hexBytes())
  }

  @Test func vectors() throws {
    for line in try VectorLine.all("risk.jsonl") {
      let expected = try line.refused()
      if let list = try line.json.optionalMember("items") {
        let items = try list.elements().map {
          let fields = Array(try $0.elements())
          return try item(fields[0], fields[1], fields[2])
        }
        #expect(name { () throws(RiskRefusal) in _ = try RiskTree(items) } == expected, "\(line.note)")
        if expected == nil {
          #expect(try RiskTree(items).root.hash == line.json.member("expected").word("root"), "\(line.note)")
        }
        continue
      }
      let root = RiskRoot(hash: try line.json.word("root"))
      let json = try line.json.member("proof")
      let proof = RiskProof(
        index: try json.member("index").smallInteger(0...Int.max), count: try json.member("count").smallInteger(0...Int.max),
        item: try item(json.member("kind"), json.member("key"), json.member("value")),
        path: try json.member("path").elements().map { try $0.word() })
      #expect(name { () throws(RiskRefusal) in try root.verify(proof) } == expected, "\(line.note)")
    }
  }

  /// The value stands in the specification, and no risk root is it.
  @Test func emptyRoot() throws {
    for line in try VectorLine.all("empty.jsonl") {
      let preimage = try line.json.bytes("preimage")
      #expect(preimage == [0x54, 0, 0, 0, 0, 0])
      #expect(Keccak256.hash(preimage) == EmptyRoot.hash)
      #expect(try line.json.member("expected").word("root") == EmptyRoot.hash)
    }
    let text = String(decoding: try Repository.bytes("specs/10-commitment.md"), as: UTF8.self)
    #expect(text.contains("`\(EmptyRoot.hash)`"))
    #expect(name { () throws(RiskRefusal) in _ = try RiskTree([]) } == "Risk_NoItems")
  }

  /// Every number of items to 40: every proof holds under its own root and index only.
  @Test func everyProof() throws {
    let items = (0..<40).map { RiskItem(kind: .riskArray, key: [UInt8($0)], value: [1]) }
    for count in 1...40 {
      let tree = try RiskTree(Array(items[..<count]))
      for index in 0..<count {
        let proof = try tree.proof(of: index)
        try tree.root.verify(proof)
        for other in 0..<count where other != index {
          var moved = proof
          moved.index = other
          #expect(name { () throws(RiskRefusal) in try tree.root.verify(moved) } != nil)
        }
        for other in 1...41 where other != count {
          var moved = proof
          moved.count = other
          #expect(name { () throws(RiskRefusal) in try tree.root.verify(moved) } != nil)
        }
      }
      #expect(name { () throws(RiskRefusal) in _ = try tree.proof(of: count) } == "Risk_IndexOutOfRange")
    }
    #expect(name { () throws(RiskRefusal) in _ = try RiskTree([items[0]]).proof(of: -1) } == "Risk_IndexOutOfRange")
  }

  @Test func limits() {
    let value = [UInt8](repeating: 0, count: CommitmentLimits.riskValueBytes + 1)
    let item = RiskItem(kind: .market, key: [], value: value)
    #expect(name { () throws(RiskRefusal) in _ = try RiskTree([item]) } == "Risk_ValueTooLong")
  }
}
