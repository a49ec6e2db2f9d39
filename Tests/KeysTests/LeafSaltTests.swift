import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Keys

/// KY-10, KY-11.
struct LeafSaltTests {
  @Test func vectors() throws {
    for line in try VectorLine.all("salts.jsonl") {
      let salts = try LeafSalts(
        secret: SecretBytes(try line.word("secret").bytes), engine: try line.word("engine"),
        checkpoint: try line.json.member("checkpoint").uint64())
      let index = UInt32(try line.json.member("index").smallInteger(0...Int(UInt32.max)))
      #expect(try salts.salt(of: index).description == line.expected("salt"))
    }
  }

  @Test func manyAtOnceAreThoseOfEach() throws {
    let salts = try LeafSalts(
      secret: SecretBytes(Array(0..<32)), engine: Bytes32(UInt256(9 as UInt64)), checkpoint: .max)
    let indices: [UInt32] = [5, 0, 5, .max, 1] + (0..<500)
    let all = try salts.salts(of: indices)
    #expect(try all == indices.map { try salts.salt(of: $0) })
    #expect(Set(all).count == 501)
    #expect(try salts.salts(of: []) == [])
  }

  @Test(arguments: [0, 31, 33, 64]) func secretsOfOtherLengthsAreRefused(count: Int) {
    #expect(throws: LeafSaltError.secretLength(count)) {
      try LeafSalts(secret: SecretBytes([UInt8](repeating: 1, count: count)), engine: .zero, checkpoint: 0)
    }
  }

  @Test("a secret's file (KY-13)") func secretFiles() throws {
    let digits = "0x" + String(repeating: "1f", count: 32)
    for text in [digits, digits + "\n", digits + "\r\n", digits.replacing("f", with: "F")] {
      let secret = try TemporaryFolder.withFile(text) { try LeafSalts.readSecret($0) }
      #expect(secret.withBytes { Array($0) } == [UInt8](repeating: 0x1F, count: 32))
    }
    for text in [
      "", "0x", String(digits.dropFirst(2)), digits + "00", String(digits.dropLast(2)), digits + "\n\n", digits + " ",
      "0y" + digits.dropFirst(2),
    ] {
      try TemporaryFolder.withFile(text) { (path: String) throws in
        _ = #expect(throws: KeySourceError.leafSecret(path), "\(text)") { try LeafSalts.readSecret(path) }
      }
    }
    #expect(throws: KeySourceError.self) { try LeafSalts.readSecret("/nonexistent") }
  }
}
