import Audit
import Commitment
import Console
import Ethereum
import Ledger
import Storage

/// A log that checkpoints are compared with (LA-11).
struct ExecutedLog {
  enum Source {
    /// A data directory of one's own, from its newest snapshot that helps on.
    case data(String)
    /// A portable log, from its genesis on.
    case file(String)
  }

  let source: Source
  let venue: Venue
  /// The file with the secret of the leaves' salts; nil on a public venue.
  let salts: String?
  let workers: Int

  static let options = [
    OptionSpecification(name: "data", value: "DIR", help: "a data directory of your own, in which the block is"),
    OptionSpecification(name: "log", value: "FILE", help: "or a portable log; - is standard input"),
    OptionSpecification(name: "salts", value: "FILE", help: "the secret of the salts, where the venue has such"),
  ]

  /// What a command's options name; nil where they name no log.
  init?(_ arguments: Arguments, of venue: Venue) throws(CommandFailure) {
    switch (arguments.value("data"), arguments.value("log")) {
    case (nil, nil): return nil
    case (let path?, nil): source = .data(path)
    case (nil, let path?): source = .file(path)
    default: throw CommandFailure(.usage, "--data DIR or --log FILE was expected, and both are given")
    }
    self.venue = venue
    salts = arguments.value("salts")
    workers = try arguments.has("workers") ? arguments.workers() : Parallel.width
  }

  init(_ source: Source, of venue: Venue, salts: String? = nil, workers: Int) {
    (self.source, self.venue, self.salts, self.workers) = (source, venue, salts, workers)
  }

  /// Compares a checkpoint with what the log makes of its block.
  /// - Returns: the first member that differs; nil where all are what the log gives.
  /// - Throws: `badInput` where the log is none, is another venue's, or does not reach the block.
  func difference(from checkpoint: Checkpoint) throws -> ComparisonRefusal? {
    let path: String
    let ledger: Ledger?
    switch source {
    case .data(let name): (path, ledger) = (name, try Self.ledger(inData: name, at: checkpoint.height, workers))
    case .file(let name): (path, ledger) = (name, try Self.ledger(inFile: name, at: checkpoint.height, workers))
    }
    guard let ledger, ledger.height == checkpoint.height, checkpoint.height > 0 else {
      let refusal = ComparisonRefusal.blockMissing(height: checkpoint.height)
      throw CommandFailure(.badInput, "\(path): \(refusal.name): \(refusal.message)")
    }
    try BlockSource.check(ledger.genesis, is: venue, path)
    return try Self.difference(from: checkpoint, ledger, venue: venue, salts: salts, path: path, workers: workers)
  }

  /// Compares a checkpoint with a ledger that has come to its height.
  static func difference(
    from checkpoint: Checkpoint, _ ledger: Ledger, venue: Venue, salts: String?, path: String, workers: Int
  ) throws -> ComparisonRefusal? {
    let block = try BlockSource.contents(of: ledger, path, workers: workers)
    let secret = try salts.map {
      try BlockSource.salts($0, engine: venue.engine, checkpoint: checkpoint.number, of: block.accounts.count)
    }
    let commitment = try BlockSource.commitment(block, salts: secret ?? [], depth: venue.depth, workers: workers)
    do throws(ComparisonRefusal) {
      try commitment.compare(checkpoint, venue: venue)
      return nil
    } catch {
      return error
    }
  }

  private static func ledger(inData path: String, at height: UInt64, _ workers: Int) throws -> Ledger? {
    let directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: .reading)
    }
    if directory.last.height < height { return nil }
    return try LedgerFolder(opening: path, for: .reading, at: height, workers: workers).ledger
  }

  private static func ledger(inFile path: String, at height: UInt64, _ workers: Int) throws -> Ledger? {
    let input = try FileInput(path)
    var reader = LogFileReader()
    var progress = Progress("blocks recomputed")
    defer { progress.finish() }
    var replay: LogReplay?
    while true {
      let piece = try input.read()
      if piece.isEmpty { reader.finish() } else { reader.append(piece) }
      while let item = try next(&reader, path) {
        switch item {
        case .genesis(_, let bytes):
          replay = LogReplay(
            try CommandFailure.ledger { () throws(LedgerRefusal) in try Ledger(Genesis(bytes: bytes)) })
        case .block(let stored):
          do throws(LogFault) {
            _ = try replay?.take(stored.bytes, receipts: stored.receipts, workers: workers)
          } catch {
            throw CommandFailure(
              .badInput, "\(path): block \(stored.link.height) does not follow; ballast audit --replay makes evidence of it")
          }
          progress.update(Int(clamping: stored.link.height))
          if stored.link.height == height { return replay?.ledger }
        case .end: return nil
        }
      }
      if piece.isEmpty { return nil }
    }
  }

  private static func next(_ reader: inout LogFileReader, _ path: String) throws -> LogFileReader.Item? {
    do throws(LogFileError) {
      return try reader.next()
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }
}
