import Console
import Encoding
import Ethereum
import Ledger
import Storage

/// `ballast replay`: a log is executed again, and every root compared.
enum ReplayCommand {
  static let command = Command(
    name: "replay",
    summary: "execute a data directory's log again and compare every root",
    description: """
      Starts at the genesis, or at a snapshot with --from, executes each block again and compares what comes out with
      what the block says: the roots of inputs, receipts and state, the receipts as they are stored, and the chain of
      hashes. It reads beside a running ballast run. The first block that does not follow is named, with what was
      expected and what was found, and the status is 1.
      """,
    options: [
      OptionSpecification(name: "data", value: "DIR", help: "the data directory"),
      OptionSpecification(
        name: "from", value: "H", help: "start at the snapshot of this height, or newest; 0 is the\ngenesis (0)"),
      OptionSpecification(name: "to", value: "H", help: "stop after this block (the last)"),
      OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
      Arguments.workersOption,
    ],
    examples: ["ballast replay --data data", "ballast replay --data data --from newest --output json"],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let path = try arguments.required("data")
    let workers = try arguments.workers()
    let directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: .reading)
    }
    let end = try height("to", arguments, default: directory.last.height)
    guard end <= directory.last.height else {
      throw CommandFailure(.badInput, "\(path): expected a block up to \(directory.last.height), found \(end)")
    }
    let start = try first(arguments, directory, upTo: end)
    var replay = try Replay(directory, from: start, workers: workers)
    let outcome = try replay.run(to: end)
    try outcome.print(replay, asTable: isTable)
    return outcome.failure == nil ? .success : .difference
  }

  private static func height(_ name: String, _ arguments: Arguments, default fallback: UInt64) throws -> UInt64 {
    guard let text = arguments.value(name) else { return fallback }
    guard let height = UInt64(text) else {
      throw CommandFailure(.usage, "--\(name): expected the height of a block, found \(text)")
    }
    return height
  }

  private static func first(_ arguments: Arguments, _ directory: DataDirectory, upTo end: UInt64) throws -> UInt64 {
    guard arguments.value("from") == "newest" else { return try height("from", arguments, default: 0) }
    let headings = try CommandFailure.stored { () throws(StorageError) in try directory.snapshots() }
    return headings.map(\.link.height).filter { $0 <= end }.max() ?? 0
  }
}

/// A log that is executed again.
struct Replay {
  let directory: DataDirectory
  let workers: Int
  let start: UInt64
  private(set) var ledger: Ledger

  /// - Parameter start: the height of a snapshot, or 0 for the genesis.
  init(_ directory: DataDirectory, from start: UInt64, workers: Int) throws {
    (self.directory, self.start, self.workers) = (directory, start, workers)
    ledger = try LedgerFolder.ledger(of: directory, at: start)
  }

  /// Executes the blocks up to a height, or to the first that does not follow.
  mutating func run(to end: UInt64) throws -> ReplayOutcome {
    var outcome = ReplayOutcome()
    var progress = Progress("blocks executed again")
    guard start < end else { return outcome }
    var blocks = try BlocksAhead(
      directory, start + 1...end, domainSeparator: ledger.state.gateway.domainSeparator, workers: workers)
    while ledger.height < end, let (stored, decoded) = try blocks.next() {
      do throws(LedgerRefusal) {
        let (block, transactions) = try decoded.get()
        outcome.transactions += try ledger.replay(
          block, transactions, receipts: stored.receipts, workers: workers
        ).receipts.count
      } catch {
        outcome.failure = (stored.link.height, error.name, error.message)
      }
      if outcome.failure != nil { break }
      progress.update(Int(clamping: ledger.height))
    }
    progress.finish()
    return outcome
  }
}

/// What a replay found.
struct ReplayOutcome {
  var transactions = 0
  /// The first block that does not follow.
  var failure: (height: UInt64, name: String, message: String)?
  private let start = ContinuousClock.now

  func print(_ replay: Replay, asTable: Bool) throws {
    asTable ? try Console.write(text(replay)) : try Console.write(json(replay))
  }

  private func text(_ replay: Replay) -> String {
    let blocks = replay.ledger.height - replay.start
    let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    var values = NamedValues()
    values.add("from", replay.start == 0 ? "genesis" : "the snapshot of block \(replay.start)")
    values.add("blocks that follow", Amounts.count(Int(clamping: blocks)))
    values.add("transactions", Amounts.count(transactions))
    if milliseconds > 0, transactions > 0 {
      values.add("speed", "\(Amounts.count(Int(Double(transactions) * 1_000 / milliseconds))) transactions a second")
    }
    values.add("block", "\(replay.ledger.headHash)")
    values.add("state", "\(replay.ledger.stateRoot)")
    var text = "\(replay.directory.path)\n\n" + values.text
    if let failure { text += "\nBlock \(failure.height) does not follow: \(failure.name): \(failure.message)\n" }
    return text
  }

  private func json(_ replay: Replay) -> [UInt8] {
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("from")
    json.decimal(replay.start)
    json.key("height")
    json.decimal(replay.ledger.height)
    json.key("transactions")
    json.number(transactions)
    json.key("block")
    json.string("\(replay.ledger.headHash)")
    json.key("stateRoot")
    json.string("\(replay.ledger.stateRoot)")
    json.key("failure")
    if let failure {
      json.beginObject()
      json.key("height")
      json.decimal(failure.height)
      json.key("name")
      json.string(failure.name)
      json.key("message")
      json.string(failure.message)
      json.endObject()
    } else {
      json.null()
    }
    json.endObject()
    return json.bytes + [10]
  }
}
