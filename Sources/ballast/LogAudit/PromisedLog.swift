import Audit
import Console
import Ethereum
import Ledger
import Storage

/// Blocks of a log by their heights, of which one is in memory.
final class PromisedLog {
  private enum Source {
    case data(DataDirectory)
    case file(FileInput, LogFileReader)
  }

  private let path: String
  private var source: Source
  /// The genesis' hash, known from elsewhere.
  private let genesis: Bytes32
  private var current: PromisedBlock?
  /// The last height that was read of a file.
  private var reached: UInt64 = 0
  private var isAtEnd = false

  init(data path: String, genesis: Bytes32) throws {
    let directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: .reading)
    }
    (self.path, self.genesis, source) = (path, genesis, .data(directory))
    try check(directory.genesisHash, directory.genesis)
  }

  init(file path: String, genesis: Bytes32) throws {
    (self.path, self.genesis, source) = (path, genesis, .file(try FileInput(path), LogFileReader()))
  }

  /// The block of a height above 0; nil where the log ends before it.
  /// - Throws: `badInput` where the log is damaged, of another venue, or a file that is past the height.
  func block(_ height: UInt64) throws -> PromisedBlock? {
    if let current, current.header.height == height { return current }
    switch source {
    case .data(let directory):
      let stored: StoredBlock? = try CommandFailure.stored { () throws(StorageError) in
        do throws(StorageError) {
          return try directory.block(height)
        } catch {
          if case .noSuchBlock = error { return nil }
          throw error
        }
      }
      current = try stored.map { try decode($0) }
      return current
    case .file(let input, var reader):
      guard height > reached else {
        throw CommandFailure(
          .badInput, "expected acknowledgements in the order of the log, found block \(height) after \(reached); "
            + "--data takes them in any order, and ballast log import makes a data directory of a file")
      }
      current = nil
      // Held here alone meanwhile, so that its buffer is not copied.
      source = .file(input, LogFileReader())
      defer { source = .file(input, reader) }
      while !isAtEnd {
        while let item = try next(&reader) {
          switch item {
          case .genesis(let hash, let bytes): try check(hash, bytes)
          case .block(let stored):
            reached = stored.link.height
            if reached == height {
              current = try decode(stored)
              return current
            }
          case .end:
            isAtEnd = true
            return nil
          }
        }
        let piece = try input.read()
        if piece.isEmpty { reader.finish() } else { reader.append(piece) }
      }
      return nil
    }
  }

  private func next(_ reader: inout LogFileReader) throws -> LogFileReader.Item? {
    do throws(LogFileError) {
      return try reader.next()
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }

  private func check(_ hash: Bytes32, _ bytes: [UInt8]) throws {
    try told { () throws(LedgerRefusal) in
      let found = try Genesis(bytes: bytes).hash
      guard found == hash, found == genesis else { throw .otherVenue(expected: genesis, found: found) }
    }
  }

  /// A block, which must be what the log calls it.
  private func decode(_ stored: StoredBlock) throws -> PromisedBlock {
    try told { () throws(LedgerRefusal) in
      let block = try PromisedBlock(bytes: stored.bytes, receipts: stored.receipts)
      let (height, hash) = (block.header.height, block.header.hash)
      guard height == stored.link.height else {
        throw .headerDiffers(.height, expected: "\(stored.link.height)", found: "\(height)")
      }
      guard hash == stored.link.hash else {
        throw .headerDiffers(.previous, expected: "\(stored.link.hash)", found: "\(hash)")
      }
      return block
    }
  }

  private func told<Result>(_ body: () throws(LedgerRefusal) -> Result) throws -> Result {
    do throws(LedgerRefusal) {
      return try body()
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }
}
