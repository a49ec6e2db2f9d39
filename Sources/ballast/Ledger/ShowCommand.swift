import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Storage

/// `ballast show`: an account, a market, a block or a receipt of a data directory, explained.
enum ShowCommand {
  private static let shared = [
    OptionSpecification(name: "data", value: "DIR", help: "the data directory"),
    OptionSpecification(name: "at", value: "H", help: "as it was after this block (the last)"),
    OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
    Arguments.workersOption,
  ]

  static let commands = [
    Command(
      name: "show account", summary: "explain an account of a data directory", positional: "NUMBER",
      description: """
        Shows who owns an account, what it holds, its margins by its manager's model with the scenario that binds, what
        the owner has outside accounts, and an auction of it with what a bid would get now. Amounts are in units; JSON
        has wads, and tokens in their own units.
        """,
      options: shared, examples: ["ballast show account 7 --data data", "ballast show account 7 --data data --at 12"],
      run: { try run($0) { AccountShown($0) } }),
    Command(
      name: "show market", summary: "explain a market of a data directory", positional: "PLACE",
      description: """
        Shows what the feeds of a market say now or why they cannot be read, the funding of its perps, and each expiry
        with its forward, volatility, rate, settlement price and the open interest of its options. Markets count from
        0 in the order of the genesis.
        """,
      options: shared, examples: ["ballast show market 0 --data data", "ballast show market 0 --data data --output json"],
      run: { try run($0) { MarketShown($0) } }),
    Command(
      name: "show block", summary: "explain a block of a data directory", positional: "HEIGHT",
      description: """
        Shows a block's header, and of each of its receipts what was asked, by which accounts, what came of it, and
        how many events and decisions it has. JSON has every receipt as LG-27 of specs/20-ledger.md, and the
        transactions as ballast run takes them.
        """,
      options: [shared[0], shared[2]], examples: ["ballast show block 3 --data data"],
      run: { try BlockShown.run($0).rawValue }),
    Command(
      name: "show receipt", summary: "explain a receipt: what was asked, what came of it, and why",
      positional: "HEIGHT POSITION",
      description: """
        Executes the block again, from the newest snapshot before it, and shows a transaction in words, its outcome,
        its events, and every decision that a manager made by a margin: the readings, each scenario's profit and loss,
        the one that binds, the margin and the outcome. The log has only the hashes of decisions; each that is
        computed again is compared with its hash there. Receipts count from 0 in the order of the block, those of
        announced parameters that were due first; ballast show block lists them.

        The status is 1 where the block, a receipt or a decision in the log is another than execution gives, with the
        name of the difference. JSON has the receipt and the decisions as LG-27 and LG-28 of specs/20-ledger.md, and
        the path from the receipt to the block's receipts root. To show others that the block follows, without the
        rest of the state: ballast prove block.
        """,
      options: [shared[0], shared[2], shared[3]],
      examples: [
        "ballast show receipt 2 14 --data data", "ballast show receipt 2 14 --data data --output json",
        "ballast prove block --data data --height 2 --output block-2.witness",
      ],
      run: { try ReceiptShown.run($0).rawValue }),
  ]

  /// Shows a numbered thing of the state.
  private static func run<Shown: StateShown>(
    _ arguments: Arguments, _ make: (UInt64) -> Shown
  ) throws -> Int32 {
    guard arguments.positional.count == 1, let number = arguments.positional.first.flatMap(UInt64.init) else {
      let found = arguments.positional.isEmpty ? "none" : arguments.positional.joined(separator: " ")
      throw CommandFailure(.usage, "one number was expected, found \(found)")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let height: UInt64?
    if let text = arguments.value("at") {
      guard let value = UInt64(text) else {
        throw CommandFailure(.usage, "--at: expected the height of a block, found \(text)")
      }
      height = value
    } else {
      height = nil
    }
    let folder = try LedgerFolder(
      opening: arguments.required("data"), for: .reading, at: height, workers: arguments.workers())
    let shown = make(number)
    if isTable {
      try Console.write(shown.text(folder.ledger))
    } else {
      var json = JSONWriter(.indented)
      json.beginObject()
      try shown.write(folder.ledger, to: &json)
      json.endObject()
      try Console.write(json.bytes + [10])
    }
    return ExitStatus.success.rawValue
  }

  /// What is shown and when it was so, with an empty line.
  static func title(_ name: String, _ ledger: Ledger) -> String {
    "\(name) at block \(ledger.height), \(CalendarTime.text(ledger.state.time))\n\n"
  }

  /// The same for programs.
  static func write(_ ledger: Ledger, to json: inout JSONWriter) {
    json.member("height", ledger.height)
    json.member("time", ledger.state.time)
  }
}

/// Something of the state that can be shown.
protocol StateShown {
  func text(_ ledger: Ledger) throws -> String
  /// Writes members of an open object.
  func write(_ ledger: Ledger, to json: inout JSONWriter) throws
}

extension CommandFailure {
  /// The same with a refusal of the state as the end of the command.
  static func cleared<Result>(_ body: () throws(ClearingRefusal) -> Result) throws -> Result {
    do throws(ClearingRefusal) { return try body() } catch { throw CommandFailure(.badInput, error.name) }
  }
}

/// A value, or the name of why there is none.
func shown<Value>(_ result: Result<Value, ClearingRefusal>, _ text: (Value) -> String) -> String {
  switch result {
  case .success(let value): text(value)
  case .failure(let refusal): refusal.name
  }
}

extension JSONWriter {
  /// A member: a value, or an object with the name of why there is none.
  mutating func reading<Value>(
    _ name: String, _ result: Result<Value, ClearingRefusal>, _ write: (inout JSONWriter, Value) -> Void
  ) {
    key(name)
    switch result {
    case .success(let value): write(&self, value)
    case .failure(let refusal): object { $0.member("refused", refusal.name) }
    }
  }
}
