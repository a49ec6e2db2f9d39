import Ethereum
import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// Bounds far above what an idle machine needs: they find a slip of an order of magnitude.
struct StorageSpeedTests {
  /// Blocks of 1,000 transactions of some 400 bytes with receipts of 100.
  @Test func appendsLargeBlocks() throws {
    try TemporaryFolder.with { folder in
      let log = SampleLog(seed: 1)
      let directory = try DataDirectory.create(folder, genesis: log.genesis, hash: log.genesisHash)
      let (bytes, receipts) = ([UInt8](repeating: 1, count: 400_000), [UInt8](repeating: 2, count: 100_000))
      let count: UInt64 = 100
      let clock = ContinuousClock()
      let time = try clock.measure {
        for height in 1...count {
          try directory.append(
            StoredBlock(log.link(height), previous: log.hash(height - 1), bytes: bytes, receipts: receipts))
        }
      }
      let reading = try clock.measure {
        let blocks = try directory.blocks()
        while try blocks.next() != nil {}
      }
      let opening = try clock.measure { _ = try DataDirectory(opening: folder, for: .reading) }
      let size = try #require(
        FileManager.default.attributesOfItem(atPath: folder + "/log.sqlite")[.size] as? UInt64)
      print(
        "append \(time / count), read \(reading / count), open \(opening); "
          + "\(size / count - 500_000) bytes besides the content of a block of 500,000")
      #expect(time / count < .milliseconds(200))
      #expect(size / count < 510_000)
    }
  }

  @Test func opensLongLogs() throws {
    try TemporaryFolder.with { folder in
      let log = SampleLog(seed: 1)
      let directory = try DataDirectory.create(folder, genesis: log.genesis, hash: log.genesisHash)
      let count: UInt64 = 20_000
      for start in stride(from: 1, to: count, by: 1_000) {
        try directory.append(
          (start..<(start + 1_000)).map {
            StoredBlock(log.link($0), previous: log.hash($0 - 1), bytes: [1], receipts: [])
          })
      }
      let opening = try ContinuousClock().measure { _ = try DataDirectory(opening: folder, for: .reading) }
      let size = try #require(
        FileManager.default.attributesOfItem(atPath: folder + "/log.sqlite")[.size] as? UInt64)
      print("\(count) blocks opened in \(opening), \(size / count) bytes for each")
      #expect(opening < .seconds(2))
      #expect(size / count < 300)
    }
  }
}
