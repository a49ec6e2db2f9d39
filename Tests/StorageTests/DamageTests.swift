import Ethereum
import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// Files that were cut short or altered: an error that says what is wrong, or all data right; never other data.
struct DamageTests {
  private let log = SampleLog(seed: 11, largest: 30_000)
  private static let blocks: UInt64 = 24
  static let alterations = Int(ProcessInfo.processInfo.environment["BALLAST_ALTERATIONS"] ?? "") ?? 1_500

  /// What a directory turns out to be.
  private enum Outcome: Equatable {
    case refused(String)
    case right
  }

  private func makeDirectory(_ path: String, snapshots: Bool = false) throws {
    let directory = try DataDirectory.create(path, genesis: log.genesis, hash: log.genesisHash)
    for height in 1...Self.blocks {
      try directory.append(log.block(height))
      guard snapshots && height % 6 == 0 else { continue }
      let writer = try directory.startSnapshot(at: height)
      for chunk in log.chunks(height) { try writer.append(chunk) }
      _ = try writer.finish()
      try directory.keepSnapshots(newest: 2)
    }
  }

  /// Opens a directory and reads everything in it.
  private func outcome(_ path: String, access: DataDirectory.Access = .writing) throws -> Outcome {
    do throws(StorageError) {
      let directory = try DataDirectory(opening: path, for: access)
      try directory.verify()
      #expect(directory.last == log.link(Self.blocks))
      #expect(directory.genesis == log.genesis && directory.genesisHash == log.genesisHash)
      let blocks = try directory.blocks()
      for height in 1...Self.blocks {
        let block = try blocks.next()
        #expect(block == log.block(height))
      }
      return .right
    } catch {
      // Of the machine there is nothing wrong.
      switch error {
      case .damaged, .notBallast, .newerVersion, .unfinishedCreation, .logMissing, .input, .library:
        #expect(!error.message.isEmpty)
        return .refused(error.name)
      default: throw error
      }
    }
  }

  private func write(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  private func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  @Test func everyTruncationIsFound() throws {
    try TemporaryFolder.with { folder in
      try makeDirectory(folder)
      let whole = try read(folder + "/log.sqlite")
      for end in stride(from: 0, to: whole.count, by: 4096) {
        for length in [end, end + 1, end + 2048] {
          try write(Array(whole.prefix(length)), folder + "/log.sqlite")
          guard case .refused = try outcome(folder, access: length % 2 == 0 ? .writing : .reading) else {
            Issue.record("a file of \(length) bytes was taken for one of \(whole.count)")
            continue
          }
        }
      }
      try write(whole + [UInt8](repeating: 0, count: 4096), folder + "/log.sqlite")
      #expect(try outcome(folder) == .refused("Damage_Size"))
      try write(whole, folder + "/log.sqlite")
      #expect(try outcome(folder) == .right)
    }
  }

  @Test func alteredBytesAreFound() throws {
    try TemporaryFolder.with { folder in
      try makeDirectory(folder)
      let path = folder + "/log.sqlite"
      let whole = try read(path)
      var generator = SeededGenerator(seed: 5)
      var refused = 0
      for turn in 0..<(400 + Self.alterations) {
        var bytes = whole
        // Each byte of the header four times; then anything, one byte or a stretch of them.
        let place = turn < 400 ? turn / 4 : Int(generator.next() % UInt64(bytes.count))
        let length = turn < 400 || turn % 3 != 0 ? 1 : Int(generator.next() % 600)
        for altered in place..<min(place + length, bytes.count) {
          bytes[altered] ^= turn < 400 ? [1, 2, 0x80, 0xFF][turn % 4] : UInt8(1 + generator.next() % 255)
        }
        try write(bytes, path)
        try? TemporaryFolder.remove(path + "-wal")
        try? TemporaryFolder.remove(path + "-shm")
        if try outcome(folder) != .right { refused += 1 }
        guard turn % 4 == 0 else { continue }
        try appendAfter(bytes, folder)
      }
      #expect(refused > Self.alterations / 2)
    }
  }

  /// A directory that opens takes another block, and what could be read before can be read after it.
  private func appendAfter(_ bytes: [UInt8], _ folder: String) throws {
    try write(bytes, folder + "/log.sqlite")
    guard let directory = try? DataDirectory(opening: folder, for: .writing) else { return }
    let readable = (1...Self.blocks).filter { (try? directory.block($0)) == log.block($0) }
    guard (try? directory.append(log.block(Self.blocks + 1))) != nil else { return }
    for height in readable + [Self.blocks + 1] { #expect(try directory.block(height) == log.block(height)) }
  }

  /// A writer was stopped in the middle of a transaction, and then its journal is altered or cut.
  @Test func alteredJournalsAreFound() throws {
    try TemporaryFolder.with { folder in
      try makeDirectory(folder)
      let path = folder + "/log.sqlite"
      var (halfDone, journal): ([UInt8], [UInt8])
      do {
        let database = try Database(path, .writing, fileLayer: nil)
        try database.keepDurably()
        // So that pages go to the file before the transaction ends.
        try database.run("PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        let statements = try LogStatements(database)
        for height in Self.blocks + 1...Self.blocks + 9 { try statements.insert(log.block(height)) }
        try statements.setHead(log.link(Self.blocks + 9))
        (halfDone, journal) = (try read(path), try read(path + "-journal"))
        try database.run("ROLLBACK")
      }
      func restore(_ altered: [UInt8]) throws {
        try write(halfDone, path)
        try write(altered, path + "-journal")
      }
      // Who may not write cannot take it back, and says so.
      if getuid() == 0 {
        try restore(journal)
        chmod(folder, 0o755)
        let reader = try Writer([folder, "11", "--read", "1", "--user", "65534"])
        #expect(reader.lines() == ["failed Storage_InterruptedWrite"])
      }
      try restore(journal)
      #expect(try outcome(folder) == .right)
      try restore([])
      #expect(try outcome(folder) != .right)
      var generator = SeededGenerator(seed: 6)
      for turn in 0..<300 {
        var altered = journal
        let place = Int(generator.next() % UInt64(journal.count))
        if turn % 3 == 0 {
          altered.removeSubrange(place...)
        } else {
          altered[turn < 60 ? place % 28 : place] ^= UInt8(1 + generator.next() % 255)
        }
        try restore(altered)
        // Right, or refused; `outcome` fails where anything is other than it was.
        _ = try outcome(folder)
      }
    }
  }

  @Test func damageIsNamed() throws {
    try TemporaryFolder.with { folder in
      try makeDirectory(folder)
      let path = folder + "/log.sqlite"
      let whole = try read(path)
      let cases: [(String, StorageDamage)] = [
        ("DELETE FROM genesis", .genesis),
        ("UPDATE genesis SET bytes = x'00'", .genesis),
        ("UPDATE head SET height = 7", .head),
        ("DELETE FROM links WHERE height = 5", .gap(height: 5, found: 6)),
        ("UPDATE links SET hash = previous WHERE height = 5", .link(height: 5)),
        (
          "DELETE FROM links WHERE height = 24",
          .end(expected: log.link(24), found: log.link(23))
        ),
        ("DELETE FROM blocks WHERE height = 24", .missing(.block, height: 24)),
        ("DELETE FROM receipts WHERE height = 9", .missing(.receipts, height: 9)),
        (
          "UPDATE blocks SET bytes = x'00' WHERE height = 3",
          .altered(
            .block, height: 3, expected: Keccak256.hash(log.block(3).bytes), found: Keccak256.hash([0]))
        ),
        ("INSERT INTO blocks VALUES (30, x'')", .surplus(.block, height: 30, last: 24)),
        ("UPDATE links SET block = 'text' WHERE height = 5", .structure(path, "bytes was expected in column 3")),
      ]
      for (statements, damage) in cases {
        try write(whole, path)
        do {
          let database = try Database(path, .writing, fileLayer: nil)
          try database.run(statements)
          // Removed rows leave free pages, which are damage too.
          try database.run("VACUUM")
        }
        let error = #expect(throws: StorageError.self, "\(statements)") {
          try DataDirectory(opening: folder, for: .writing).verify()
        }
        guard case .damaged(let found) = error else {
          Issue.record("\(statements): \(String(describing: error))")
          continue
        }
        if case .structure = damage { #expect(found.name == damage.name) } else { #expect(found == damage) }
      }
    }
  }

  /// A block that stands on another than the one before, its own row being as it was written.
  @Test func aBrokenChainIsNamed() throws {
    try TemporaryFolder.with { folder in
      try makeDirectory(folder)
      do {
        let database = try Database(folder + "/log.sqlite", .writing, fileLayer: nil)
        try database.run("DELETE FROM links WHERE height = 8; DELETE FROM blocks WHERE height = 8")
        try database.run("DELETE FROM receipts WHERE height = 8")
        var other = log.block(8)
        other.previous = log.hash(3)
        try LogStatements(database).insert(other)
        try database.run("VACUUM")
      }
      #expect(throws: StorageError.damaged(.chain(height: 8, expected: log.hash(7), found: log.hash(3)))) {
        try DataDirectory(opening: folder, for: .writing)
      }
    }
  }

  /// Damage among the snapshots is named, and does not touch the log.
  @Test func damagedSnapshotsAreFound() throws {
    try TemporaryFolder.with { folder in
      try makeDirectory(folder, snapshots: true)
      let path = folder + "/snapshots.sqlite"
      let whole = try read(path)
      var generator = SeededGenerator(seed: 8)
      var refused = 0
      for turn in 0..<600 {
        var bytes = whole
        let place = Int(generator.next() % UInt64(bytes.count))
        if turn % 5 == 0 {
          bytes.removeSubrange(place...)
        } else {
          bytes[turn < 100 ? place % 100 : place] ^= UInt8(1 + generator.next() % 255)
        }
        try write(bytes, path)
        let directory = try DataDirectory(opening: folder, for: .writing)
        #expect(directory.last == log.link(Self.blocks))
        do throws(StorageError) {
          for heading in try directory.snapshots() {
            let height = heading.link.height
            let reader = try directory.snapshot(at: height)
            var chunks: [[UInt8]] = []
            while let chunk = try reader.nextChunk() { chunks.append(chunk) }
            #expect(height % 6 == 0 && chunks == log.chunks(height))
          }
        } catch {
          refused += 1
        }
        try? TemporaryFolder.remove(path + "-wal")
        try? TemporaryFolder.remove(path + "-shm")
      }
      #expect(refused > 200)
    }
  }
}
