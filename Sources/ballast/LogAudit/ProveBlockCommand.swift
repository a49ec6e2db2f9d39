import Audit
import Commitment
import Console
import Ethereum
import Ledger
import Storage

/// `ballast prove block`: the witness of a block, from a data directory.
enum ProveBlockCommand {
  static let command = Command(
    name: "prove block",
    summary: "write the witness of a block",
    description: """
      Writes a file with the block, and with as much of the state before it, proven under that state's root, as it
      takes to execute it: ballast audit --witness then needs nothing else (specs/22-log-audit.md). The blocks before
      are executed again, from the newest snapshot that helps.
      """,
    options: [
      OptionSpecification(name: "data", value: "DIR", help: "the data directory"),
      OptionSpecification(name: "height", value: "N", help: "the block"),
      OptionSpecification(name: "output", value: "FILE", help: "the file to write"), Arguments.workersOption,
    ],
    examples: ["ballast prove block --data data --height 7 --output block-7.witness"],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let (path, target) = (try arguments.required("data"), try arguments.required("output"))
    let height = UInt64(try arguments.integer("height", 1...Int.max, default: 1))
    guard arguments.has("height") else { throw CommandFailure(.usage, "--height N is required") }
    let workers = try arguments.workers()
    let bytes = try witness(of: height, in: path, workers: workers)
    FileReplacement.removeUnfinished(beside: target)
    let file = try FileReplacement(target, mode: 0o644)
    try file.write(bytes)
    try file.finish()
    try Console.write("\(target)\n")
    return .success
  }

  static func witness(of height: UInt64, in path: String, workers: Int) throws -> [UInt8] {
    do {
      let directory = try DataDirectory(opening: path, for: .reading)
      let block = try Block(bytes: directory.block(height).bytes)
      var ledger = try start(directory, before: height)
      let blocks = try directory.blocks(from: ledger.height + 1)
      var progress = Progress("blocks executed")
      while ledger.height < height - 1, let stored = try blocks.next() {
        _ = try ledger.replay(Block(bytes: stored.bytes), workers: workers)
        progress.update(Int(clamping: ledger.height))
      }
      progress.finish()
      return BlockEvidence(witness: try BlockWitness(of: block, after: ledger, workers: workers), word: nil).encoded()
    } catch let error as StorageError {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    } catch let error as LedgerRefusal {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }

  /// The venue at the newest snapshot before a block, or at its beginning.
  private static func start(_ directory: DataDirectory, before height: UInt64) throws -> Ledger {
    let genesis = try Genesis(bytes: directory.genesis)
    guard let newest = try directory.snapshots().map(\.link.height).filter({ $0 > 0 && $0 < height }).max() else {
      return try Ledger(genesis)
    }
    let reader = try directory.snapshot(at: newest)
    var parts: [[UInt8]] = []
    while let part = try reader.nextChunk() { parts.append(part) }
    return try Ledger(genesis, snapshot: parts)
  }
}
