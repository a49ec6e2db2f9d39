import Ethereum
import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// What a data directory does and refuses.
struct DataDirectoryTests {
  private let log = SampleLog(seed: 1)

  private func make(_ path: String, blocks: UInt64 = 0) throws -> DataDirectory {
    let directory = try DataDirectory.create(path, genesis: log.genesis, hash: log.genesisHash)
    if blocks > 0 { try directory.append((1...blocks).map { log.block($0) }) }
    return directory
  }

  private func withDirectory(blocks: UInt64, _ body: (String) throws -> Void) throws {
    try TemporaryFolder.with { folder in
      _ = try make(folder + "/data", blocks: blocks)
      try body(folder + "/data")
    }
  }

  @Test func keepsWhatIsAppended() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      let directory = try make(path)
      #expect(directory.last == BlockLink(height: 0, hash: log.genesisHash))
      for height in 1...30 as ClosedRange<UInt64> {
        try directory.append(log.block(height))
        #expect(directory.last == log.link(height))
      }
      try directory.append((31...35).map { log.block($0) })
      try directory.append([])
      try directory.verify()
      #expect(try directory.block(17) == log.block(17))
      #expect(try directory.receipts(18) == log.block(18).receipts)
      #expect(try directory.link(0) == log.link(0))
      let blocks = try directory.blocks(from: 33)
      for height in 33...35 as ClosedRange<UInt64> { #expect(try blocks.next() == log.block(height)) }
      #expect(try blocks.next() == nil)
      #expect(try TemporaryFolder.names(in: path) == ["lock", "log.sqlite", "log.sqlite-journal"])
    }
  }

  @Test func largestContentsAreKept() throws {
    try TemporaryFolder.with { folder in
      let directory = try make(folder)
      let largest = [UInt8](repeating: 7, count: StorageLimits.contentBytes)
      var block = log.block(1)
      block.bytes = largest
      block.receipts = largest
      try directory.append(block)
      #expect(try directory.block(1) == block)
      var next = log.block(2)
      next.bytes = largest + [1]
      #expect(throws: StorageError.tooLarge(.block, limit: largest.count, found: largest.count + 1)) {
        try directory.append(next)
      }
    }
  }

  /// ST-4
  @Test func refusesWhatDoesNotFollow() throws {
    try TemporaryFolder.with { folder in
      let directory = try make(folder, blocks: 3)
      #expect(throws: StorageError.heightMismatch(expected: 4, found: 3)) { try directory.append(log.block(3)) }
      #expect(throws: StorageError.heightMismatch(expected: 4, found: 5)) { try directory.append(log.block(5)) }
      #expect(throws: StorageError.heightMismatch(expected: 5, found: 6)) {
        try directory.append([log.block(4), log.block(6)])
      }
      var block = log.block(4)
      block.previous = log.hash(2)
      #expect(throws: StorageError.previousMismatch(height: 4, expected: log.hash(3), found: log.hash(2))) {
        try directory.append(block)
      }
      #expect(throws: StorageError.noSuchBlock(4, last: 3)) { try directory.block(4) }
      #expect(throws: StorageError.noSuchBlock(0, last: 3)) { try directory.block(0) }
      try directory.append(log.block(4))
      try directory.verify()
    }
  }

  /// ST-9, ST-10
  @Test func refusesWhatIsNone() throws {
    try TemporaryFolder.with { folder in
      for path in ["", folder + "/none", folder + "/a\0b"] {
        #expect(throws: StorageError.missingDirectory(path)) { try DataDirectory(opening: path, for: .writing) }
      }
      #expect(throws: StorageError.notBallast(folder)) { try DataDirectory(opening: folder, for: .writing) }
      #expect(try TemporaryFolder.names(in: folder) == [])
      let file = folder + "/log.sqlite"
      try Data().write(to: URL(fileURLWithPath: file))
      #expect(throws: StorageError.unfinishedCreation(file)) { try DataDirectory(opening: folder, for: .reading) }
      try Data("no database at all, but a text that is long enough".utf8).write(to: URL(fileURLWithPath: file))
      for access in [DataDirectory.Access.reading, .writing] {
        #expect(throws: StorageError.notBallast(file)) { try DataDirectory(opening: folder, for: access) }
      }
      #expect(throws: StorageError.notBallast(file)) { try make(folder) }
      try TemporaryFolder.remove(file)
      _ = try make(folder, blocks: 2)
      #expect(throws: StorageError.alreadyExists(folder)) { try make(folder) }
      #expect(try DataDirectory(opening: folder, for: .reading).last == log.link(2))
      #expect(throws: StorageError.self) { try make(folder + "/lock") }
      #expect(throws: StorageError.self) { try make(folder + "/none/data") }
    }
  }

  @Test func refusesOtherDatabases() throws {
    try withDirectory(blocks: 2) { path in
      let file = path + "/log.sqlite"
      func altered(_ statements: String) throws {
        try Database(file, .writing, fileLayer: nil).run(statements)
      }
      try altered("PRAGMA user_version = 2")
      #expect(throws: StorageError.newerVersion(file, expected: 1, found: 2)) {
        try DataDirectory(opening: path, for: .writing)
      }
      try altered("PRAGMA user_version = 1; PRAGMA application_id = 7")
      #expect(throws: StorageError.notBallast(file)) { try DataDirectory(opening: path, for: .writing) }
      try altered("PRAGMA application_id = 0x424C5354; CREATE TABLE more(place INTEGER PRIMARY KEY)")
      #expect(
        throws: StorageError.damaged(
          .tables(file, expected: "", found: "CREATE TABLE more(place INTEGER PRIMARY KEY)"))
      ) { try DataDirectory(opening: path, for: .writing) }
      try altered("DROP TABLE more; VACUUM")
      #expect(try DataDirectory(opening: path, for: .writing).last == log.link(2))
      try altered("PRAGMA journal_mode = WAL")
      #expect(throws: StorageError.damaged(.header(file, field: "journal", expected: "rollback", found: "wal"))) {
        try DataDirectory(opening: path, for: .writing)
      }
    }
  }

  /// ST-1
  @Test func oneProcessWrites() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      let directory = try make(path, blocks: 2)
      #expect(throws: StorageError.inUse(path)) { try DataDirectory(opening: path, for: .writing) }
      #expect(throws: StorageError.inUse(path)) { try make(path) }
      #expect(try Writer([path, "1", "--until", "9"]).lines() == ["failed Storage_InUse"])
      try directory.append(log.block(3))
    }
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      let writer = try Writer([path, "1"])
      #expect(writer.line() == "at 0")
      #expect(throws: StorageError.inUse(path)) { try DataDirectory(opening: path, for: .writing) }
      writer.kill()
      _ = try DataDirectory(opening: path, for: .writing)
    }
  }

  /// A process that may read the directory and not write it.
  @Test func aReadOnlyDirectoryIsRefused() throws {
    guard getuid() == 0 else { return }
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      chmod(folder, 0o755)
      _ = try make(path, blocks: 2)
      let lines = try Writer([path, "1", "--user", "65534", "--until", "9"]).lines()
      #expect(lines == ["failed Storage_ReadOnly"])
      #expect(try Writer([path, "1", "--user", "65534", "--read", "1"]).lines() == ["at 2"])
      // The directory may be written, but not the file.
      chmod(path, 0o777)
      chmod(path + "/lock", 0o666)
      #expect(try Writer([path, "1", "--user", "65534", "--until", "9"]).lines() == ["failed Storage_ReadOnly"])
      #expect(try Writer([path + "/new/data", "1", "--user", "65534"]).lines().first?.hasPrefix("failed ") == true)
      chmod(folder, 0o755)
      #expect(try Writer([folder + "/new", "1", "--user", "65534"]).lines() == ["failed Storage_ReadOnly"])
      try DataDirectory(opening: path, for: .writing).verify()
    }
  }

  /// Readers beside a writer see each block once it is acknowledged, and hold nobody up.
  @Test func readersBesideAWriter() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      let sample = SampleLog(seed: 9)
      let writer = try Writer([path, "9", "--until", "400"])
      #expect(writer.line() == "at 0")
      let reader = try DataDirectory(opening: path, for: .reading)
      #expect(throws: StorageError.openForReading) { try reader.append(sample.block(1)) }
      let blocks = try reader.blocks()
      var height: UInt64 = 0
      var isOver = false
      while true {
        while let block = try blocks.next() {
          height += 1
          #expect(block == sample.block(height))
        }
        if isOver { break }
        if let line = writer.line() {
          guard let acknowledged = UInt64(line) else { continue }
          try reader.refresh()
          #expect(reader.last.height >= acknowledged)
        } else {
          isOver = true
        }
      }
      #expect(height >= 400)
      try reader.verify()
      #expect(try reader.snapshots().count == 2)
    }
  }

  /// ST-12: a reader that was stopped in the middle of a statement.
  @Test func aReaderThatHoldsOnIsNamed() throws {
    try withDirectory(blocks: 3) { path in
      let directory = try DataDirectory(opening: path, for: .writing)
      try directory.database.wait(20)
      let reader = try Database(path + "/log.sqlite", .reading, fileLayer: nil)
      try reader.run("BEGIN")
      _ = try reader.number("SELECT count(*) FROM links")
      #expect(throws: StorageError.busy(path + "/log.sqlite")) { try directory.append(log.block(4)) }
      #expect(directory.last == log.link(3))
      try reader.run("COMMIT")
      try directory.append(log.block(4))
      try directory.verify()
    }
  }

  /// Blocks are not written into a file that has no name any more.
  @Test func aFileThatWasTakenAwayIsNamed() throws {
    try withDirectory(blocks: 3) { path in
      let directory = try DataDirectory(opening: path, for: .writing)
      try FileManager.default.moveItem(atPath: path, toPath: path + "-moved")
      #expect(throws: StorageError.moved(path + "/log.sqlite")) { try directory.append(log.block(4)) }
      #expect(throws: StorageError.halted) { try directory.append(log.block(4)) }
      try DataDirectory(opening: path + "-moved", for: .reading).verify()
    }
    try withDirectory(blocks: 3) { path in
      let directory = try DataDirectory(opening: path, for: .writing)
      try TemporaryFolder.remove(path + "/log.sqlite")
      #expect(throws: StorageError.moved(path + "/log.sqlite")) { try directory.append(log.block(4)) }
      #expect(throws: StorageError.notBallast(path)) { try DataDirectory(opening: path, for: .reading) }
    }
  }

  /// ST-10: a hot journal whose transaction never ended is taken back by whoever opens next, readers included.
  @Test func readersTakeBackWhatWasCutShort() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      let sample = SampleLog(seed: 2, largest: 300_000)
      for _ in 0..<10 {
        let writer = try Writer([path, "2", "--largest", "300000"])
        _ = writer.line()
        usleep(9_000)
        writer.kill()
        var acknowledged: UInt64 = 0
        while let line = writer.line() { acknowledged = UInt64(line) ?? acknowledged }
        let reader = try DataDirectory(opening: path, for: .reading)
        #expect(reader.last.height >= acknowledged)
        try reader.verify()
        #expect(reader.last == sample.link(reader.last.height))
      }
    }
  }
}
