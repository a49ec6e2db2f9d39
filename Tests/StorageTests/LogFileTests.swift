import Ethereum
import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// The log as one portable file, there and back.
struct LogFileTests {
  private let log = SampleLog(seed: 21, largest: 30_000)

  /// A directory with blocks, and its portable file.
  private func exported(_ folder: String, blocks: UInt64, through height: UInt64? = nil) throws -> [UInt8] {
    let directory = try DataDirectory.create(folder + "/from", genesis: log.genesis, hash: log.genesisHash)
    if blocks > 0 { try directory.append((1...blocks).map { log.block($0) }) }
    let export = try DataDirectory(opening: folder + "/from", for: .reading).exported(through: height)
    var file: [UInt8] = []
    while let piece = try export.next() { file += piece }
    return file
  }

  /// The items of a file that comes in pieces of a size.
  private func items(_ file: [UInt8], pieces: Int) throws(LogFileError) -> [LogFileReader.Item] {
    var reader = LogFileReader()
    var items: [LogFileReader.Item] = []
    for start in stride(from: 0, to: file.count, by: pieces) {
      reader.append(file[start..<min(start + pieces, file.count)])
      while let item = try reader.next() { items.append(item) }
    }
    reader.finish()
    while let item = try reader.next() { items.append(item) }
    return items
  }

  @Test func readsWhatWasWritten() throws {
    for (blocks, height) in [(0, nil), (1, nil), (15, nil), (15, 0), (15, 6)] as [(UInt64, UInt64?)] {
      try TemporaryFolder.with { folder in
        let file = try exported(folder, blocks: blocks, through: height)
        let last = height ?? blocks
        let expected: [LogFileReader.Item] =
          [.genesis(hash: log.genesisHash, bytes: log.genesis)]
          + (0..<last).map { .block(log.block($0 + 1)) } + [.end(log.link(last))]
        for pieces in [1, 100, 4096, file.count] {
          #expect(try items(file, pieces: pieces) == expected)
        }
        let importing = LogImport(folder + "/to", genesisHash: log.genesisHash)
        for start in stride(from: 0, to: file.count, by: 5_000) {
          try importing.append(file[start..<min(start + 5_000, file.count)])
        }
        let directory = try importing.finish()
        try directory.verify()
        #expect(directory.last == log.link(last))
        var again: [UInt8] = []
        let export = try directory.exported()
        while let piece = try export.next() { again += piece }
        #expect(again == file)
      }
    }
  }

  /// Cut anywhere, a file is said to be cut; with more at its end, to have more.
  @Test func everyTruncationIsNamed() throws {
    try TemporaryFolder.with { folder in
      let file = try exported(folder, blocks: 12)
      for end in 0..<file.count where end < 600 || end % 37 == 0 || file.count - end < 200 {
        do throws(LogFileError) {
          _ = try items(Array(file.prefix(end)), pieces: 700)
          Issue.record("a file of \(end) bytes was taken for one of \(file.count)")
        } catch {
          guard case .truncated = error else {
            Issue.record("\(end): \(error)")
            continue
          }
        }
      }
      #expect(throws: LogFileError.trailing) { try items(file + [0], pieces: 500) }
      #expect(throws: LogFileError.trailing) { try items(file + file, pieces: file.count) }
      #expect(throws: LogFileError.truncated(.receipts(12), missing: 1)) {
        try items(Array(file.dropLast(LogFileRecord.endBytes + 1)), pieces: 500)
      }
    }
  }

  @Test func everyAlterationIsFound() throws {
    try TemporaryFolder.with { folder in
      let file = try exported(folder, blocks: 12)
      var generator = SeededGenerator(seed: 2)
      for turn in 0..<3_000 {
        var altered = file
        let place = turn < 700 ? turn : Int(generator.next() % UInt64(file.count))
        altered[place] ^= UInt8(1 + generator.next() % 255)
        do throws(LogFileError) {
          _ = try items(altered, pieces: 3_000)
          Issue.record("byte \(place) was altered, and nothing found")
        } catch {
          switch error {
          case .notALogFile: #expect(place < 8)
          case .newerVersion: #expect(place >= 8 && place < 12)
          case .altered, .unexpectedKind: #expect(!error.message.isEmpty)
          // Its kind was made that of another record, which is longer than what is left.
          case .truncated: #expect(altered[place] == LogFileRecord.block)
          default: Issue.record("byte \(place): \(error)")
          }
        }
      }
    }
  }

  /// Records that are as they were written, of a log that does not follow.
  @Test func whatDoesNotFollowIsNamed() throws {
    func file(_ change: (inout [UInt8], inout Bytes32) -> Void) throws -> [UInt8] {
      var bytes: [UInt8] = []
      _ = try LogFileWriter(genesis: [], hash: log.genesisHash, bytes: &bytes)
      var seal = Bytes32(bytes.suffix(32)) ?? .zero
      change(&bytes, &seal)
      return bytes
    }
    func add(_ heading: HeadingWriter, _ bytes: inout [UInt8], _ seal: inout Bytes32) {
      seal = LogFileRecord.seal(seal, heading.bytes)
      bytes += heading.bytes + seal.bytes
    }
    func heading(_ height: UInt64, previous: Bytes32, count: UInt64) -> HeadingWriter {
      var heading = HeadingWriter(kind: LogFileRecord.block)
      heading.add(height)
      heading.add(previous)
      heading.add(log.hash(height))
      heading.add(count)
      heading.add(count)
      heading.add(Keccak256.hash([UInt8]()))
      heading.add(Keccak256.hash([UInt8]()))
      return heading
    }
    let second = try file { add(heading(2, previous: log.genesisHash, count: 0), &$0, &$1) }
    #expect(throws: LogFileError.heightMismatch(expected: 1, found: 2)) { try items(second, pieces: 999) }
    let other = try file { add(heading(1, previous: log.hash(7), count: 0), &$0, &$1) }
    #expect(
      throws: LogFileError.previousMismatch(height: 1, expected: log.genesisHash, found: log.hash(7))
    ) { try items(other, pieces: 999) }
    let large = try file { add(heading(1, previous: log.genesisHash, count: .max), &$0, &$1) }
    #expect(throws: LogFileError.tooLarge(.block(1), limit: StorageLimits.contentBytes, found: .max)) {
      try items(large, pieces: 999)
    }
    let end = try file { bytes, seal in
      var heading = HeadingWriter(kind: LogFileRecord.end)
      heading.add(3)
      heading.add(log.genesisHash)
      add(heading, &bytes, &seal)
    }
    #expect(
      throws: LogFileError.endMismatch(
        expected: log.link(0), found: BlockLink(height: 3, hash: log.genesisHash))
    ) { try items(end, pieces: 999) }
  }

  /// What was whole before the damage is imported, and the damage is named.
  @Test func aRefusedImportKeepsWhatWasWhole() throws {
    try TemporaryFolder.with { folder in
      var file = try exported(folder, blocks: 12)
      file.removeLast(LogFileRecord.endBytes + 3)
      let importing = LogImport(folder + "/to")
      try importing.append(file)
      let missing = #expect(throws: StorageError.self) { try importing.finish() }
      #expect(missing?.name == "LogFile_Truncated")
      withExtendedLifetime(importing) {}
      #expect(try DataDirectory(opening: folder + "/to", for: .reading).last == log.link(11))
      #expect(throws: StorageError.genesisMismatch(expected: log.hash(1), found: log.genesisHash)) {
        try LogImport(folder + "/other", genesisHash: log.hash(1)).append(file)
      }
      #expect(throws: StorageError.alreadyExists(folder + "/from")) {
        try LogImport(folder + "/from").append(file)
      }
      #expect(throws: StorageError.file(.truncated(.opening, missing: 12))) { try LogImport(folder).finish() }
    }
  }
}
