import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// A process that writes blocks is killed at any instant, and started again on what it left.
struct KillTests {
  static let kills = Int(ProcessInfo.processInfo.environment["BALLAST_KILLS"] ?? "") ?? 200

  @Test func nothingAcknowledgedIsLost() throws {
    var generator = SeededGenerator(seed: 4)
    var (kills, blocks) = (0, UInt64(0))
    // Directories anew now and then, so that their making is killed too.
    while kills < Self.kills {
      try TemporaryFolder.with { folder in
        var run = KilledRun(folder + "/data", SampleLog(seed: generator.next(), largest: 300_000))
        for _ in 0..<min(20, Self.kills - kills) {
          try run.kill(&generator)
          kills += 1
        }
        try run.lookAtAll()
        blocks += run.acknowledged
      }
    }
    #expect(blocks > UInt64(kills))
  }
}

/// One data directory, and what writers that were killed have acknowledged.
struct KilledRun {
  private let path: String
  private let log: SampleLog
  private(set) var acknowledged: UInt64 = 0
  private var isMade = false
  private var snapshot: UInt64?

  init(_ path: String, _ log: SampleLog) { (self.path, self.log) = (path, log) }

  /// Starts a writer, kills it, and sees what is there.
  mutating func kill(_ generator: inout SeededGenerator) throws {
    let writer = try Writer([path, String(log.seed), "--largest", String(log.largest)])
    // At its start, which makes or opens the directory, or once it has acknowledged some blocks, however busy the
    // machine is.
    var lines: [String] = []
    for _ in 0..<(generator.next() % 8) {
      if let line = writer.line() { lines.append(line) }
    }
    usleep(UInt32(truncatingIfNeeded: generator.next() % (lines.isEmpty ? 30_000 : 6_000)))
    writer.kill()
    while let line = writer.line() { lines.append(line) }
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "at": (isMade, acknowledged) = (true, max(acknowledged, UInt64(words[1]) ?? 0))
      case "snapshot": snapshot = UInt64(words[1])
      case "failed": Issue.record("the writer of seed \(log.seed) failed: \(line)")
      default:
        let height = try #require(words.first.flatMap { UInt64($0) })
        // None twice, none left out: at most two are appended at once.
        #expect(height > acknowledged && height <= acknowledged + 2)
        acknowledged = height
      }
    }
    try look()
  }

  private mutating func look() throws {
    let directory: DataDirectory
    do throws(StorageError) {
      directory = try DataDirectory(opening: path, for: .writing)
    } catch {
      switch error {
      case .missingDirectory, .notBallast, .unfinishedCreation:
        // Only what was never acknowledged may be missing.
        #expect(!isMade, "seed \(log.seed): \(error)")
        return
      default: throw error
      }
    }
    isMade = true
    let last = directory.last.height
    #expect(last >= acknowledged && last <= acknowledged + 2)
    let blocks = try directory.blocks(from: max(1, acknowledged > 20 ? acknowledged - 20 : 1))
    while let block = try blocks.next() { #expect(block == log.block(block.link.height)) }
    acknowledged = last
    let snapshots = try directory.snapshots()
    if let snapshot { #expect((snapshots.first?.link.height ?? 0) >= snapshot) }
    for heading in snapshots {
      let reader = try directory.snapshot(at: heading.link.height)
      var chunks: [[UInt8]] = []
      while let chunk = try reader.nextChunk() { chunks.append(chunk) }
      #expect(chunks == log.chunks(heading.link.height))
    }
  }

  func lookAtAll() throws {
    guard isMade else { return }
    let directory = try DataDirectory(opening: path, for: .writing)
    try directory.verify()
    let blocks = try directory.blocks()
    var height: UInt64 = 0
    while let block = try blocks.next() {
      height += 1
      #expect(block == log.block(height))
    }
    #expect(height == acknowledged)
  }
}
