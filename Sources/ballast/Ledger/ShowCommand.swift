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
        Shows who owns an account, what it holds, its margins by its manager's model, and an auction of it with what a
        bid would get now. Amounts are in units; JSON has wads.
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
        Shows a block's header, what came of each of its transactions, and which blocks it stands between.
        """,
      options: [shared[0], shared[2]], examples: ["ballast show block 3 --data data"],
      run: { try BlockShown.run($0).rawValue }),
  ]

  /// Shows a numbered thing of the state.
  private static func run<Shown: StateShown>(
    _ arguments: Arguments, _ make: (UInt64) -> Shown
  ) throws -> Int32 {
    guard arguments.positional.count == 1, let number = arguments.positional.first.flatMap(UInt64.init) else {
      throw CommandFailure(.usage, "one number was expected; see ballast show --help")
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
    if isTable { try Console.write(shown.text(folder.ledger)) } else { try Console.write(shown.json(folder.ledger)) }
    return ExitStatus.success.rawValue
  }
}

/// Something of the state that can be shown.
protocol StateShown {
  func text(_ ledger: Ledger) throws -> String
  func json(_ ledger: Ledger) throws -> [UInt8]
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
  /// A value as text, or an object with the name of why there is none.
  mutating func reading<Value>(_ result: Result<Value, ClearingRefusal>, _ write: (inout JSONWriter, Value) -> Void) {
    switch result {
    case .success(let value): write(&self, value)
    case .failure(let refusal):
      beginObject()
      key("refused")
      string(refusal.name)
      endObject()
    }
  }
}
