import Ethereum
import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// Snapshots: whole or not there.
struct SnapshotTests {
  private let log = SampleLog(seed: 3)

  private func withDirectory(_ body: (DataDirectory) throws -> Void) throws {
    try TemporaryFolder.with { folder in
      let directory = try DataDirectory.create(folder, genesis: log.genesis, hash: log.genesisHash)
      try directory.append((1...9).map { log.block($0) })
      try body(directory)
    }
  }

  @discardableResult
  private func write(_ directory: DataDirectory, _ height: UInt64) throws -> SnapshotHeading {
    let writer = try directory.startSnapshot(at: height)
    for chunk in log.chunks(height) { try writer.append(chunk) }
    return try writer.finish()
  }

  private func chunks(_ directory: DataDirectory, _ height: UInt64) throws -> [[UInt8]] {
    let reader = try directory.snapshot(at: height)
    var chunks: [[UInt8]] = []
    while let chunk = try reader.nextChunk() { chunks.append(chunk) }
    return chunks
  }

  @Test func areKeptWhole() throws {
    try withDirectory { directory in
      #expect(try directory.snapshots() == [])
      #expect(throws: StorageError.noSuchSnapshot(4)) { try directory.snapshot(at: 4) }
      for height in [4, 7, 0, 9] as [UInt64] {
        let heading = try write(directory, height)
        #expect(heading.link == log.link(height))
        #expect(heading.count == log.chunks(height).count)
        #expect(heading.bytes == UInt64(log.chunks(height).joined().count))
      }
      #expect(try directory.snapshots().map(\.link.height) == [9, 7, 4, 0])
      for height in [4, 7, 0, 9] as [UInt64] { #expect(try chunks(directory, height) == log.chunks(height)) }
      let reader = try DataDirectory(opening: directory.path, for: .reading)
      #expect(try reader.snapshots() == directory.snapshots())
      #expect(throws: StorageError.openForReading) { try reader.startSnapshot(at: 2) }
      #expect(throws: StorageError.openForReading) { try reader.keepSnapshots(newest: 1) }

      let half = try reader.snapshot(at: 7)
      try directory.keepSnapshots(newest: 1)
      #expect(try directory.snapshots().map(\.link.height) == [9])
      #expect(throws: StorageError.noSuchSnapshot(7)) { while try half.nextChunk() != nil {} }
      try write(directory, 7)
      #expect(try chunks(directory, 7) == log.chunks(7))
      #expect(try chunks(directory, 9) == log.chunks(9))
      try directory.keepSnapshots(newest: 0)
      #expect(try directory.snapshots() == [])
    }
  }

  @Test func areNotThereBeforeTheyEnd() throws {
    try withDirectory { directory in
      let first = try directory.startSnapshot(at: 5)
      try first.append([1, 2, 3])
      #expect(try directory.snapshots() == [])
      let second = try directory.startSnapshot(at: 5)
      #expect(throws: StorageError.snapshotEnded) { try first.append([4]) }
      try second.append([5])
      #expect(try second.finish().bytes == 1)
      #expect(throws: StorageError.snapshotEnded) { try second.finish() }
      #expect(try chunks(directory, 5) == [[5]])
      // One of no chunks is one.
      #expect(try directory.startSnapshot(at: 6).finish().count == 0)
      #expect(try chunks(directory, 6) == [])
    }
  }

  @Test func refusals() throws {
    try withDirectory { directory in
      try write(directory, 5)
      #expect(throws: StorageError.snapshotExists(5)) { try directory.startSnapshot(at: 5) }
      #expect(throws: StorageError.noSuchBlock(10, last: 9)) { try directory.startSnapshot(at: 10) }
      #expect(throws: StorageError.snapshotEmptyChunk) { try directory.startSnapshot(at: 6).append([]) }
      let large = [UInt8](repeating: 1, count: StorageLimits.chunkBytes)
      let writer = try directory.startSnapshot(at: 6)
      try writer.append(large)
      #expect(throws: StorageError.tooLarge(.chunk, limit: large.count, found: large.count + 1)) {
        try writer.append(large + [1])
      }
      #expect(try directory.snapshots().map(\.link.height) == [5])
    }
  }

  /// A snapshot file of another venue's directory.
  @Test func ofAnotherLogIsRefused() throws {
    try withDirectory { directory in
      let other = SampleLog(seed: 4)
      try TemporaryFolder.with { folder in
        let another = try DataDirectory.create(folder, genesis: other.genesis, hash: other.genesisHash)
        try another.append((1...9).map { other.block($0) })
        try write(another, 5)
        try FileManager.default.copyItem(
          atPath: folder + "/snapshots.sqlite", toPath: directory.path + "/snapshots.sqlite")
      }
      #expect(
        throws: StorageError.damaged(
          .snapshotOfAnother(height: 5, expected: log.hash(5), found: other.hash(5)))
      ) { try directory.snapshots() }
    }
  }
}
