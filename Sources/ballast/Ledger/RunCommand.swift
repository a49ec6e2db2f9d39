import Console
import Encoding
import Ethereum
import Keys
import Ledger
import Storage

/// `ballast run`: a stream of transactions becomes blocks of a data directory.
enum RunCommand {
  static let command = Command(
    name: "run",
    summary: "apply a stream of signed transactions to a data directory",
    positional: "[FILE]",
    description: """
      Reads transactions as JSON Lines (specs/20-ledger.md) from FILE or standard input, checks their signatures on
      every processor, and makes blocks of them: each block is executed, and is on the disk before its transactions
      are acknowledged. A line {"time":"1700000000"} ends a block and sets the time of those that follow. What may
      not enter the log (a bad signature, a nonce that was used, a line of another form) is told on standard error
      with its line and its name, and left out; what enters and is refused by the venue's rules has a receipt that
      names the refusal; ballast show receipt explains it.

      A directory that is not there yet is made for the venue of --genesis. At the end, or after a stop at any
      instant, the directory is at the last block that was acknowledged; the next call goes on from there. SIGINT and
      SIGTERM let it make a block of what it has read, say after which line it ended, and end by that signal (status
      130 or 143 in a shell); a second one ends it at once. Offered again, a line that took effect is left out for
      its used nonce or old time; one that the rules refused is tried again.
      """,
    options: [
      OptionSpecification(name: "data", value: "DIR", help: "the data directory"),
      OptionSpecification(name: "genesis", value: "FILE", help: "the venue that a new directory is made for"),
      OptionSpecification(name: "block", value: "N", help: "transactions of a block, at most (1000)"),
      OptionSpecification(
        name: "clock", help: "give blocks the time of this machine's clock, where the\nstream names none"),
      OptionSpecification(name: "snapshot", value: "N", help: "keep a snapshot every N blocks, and at the end; 0 for\nnone (1000)"),
      OptionSpecification(
        name: "acknowledgements", value: "FILE", help: "keep a file of acknowledgements, JSON Lines signed by the\noperator, one for each transaction of the log; what it\nlacks is written first. Of this call's alone for - or a pipe"),
      OptionSpecification(
        name: "receipts", value: "FILE", help: "write the receipts of this call's blocks, JSON Lines (LG-27)"),
      OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
      Arguments.workersOption,
    ] + SigningKey.options,
    examples: [
      "ballast example --genesis genesis.json --stream stream.jsonl",
      "ballast run --data data --genesis genesis.json stream.jsonl",
      "ballast run --data data --clock --acknowledgements promises.jsonl --key operator.json",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count <= 1 else {
      throw CommandFailure(.usage, "one FILE was expected at most; see ballast run --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let path = try arguments.required("data")
    let workers = try arguments.workers()
    let limit = try arguments.integer("block", 1...LedgerLimits.blockTransactions, default: 1_000)
    let interval = try arguments.integer("snapshot", 0...1_000_000, default: 1_000)
    let order = try Promises.Order(arguments)
    let receipts = try ReceiptLines(arguments)
    // Before a directory is made for a stream that is not there.
    let stream = try LineStream(arguments.positional.first ?? "-")
    if stream.isTerminal { Console.say("lines are read from the terminal; Ctrl-D ends them") }
    let folder = try open(path, arguments, workers: workers)
    let promises = try order.map { try Promises($0, folder.directory, folder.ledger.genesis) }
    Interruption.hold()
    var run = LedgerRun(
      folder: folder, workers: workers, limit: limit, interval: UInt64(interval), followsClock: arguments.has("clock"),
      promises: promises, receipts: receipts)
    try run.apply(stream)
    try run.report.print(run.folder, asTable: isTable)
    if let signal = Interruption.signal { Interruption.end(signal) }
    return .success
  }

  private static func open(_ path: String, _ arguments: Arguments, workers: Int) throws -> LedgerFolder {
    if let directory = try directory(path) {
      let folder = try LedgerFolder(directory, workers: workers)
      if let file = arguments.value("genesis") {
        let genesis = try GenesisFile.read(file)
        guard genesis.hash == folder.ledger.genesis.hash else {
          throw CommandFailure(
            .badInput, "\(file): expected the genesis of \(path), \(folder.ledger.genesis.hash), found \(genesis.hash)")
        }
      }
      return folder
    }
    guard let file = arguments.value("genesis") else {
      throw CommandFailure(
        .usage, "\(path) is no data directory; --genesis FILE was expected, for which it would be made")
    }
    return try LedgerFolder(creating: path, GenesisFile.read(file))
  }

  /// The data directory that is there; nil where there is none, or its making was cut short. One that has snapshots had
  /// blocks, whatever became of its log.
  private static func directory(_ path: String) throws -> DataDirectory? {
    guard Folder.holds(path + "/log.sqlite") || Folder.holds(path + "/snapshots.sqlite") else { return nil }
    return try CommandFailure.stored { () throws(StorageError) in
      do throws(StorageError) {
        return try DataDirectory(opening: path, for: .writing)
      } catch {
        if case .unfinishedCreation = error { return nil }
        throw error
      }
    }
  }
}

/// Reads the ledger's genesis that a command names.
enum GenesisFile {
  static func read(_ path: String) throws -> Genesis {
    let bytes = try FileInput.bytes(of: path, atMost: LedgerLimits.genesisBytes)
    do throws(LedgerRefusal) {
      return try Genesis(bytes: bytes)
    } catch {
      if let confusion = GenesisKind.ledger.confusion(bytes) {
        throw CommandFailure(.badInput, "\(path): \(error.name): \(confusion)")
      }
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }
}
