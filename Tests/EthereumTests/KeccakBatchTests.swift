import TestSupport
import Testing

@testable import Ethereum

/// EH-1 to EH-3 on messages of different lengths at once: the digests are those of one at a time.
@Suite struct KeccakBatchTests {
  @Test func batchEqualsOneByOne() {
    var generator = SeededGenerator(seed: 3)
    for count in [0, 1, 2, 3, 4, 5, 8, 9, 63, 64, 65, 200] {
      for longest in [0, 1, 135, 136, 137, 300, 1_500] {
        var batch = KeccakBatch()
        var expected: [Bytes32] = []
        for _ in 0..<count {
          let length = Int.random(in: 0...longest, using: &generator)
          let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
          batch.append(message)
          batch.end()
          expected.append(Keccak256.hash(message))
        }
        // Never ended, and so none of the messages.
        batch.append([1, 2, 3])
        for width in [1, 4, 8] { #expect(batch.digests(atMost: width) == expected, "\(count), \(longest), \(width)") }
        #expect(batch.digests() == expected)
      }
    }
  }

  @Test func everyLengthToFourBlocksInOneBatch() {
    let messages = (0...560).map { length in (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) } }
    var batch = KeccakBatch(reserving: messages.count, bytes: 1 << 18)
    for _ in 0..<2 {
      batch.removeAll()
      for message in messages.reversed() {
        batch.append(message)
        batch.end()
      }
      #expect(batch.count == messages.count)
      #expect(batch.digests() == messages.reversed().map { Keccak256.hash($0) })
    }
  }
}
