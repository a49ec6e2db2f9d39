import Ethereum
import FixedPoint
import TestSupport
import Testing

@Suite struct AddressTests {
  @Test func vectors() throws {
    for test in try TestJSON.cases("addresses.json") {
      if test["privateKey"] != nil {
        let key = try PrivateKey(test.bytes("privateKey"))
        #expect(try key.publicKey.uncompressed == test.bytes("publicKey"))
        #expect(try key.publicKey.compressed == test.bytes("compressed"))
        #expect(try PublicKey(test.bytes("publicKey")) == key.publicKey)
        #expect(try PublicKey(test.bytes("compressed")) == key.publicKey)
        #expect(try key.address.description == test.text("address"))
        continue
      }
      let text = try test.text("text")
      if let name = test["error"]?.text {
        let error = #expect(throws: AddressError.self, "\(text)") { try Address(text) }
        #expect(error?.name == name, "\(text)")
        #expect(error?.message.contains("expected") == true)
      } else {
        #expect(try Address(text).description == test.text("address"))
      }
    }
  }

  @Test func textRoundTripAndOneChangedLetter() {
    forAll(300, generate: { generator in (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) } }) {
      bytes in
      guard let address = Address(bytes), address.bytes == bytes else { return false }
      let text = Array(address.description.utf8)
      guard try Address(String(decoding: text, as: UTF8.self)) == address else { return false }
      for position in 2..<42 where text[position] >= 65 {
        var changed = text
        changed[position] ^= 32
        let letters = changed[2...].filter { $0 >= 65 }
        let mixed = letters.contains { $0 >= 97 } && letters.contains { $0 < 97 }
        let accepted = (try? Address(String(decoding: changed, as: UTF8.self))) != nil
        if accepted == mixed { return false }
      }
      return true
    }
  }

  @Test func orderIsThatOfTheBytes() {
    forAll(
      300,
      generate: { generator in
        (0..<2).map { _ in (0..<20).map { _ in UInt8.random(in: 0...2, using: &generator) } }
      }
    ) { pair in
      guard let a = Address(pair[0]), let b = Address(pair[1]) else { return false }
      let c = Bytes32(a)
      let d = Bytes32(b)
      return (a < b) == pair[0].lexicographicallyPrecedes(pair[1]) && (c < d) == (a < b)
        && (a == b) == (pair[0] == pair[1])
        && Address(lastBytesOf: c) == a
    }
  }

  @Test func counts() {
    for count in 0...66 where count != 20 { #expect(Address([UInt8](repeating: 1, count: count)) == nil) }
    #expect(Address.zero.isZero)
    #expect(Address.zero.description == "0x" + String(repeating: "0", count: 40))
  }
}
