import Ethereum
import FixedPoint
import TestSupport
import Testing

@Suite struct Bytes32Tests {
  @Test func bytesIntegerAndTextAgree() {
    forAll(500, generate: { generator in (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) } }) {
      bytes in
      guard let word = Bytes32(bytes) else { return false }
      let integer = bytes.reduce(UInt256.zero) { $0 << 8 | UInt256(UInt64($1)) }
      return word.bytes == bytes && word.integer == integer && Bytes32(integer) == word
        && Bytes32(word.description) == word && Bytes32(Int256(bitPattern: integer)) == word
    }
  }

  @Test func leftAligned() {
    #expect(Bytes32(leftAligned: [1, 2])?.bytes == [1, 2] + [UInt8](repeating: 0, count: 30))
    #expect(Bytes32(leftAligned: []) == .zero)
    #expect(Bytes32(leftAligned: [UInt8](repeating: 0, count: 33)) == nil)
    for count in 0...70 where count != 32 { #expect(Bytes32([UInt8](repeating: 0, count: count)) == nil) }
    for text in ["", "0x", "0x00", "00", String(repeating: "0", count: 66), "0x" + String(repeating: "g", count: 64)] {
      #expect(Bytes32(text) == nil)
    }
  }

  @Test func words() {
    #expect(Bytes32(true).integer == 1)
    #expect(Bytes32(false) == .zero)
    #expect(Bytes32(Int256(-1)).bytes == [UInt8](repeating: 255, count: 32))
  }
}
