import Console
import Ledger
import Storage

/// A data directory, and the ledger that its log leads to.
struct LedgerFolder {
  let directory: DataDirectory
  var ledger: Ledger

  /// Opens a directory and goes from the newest snapshot that helps to the last block, or to a height.
  ///
  /// The blocks on the way are executed again and every root is compared (LG-15), so that what is answered from
  /// it follows from the log.
  /// - Parameter height: the block to stop at; the last where left out.
  /// - Throws: `badInput` with the name of what is damaged or does not follow.
  init(opening path: String, for access: DataDirectory.Access, at height: UInt64? = nil, workers: Int) throws {
    let directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: access)
    }
    try self.init(directory, at: height, workers: workers)
  }

  /// The same with a directory that is open.
  init(_ directory: DataDirectory, at height: UInt64? = nil, workers: Int) throws {
    self.directory = directory
    let last = directory.last.height
    let end = height ?? last
    guard end <= last else {
      throw CommandFailure(.badInput, "\(directory.path): expected a block up to \(last), the last one, found \(end)")
    }
    ledger = try Self.start(directory, upTo: end)
    try advance(to: end, workers: workers)
  }

  /// Makes a directory for a venue.
  init(creating path: String, _ genesis: Genesis) throws {
    directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory.create(path, genesis: genesis.bytes, hash: genesis.hash)
    }
    ledger = try CommandFailure.ledger { () throws(LedgerRefusal) in try Ledger(genesis) }
  }

  /// The genesis of a directory.
  static func genesis(of directory: DataDirectory) throws -> Genesis {
    let genesis = try CommandFailure.ledger { () throws(LedgerRefusal) in try Genesis(bytes: directory.genesis) }
    guard genesis.hash == directory.genesisHash else {
      throw CommandFailure(
        .badInput, "\(directory.path): expected the genesis \(directory.genesisHash), found \(genesis.hash)")
    }
    return genesis
  }

  /// The ledger at the newest snapshot that is not above a height, or at the genesis.
  private static func start(_ directory: DataDirectory, upTo end: UInt64) throws -> Ledger {
    let headings = try CommandFailure.stored { () throws(StorageError) in try directory.snapshots() }
    return try ledger(of: directory, at: headings.map(\.link.height).filter { $0 <= end }.max() ?? 0)
  }

  /// The ledger at a snapshot, or at the genesis for the height 0.
  static func ledger(of directory: DataDirectory, at height: UInt64) throws -> Ledger {
    let genesis = try genesis(of: directory)
    if height == 0 { return try CommandFailure.ledger { () throws(LedgerRefusal) in try Ledger(genesis) } }
    let chunks = try CommandFailure.stored { () throws(StorageError) in
      let reader = try directory.snapshot(at: height)
      var chunks: [[UInt8]] = []
      while let chunk = try reader.nextChunk() { chunks.append(chunk) }
      return chunks
    }
    let ledger = try CommandFailure.ledger { () throws(LedgerRefusal) in try Ledger(genesis, snapshot: chunks) }
    let link = try CommandFailure.stored { () throws(StorageError) in try directory.link(height) }
    guard ledger.height == height, ledger.headHash == link.hash else {
      throw CommandFailure(
        .badInput, "\(directory.path): expected a snapshot of block \(height) with the hash \(link.hash), found one of "
          + "block \(ledger.height) with \(ledger.headHash); ballast replay without --from does without snapshots")
    }
    return ledger
  }

  /// Executes the blocks up to a height again.
  mutating func advance(to end: UInt64, workers: Int) throws {
    guard ledger.height < end else { return }
    var progress = Progress("blocks executed again")
    var blocks = try BlocksAhead(
      directory, ledger.height + 1...end, domainSeparator: ledger.state.gateway.domainSeparator, workers: workers)
    while ledger.height < end, let (_, decoded) = try blocks.next() {
      _ = try CommandFailure.ledger { () throws(LedgerRefusal) in
        let (block, transactions) = try decoded.get()
        return try ledger.replay(block, transactions, workers: workers)
      }
      progress.update(Int(clamping: ledger.height))
    }
    progress.finish()
  }
}

extension CommandFailure {
  /// The same with an error of a data directory as the end of the command.
  /// - Parameter kind: what an error is that does not say by itself whether something was read or written.
  static func stored<Result>(as kind: Kind = .badInput, _ body: () throws(StorageError) -> Result) throws -> Result {
    do throws(StorageError) {
      return try body()
    } catch {
      throw CommandFailure(error.isOutput ? .badOutput : kind, "\(error.name): \(error.message)")
    }
  }

  /// The same with a refusal of the ledger as the end of the command.
  static func ledger<Result>(_ body: () throws(LedgerRefusal) -> Result) throws -> Result {
    do throws(LedgerRefusal) {
      return try body()
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }
}

extension StorageError {
  /// Whether something could not be written, rather than read.
  fileprivate var isOutput: Bool {
    switch self {
    case .readOnly, .diskFull, .alreadyExists, .halted, .inUse: true
    default: false
    }
  }
}
