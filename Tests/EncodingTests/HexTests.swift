import Encoding
import TestSupport
import Testing

@Suite struct HexTests {
  @Test func knownAnswers() {
    #expect(Hex.encode([]) == "0x")
    #expect(Hex.encode([0, 1, 0x9A, 0xFF]) == "0x00019aff")
    #expect(Hex.decode("0x") == [])
    #expect(Hex.decode("0x00019aFf") == [0, 1, 0x9A, 0xFF])
  }

  @Test func everyByteAndEveryPairOfCharacters() {
    for byte in UInt8.min ... .max { #expect(Hex.decode(Hex.encode([byte])) == [byte]) }
    let digits = Array("0123456789abcdefABCDEF".utf8)
    for first in UInt8(0x20)..<0x7F {
      for second in UInt8(0x20)..<0x7F {
        let text = "0x" + String(decoding: [first, second], as: UTF8.self)
        #expect((Hex.decode(text) != nil) == (digits.contains(first) && digits.contains(second)))
      }
    }
  }

  @Test func otherSpellingsAreRefused() {
    for text in [
      "", "0", "x", "00", "0X00", "0x0", "0x000", "0xg0", "0x 0", " 0x00", "0x00 ", "0x-1", "1x00", "0xé", "0x٠٠",
    ] {
      #expect(Hex.decode(text) == nil, "\(text)")
    }
  }

  @Test func decodingInvertsEncoding() {
    forAll(2000) { generator in
      (0..<Int.random(in: 0...100, using: &generator)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    } holds: { bytes in
      Hex.decode(Hex.encode(bytes)) == bytes && Hex.decode("0x" + Hex.encode(bytes).dropFirst(2).uppercased()) == bytes
    }
  }
}
