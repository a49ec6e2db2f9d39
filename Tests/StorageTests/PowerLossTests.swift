import Ethereum
import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// Power is lost at any operation, again and again, on a disk that keeps any part of what was not synchronised.
struct PowerLossTests {
  /// How many disks; each loses power several times.
  static let disks = UInt64(ProcessInfo.processInfo.environment["BALLAST_POWER_LOSSES"] ?? "") ?? 200

  /// From BALLAST_SEED on, so that one that fails can be run first.
  static let seeds = { (first: UInt64) in first..<(first + disks) }(
    UInt64(ProcessInfo.processInfo.environment["BALLAST_SEED"] ?? "") ?? 0)

  @Test func nothingAcknowledgedIsLost() throws {
    var (losses, blocks) = (0, UInt64(0))
    for seed in Self.seeds {
      let run = try PoweredRun(seed: seed)
      do { try run.lose(times: 4) } catch { Issue.record("BALLAST_SEED=\(seed): \(error)") }
      losses += run.losses
      blocks += run.acknowledged
    }
    // The losses have hit the writing, not only what comes before and after.
    #expect(losses > Int(Self.disks) && blocks > Self.disks)
  }

  /// A write or a synchronisation that fails once, and power lost after that: Linux forgets what a failed
  /// synchronisation should have kept, and the next one says nothing of it.
  @Test func nothingAcknowledgedIsLostAfterAFailure() throws {
    for seed in Self.seeds {
      let run = try PoweredRun(seed: seed, failure: .once)
      do { try run.lose(times: 3) } catch { Issue.record("BALLAST_SEED=\(seed): \(error)") }
    }
  }

  /// What failed has a name, and nothing more is written after it.
  @Test func aFailureHaltsTheWriter() throws {
    let log = SampleLog(seed: 1)
    let disk = try Disk("halting")
    try TemporaryFolder.with { folder in
      var directory: DataDirectory? = try DataDirectory.create(
        folder, genesis: log.genesis, hash: log.genesisHash, fileLayer: disk.name)
      var (halted, height) = (0, UInt64(0))
      for operation in 0..<30 as Range<Int64> {
        disk.fail(after: operation, .once)
        do throws(StorageError) {
          try directory?.append(log.block(height + 1))
          height += 1
        } catch {
          #expect(error.name == "Storage_InputOutput")
          #expect(throws: StorageError.halted) { try directory?.append(log.block(height + 1)) }
          halted += 1
        }
        disk.heal()
        directory = nil
        directory = try DataDirectory(opening: folder, for: .writing, fileLayer: disk.name)
        let last = directory?.last.height ?? 0
        #expect(last == height || last == height + 1)
        height = last
      }
      #expect(halted > 10)
    }
  }

  /// The test finds what it looks for: on a disk that does not synchronise, acknowledged blocks are lost, and what
  /// remains is a shorter log or named damage, never another content.
  @Test func aLyingDiskIsCaught() throws {
    var caught = 0
    for seed in 0..<80 as Range<UInt64> {
      do {
        let run = try PoweredRun(seed: seed, isLying: true)
        try run.lose(times: 2)
      } catch is LostBlock {
        caught += 1
      } catch is StorageError {
        caught += 1
      }
    }
    #expect(caught > 40)
  }
}

/// Less than what was acknowledged is there.
struct LostBlock: Error {
  var what: String
}

/// One data directory on a faulty disk, and what it has acknowledged.
final class PoweredRun {
  private let disk: Disk
  private let log: SampleLog
  private let failure: Disk.Failure
  private var generator: SeededGenerator
  private(set) var losses = 0
  private(set) var acknowledged: UInt64 = 0
  private var isMade = false
  private var snapshots: [UInt64] = []
  private var isPruning = false

  init(seed: UInt64, failure: Disk.Failure = .power, isLying: Bool = false) throws {
    generator = SeededGenerator(seed: seed)
    let choice = generator.next()
    disk = try Disk(
      "power-\(failure)-\(isLying)-\(seed)", sectorBytes: choice % 2 == 0 ? 512 : 4096, isPowersafe: choice % 4 < 2)
    disk.setLying(isLying)
    log = SampleLog(seed: seed, largest: choice % 8 == 0 ? 200_000 : 12_000)
    self.failure = failure
  }

  /// Works until power is lost, and looks what is there, as often as asked; at the end everything is read.
  func lose(times: Int) throws {
    try TemporaryFolder.with { folder in
      for _ in 0..<times {
        // From the first operations, which make the file, to some dozens of blocks.
        let range: UInt64 = generator.next() % 2 == 0 ? 40 : 600
        disk.fail(after: Int64(generator.next() % range), failure)
        do {
          try work(folder)
        } catch let error as StorageError {
          guard disk.hasFailed else { throw error }
          losses += 1
        }
        disk.losePower(seed: generator.next())
        try look(folder)
      }
    }
  }

  private func open(_ folder: String) throws -> DataDirectory {
    if isMade { return try DataDirectory(opening: folder, for: .writing, fileLayer: disk.name) }
    let directory: DataDirectory
    do throws(StorageError) {
      directory = try DataDirectory.create(
        folder, genesis: log.genesis, hash: log.genesisHash, fileLayer: disk.name)
    } catch .alreadyExists {
      // A making that was not acknowledged may have been whole.
      directory = try DataDirectory(opening: folder, for: .writing, fileLayer: disk.name)
    }
    isMade = true
    return directory
  }

  private func work(_ folder: String) throws {
    let directory = try open(folder)
    for _ in 0..<60 {
      let height = directory.last.height + 1
      try directory.append(log.block(height))
      acknowledged = height
      guard height % 6 == 0 else { continue }
      let snapshot = try directory.startSnapshot(at: height)
      for chunk in log.chunks(height) { try snapshot.append(chunk) }
      _ = try snapshot.finish()
      snapshots.append(height)
      isPruning = true
      try directory.keepSnapshots(newest: 2)
      snapshots = snapshots.suffix(2)
      isPruning = false
    }
  }

  /// Everything acknowledged is there with its bytes, and the log goes on from there.
  private func look(_ folder: String) throws {
    guard isMade else { return }
    let directory = try open(folder)
    let last = directory.last.height
    guard last >= acknowledged else { throw LostBlock(what: "block \(acknowledged), the last is \(last)") }
    // One more may have been committed without having been acknowledged.
    #expect(last <= acknowledged + 1)
    #expect(directory.genesis == log.genesis && directory.genesisHash == log.genesisHash)
    try directory.verify()
    let blocks = try directory.blocks()
    var height: UInt64 = 0
    while let block = try blocks.next() {
      height += 1
      #expect(block == log.block(height))
    }
    #expect(height == last)
    acknowledged = last
    let found = try directory.snapshots().map(\.link.height)
    for height in isPruning ? snapshots.suffix(2) : snapshots where !found.contains(height) {
      throw LostBlock(what: "snapshot \(height)")
    }
    for height in found {
      let reader = try directory.snapshot(at: height)
      var chunks: [[UInt8]] = []
      while let chunk = try reader.nextChunk() { chunks.append(chunk) }
      #expect(chunks == log.chunks(height))
    }
    snapshots = found.reversed()
    isPruning = false
  }
}
