import TestSupport
import Testing

@testable import Ethereum

@Suite struct KeccakTests {
  @Test func knownDigests() throws {
    let cases = try TestJSON.cases("keccak.json")
    for test in cases { #expect(try Keccak256.hash(test.bytes("data")) == test.word("digest")) }
  }

  @Test func textIsItsBytes() {
    #expect(Keccak256.hash("Grüße 🚀") == Keccak256.hash(Array("Grüße 🚀".utf8)))
    #expect(Keccak256.hash("") == Keccak256.hash([]))
    #expect(Keccak256.hash(words: []) == Keccak256.hash([]))
  }

  @Test func wordsAreTheirConcatenation() {
    let words = (0..<9).map { Keccak256.hash([$0]) }
    #expect(Keccak256.hash(words: words) == Keccak256.hash(words.flatMap(\.bytes)))
  }

  /// Every count and length that can matter, at every width: the digests are those of one at a time.
  @Test func batchEqualsOneByOne() throws {
    var generator = SeededGenerator(seed: 1)
    let lengths = [1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 129, 130, 134, 135, 136, 137, 271, 272, 273, 500]
    let bytes = (0..<(500 * 20)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for length in lengths {
      for count in 0...20 {
        let messages = Array(bytes[..<(length * count)])
        let expected = (0..<count).map { Keccak256.hash(Array(messages[($0 * length)..<(($0 + 1) * length)])) }
        for width in [0, 1, 2, 3, 4, 5, 7, 8, 9] {
          let found = try Keccak256.hashEach(messages, length: length, count: count, atMost: width)
          #expect(found == expected, "\(count) of \(length) bytes, width \(width)")
        }
        #expect(try Keccak256.hashEach(messages, length: length, count: count) == expected)
      }
    }
  }

  @Test func batchOfEveryLengthToThreeBlocks() throws {
    let bytes = (0..<(420 * 9)).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }
    for length in 1...420 {
      let messages = Array(bytes[..<(length * 9)])
      let expected = (0..<9).map { Keccak256.hash(Array(messages[($0 * length)..<(($0 + 1) * length)])) }
      for width in [1, 4, 8] {
        #expect(try Keccak256.hashEach(messages, length: length, count: 9, atMost: width) == expected)
      }
    }
  }

  @Test func batchOfWrongSizeIsRefused() {
    for (bytes, length, count) in [
      (10, 3, 3), (10, 3, 4), (0, 1, 1), (1, 0, 1), (4, -2, -2), (0, -1, 0), (0, 0, -1), (8, .max, 2), (8, .max, .max),
      (8, .min, .min), (8, 2, -4), (0, 0, 0), (0, 0, .max),
    ] {
      let error = #expect(throws: KeccakBatchError.self) {
        try Keccak256.hashEach([UInt8](repeating: 0, count: bytes), length: length, count: count)
      }
      #expect(error?.name == "KeccakInvalidBatch")
    }
    #expect([1, 4, 8].contains(Keccak256.width))
  }
}
