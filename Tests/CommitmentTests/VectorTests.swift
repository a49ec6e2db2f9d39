import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

/// `vectors/commitment`, made by the Python reference from the specification (CM-15).
@Suite struct VectorTests {
  @Test func records() throws {
    for line in try VectorLine.all("records.jsonl") {
      let bytes = try line.json.bytes("record")
      let expected = try line.refused()
      #expect(refusal { _ = try AccountRecord(bytes) } == expected, "\(line.note)")
      guard expected == nil else { continue }
      let record = try AccountRecord(bytes)
      #expect(try record.encoded() == bytes, "\(line.note)")
      #expect(try Keccak256.hash(bytes) == line.json.member("expected").word("hash"), "\(line.note)")
      if let account = try line.json.optionalMember("account") {
        #expect(try record == Self.record(account), "\(line.note)")
      }
    }
  }

  private static func record(_ json: JSONValue) throws -> AccountRecord {
    var record = AccountRecord(manager: try json.address("manager"), cash: try json.member("cash").int256())
    if let perps = try json.optionalMember("perps") {
      record.version = .ledger
      for element in try perps.elements() {
        let fields = Array(try element.elements())
        record.perps.append(
          .init(
            asset: try #require(Address(try fields[0].hexBytes())), position: try fields[1].int256(),
            unsettledCash: try fields[2].int256()))
      }
    } else {
      record.perpPosition = try json.member("perpPosition").int256()
      record.unsettledPerpCash = try json.member("unsettledPerpCash").int256()
    }
    for element in try json.member("collaterals").elements() {
      let fields = Array(try element.elements())
      record.collaterals.append(
        .init(asset: try #require(Address(try fields[0].hexBytes())), amount: try fields[1].int256()))
    }
    for element in try json.member("options").elements() {
      var fields = Array(try element.elements())
      let asset = record.version == .ledger ? try #require(Address(try fields.removeFirst().hexBytes())) : .zero
      record.options.append(
        .init(
          asset: asset, expiry: try fields[0].uint64(), strike: try fields[1].uint256(),
          isCall: try fields[2].smallInteger(0...1) == 1, amount: try fields[3].int256()))
    }
    return record
  }

  @Test func trees() throws {
    for line in try VectorLine.all("trees.jsonl") {
      let depth = try line.json.member("depth").smallInteger(0...255)
      let leaves = try line.json.member("accounts").elements().map { try $0.opening().leaf }
      let expected = try line.refused()
      for workers in [1, 2] {
        let found = refusal { _ = try AccountTrees(depth: depth, leaves: leaves, workers: workers) }
        #expect(found == expected, "\(line.note)")
      }
      let plain = refusal { _ = try PlainTrees.roots(depth: depth, leaves: leaves) }
      #expect(plain == expected || (plain != nil && line.note.contains("before equity does")), "\(line.note)")
      guard expected == nil else { continue }
      let roots = try AccountTrees(depth: depth, leaves: leaves).roots
      let outcome = try line.json.member("expected")
      #expect(try roots.stateRoot == outcome.word("stateRoot"), "\(line.note)")
      #expect(try roots.solvencyRoot == outcome.word("solvencyRoot"), "\(line.note)")
      #expect(try roots.totals == outcome.member("totals").sums(), "\(line.note)")
    }
  }

  /// Every hash of the worked example stands in the specification.
  @Test func workedExample() throws {
    let line = try #require(VectorLine.all("trees.jsonl").first { $0.note.hasPrefix("the worked example") })
    let openings = try line.json.member("accounts").elements().map { try $0.opening() }
    let trees = try AccountTrees(depth: 2, leaves: openings.map(\.leaf))
    let text = String(decoding: try Repository.bytes("specs/10-commitment.md"), as: UTF8.self)
    var hashes = openings.map { Keccak256.hash($0.record) }
    for level in 0...2 {
      for position in 0..<(4 >> level) {
        hashes += [trees.state[level, position].hash, trees.solvency[level, position].hash]
      }
    }
    for level in [0, 1, 2, 24] { hashes += [Empties.all.state[level], Empties.all.solvency[level].hash] }
    for hash in hashes { #expect(text.contains("`\(hash)`")) }
  }

  /// Named attacks are those of CM-16, by number.
  @Test func proofs() throws {
    var attacks: Set<Int> = []
    for line in try VectorLine.all("proofs.jsonl") {
      let roots = try line.json.member("roots").roots()
      let proof = try line.json.member("proof")
      let kind = try line.json.text("kind")
      let expected = try line.refused()
      #expect(refusal { try proof.verify(kind: kind, against: roots) } == expected, "\(kind): \(line.note)")
      if let attack = try line.json.optionalMember("attack") {
        attacks.insert(try attack.smallInteger(1...12))
        #expect(expected != nil)
      }
    }
    #expect(attacks == Set(1...12))
  }
}
