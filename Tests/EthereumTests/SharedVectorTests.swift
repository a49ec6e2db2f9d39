import Encoding
import Ethereum
import TestSupport
import Testing

/// Public vectors from beside the repository.
@Suite(Shared.required) struct SharedVectorTests {
  static func list(_ path: String) throws -> [TestJSON] {
    guard case .array(let cases) = try TestJSON.parse(Shared.bytes(path)) else { throw Missing(what: path) }
    return cases
  }

  @Test func all257Hashes() throws {
    let cases = try Self.list("crypto/hashes.json.gz")
    #expect(cases.count == 257)
    for test in cases {
      let data = try test.bytes("data")
      #expect(try Keccak256.hash(data) == test.word("keccak256"), "\(test.name)")
      #expect(try SHA256.hash(data) == test.bytes("sha256"), "the tests' own SHA-256: \(test.name)")
    }
  }

  @Test func all259Accounts() throws {
    let cases = try Self.list("crypto/accounts.json.gz")
    #expect(cases.count == 259)
    for test in cases {
      let key = try PrivateKey(test.bytes("privateKey"))
      #expect(try key.address.description == test.text("address"))
      #expect(try Address(test.text("address")) == key.address)
    }
  }

  @Test func all130TypedDataMessages() throws {
    let cases = try Self.list("crypto/typed-data.json.gz")
    #expect(cases.count == 130)
    var signed = 0
    for test in cases {
      let data = try TypedData(test, message: "data")
      #expect(try data.encodedMessage() == test.bytes("encoded"), "\(test.name)")
      #expect(try data.digest() == test.word("digest"), "\(test.name)")
      guard test["signature"] != nil else { continue }
      signed += 1
      let key = try PrivateKey(test.bytes("privateKey"))
      #expect(try key.sign(data.digest()).bytes == test.bytes("signature"))
    }
    #expect(signed == 1)
  }

  @Test func all463StrictCurveCases() throws {
    let document = try TestJSON.parse(Shared.bytes("crypto/ecdsa_secp256k1_sha256_bitcoin_test.json"))
    var (count, valid) = (0, 0)
    for group in try document.array("testGroups") {
      let point = try #require(group["publicKey"]).text("uncompressed")
      let key = try PublicKey(#require(Hex.decode("0x" + point)))
      for test in try group.array("tests") {
        let message = try #require(Hex.decode("0x" + test.text("msg")))
        let signature = try #require(Hex.decode("0x" + test.text("sig")))
        let digest = try #require(Bytes32(SHA256.hash(message)))
        let expected = try test.text("result") == "valid"
        let found: Bool
        do {
          try key.verify(distinguishedEncoding: signature, of: digest)
          found = true
        } catch { found = false }
        #expect(found == expected, "tcId \(String(describing: test["tcId"])): \(test["comment"]?.text ?? "")")
        count += 1
        if found { valid += 1 }
      }
    }
    #expect(count == 463)
    #expect(valid == 162)
  }
}
