import Ethereum
import Testing

@testable import Keys

/// KY-1: secrets show nothing of themselves.
struct SecretTests {
  let text = "the pass phrase itself"

  func shown(_ value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
  }

  @Test func descriptionsShowNothing() throws {
    let secret = SecretBytes(Array(text.utf8))
    let byte = "\(text.utf8.first ?? 0)"
    for value: Any in [secret, try Passphrase(secret), [secret], (secret, 1), Optional(secret) as Any] {
      let all = shown(value)
      #expect(all.contains("redacted"))
      #expect(!all.contains(text) && !all.contains(byte) && !all.contains("\(text.utf8.count)"), "\(all)")
    }
    let salts = try LeafSalts(
      secret: SecretBytes([UInt8](repeating: 0xAB, count: 32)), engine: .zero, checkpoint: 5)
    #expect(!shown(salts).contains("171") && !shown(salts).lowercased().contains("abab"))
  }

  @Test func bytesAreOverwritten() {
    var bytes = [UInt8](repeating: 0xAB, count: 100)
    bytes.withUnsafeMutableBytes { SecretBytes.wipe($0) }
    #expect(bytes == [UInt8](repeating: 0, count: 100))
  }

  @Test func bytesAreCopied() {
    let secret = SecretBytes(Array(text.utf8))
    #expect(secret.copy == Array(text.utf8))
    #expect(secret.part(4..<8).copy == Array("pass".utf8))
    #expect(secret.part(4..<1000).copy == Array(text.utf8.dropFirst(4)))
    #expect(secret.isEqual(to: SecretBytes(Array(text.utf8))))
    #expect(!secret.isEqual(to: SecretBytes(Array(text.uppercased().utf8))))
    #expect(!secret.isEqual(to: secret.part(0..<3)))
    #expect(SecretBytes([]).isEqual(to: SecretBytes([])))
  }

  @Test func keysAreReadFromText() throws {
    let digits = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
    for text in ["0x" + digits, "0x" + digits.uppercased()] {
      let key = try #require(SecretBytes(Array(text.utf8)).hexadecimalKey)
      #expect(key.shown == "0x" + digits)
      #expect(key.address.description == "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23")
    }
    let zeros = String(repeating: "0", count: 64)
    for text in [
      "", "0x", digits, "0x" + digits + "0", "0x" + digits.dropLast(), "0X" + digits, "0x" + digits.dropLast() + "g",
      "0x" + digits.dropLast() + "\n", "0x" + zeros, "0x" + String(repeating: "f", count: 64),
    ] {
      #expect(SecretBytes(Array(text.utf8)).hexadecimalKey == nil, "\(text)")
    }
  }
}
