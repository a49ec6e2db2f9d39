import Console
import Ethereum
import Storage

/// `ballast log import`: a data directory of a portable log.
enum LogImportCommand {
  static let command = Command(
    name: "log import",
    summary: "make a data directory of a portable log",
    positional: "FILE",
    description: """
      Makes a data directory of a file that ballast log export has written; - is standard input. Each record is held to
      its seal (specs/21-storage.md, ST-14): a file that was cut short or altered is refused by the name of the part.
      The blocks go to DIR.partial, which takes the name DIR in one step when all of them are on the disk; a call that
      was killed, or whose file was refused, leaves DIR.partial with the blocks that were whole, to be looked at or
      removed.

      Importing compares seals. Whether the blocks follow from each other says ballast replay --data DIR.
      """,
    options: [
      OptionSpecification(name: "data", value: "DIR", help: "the data directory to make; nothing may have its name"),
      OptionSpecification(
        name: "genesis", value: "FILE", help: "the ledger's genesis, from elsewhere: a log of another is\nrefused"),
      OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
    ],
    examples: [
      "ballast log import log.blst --data copy --genesis genesis.json", "ballast replay --data copy",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let file = arguments.positional.first else {
      throw CommandFailure(.usage, "one FILE was expected; see ballast log import --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    var path = try arguments.required("data")
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let partial = path + ".partial"
    for name in [path, partial] where Folder.holds(name) {
      let hint = name == path ? "" : ": an import that did not end left it, to be removed"
      throw CommandFailure(.badOutput, "\(name): expected no directory, found one, which is left as it is\(hint)")
    }
    let expected = try arguments.value("genesis").map { try GenesisFile.read($0) }
    let report: PortableLogReport
    do {
      report = try make(partial, of: file, genesis: expected?.hash, named: path)
    } catch let failure as CommandFailure {
      let rest = Folder.holds(partial) ? "; what was whole before is in \(partial)" : ""
      throw CommandFailure(failure.kind, failure.message + rest)
    }
    try Folder.move(partial, to: path)
    try Console.write(isTable ? Array(report.text.utf8) : report.json)
    return .success
  }

  /// Makes a directory, which is closed again.
  private static func make(
    _ partial: String, of file: String, genesis: Bytes32?, named path: String
  ) throws -> PortableLogReport {
    let input = try FileInput(file)
    let log = LogImport(partial, genesisHash: genesis)
    var progress = Progress("bytes imported")
    defer { progress.finish() }
    var bytes = 0
    while true {
      let piece = try input.read()
      if piece.isEmpty { break }
      try held(file) { () throws(StorageError) in try log.append(piece) }
      bytes += piece.count
      progress.update(bytes)
    }
    let directory = try held(file) { () throws(StorageError) in try log.finish() }
    // What the file says its genesis is called, against the genesis itself.
    _ = try LedgerFolder.genesis(of: directory)
    return PortableLogReport(
      file: file, data: path, genesis: directory.genesisHash, height: directory.last.height, block: directory.last.hash,
      bytes: bytes, next: "ballast replay --data \(path) executes it again")
  }

  /// What is wrong with the file is told with its name.
  private static func held<Result>(_ file: String, _ body: () throws(StorageError) -> Result) throws -> Result {
    do throws(StorageError) {
      return try body()
    } catch {
      switch error {
      case .file, .genesisMismatch: throw CommandFailure(.badInput, "\(file): \(error.name): \(error.message)")
      default: throw CommandFailure(.badOutput, "\(error.name): \(error.message)")
      }
    }
  }
}
