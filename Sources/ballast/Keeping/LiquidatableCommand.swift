import Clearing
import Console
import FixedPoint
import Keeping
import Ledger
import Storage

/// `ballast liquidatable`: the accounts of a data directory that are below maintenance margin or near to it.
enum LiquidatableCommand {
  static let greatestCount = 1_000_000

  static let command = Command(
    name: "liquidatable", summary: "list the accounts to be liquidated, with what a bid gets", positional: "DIR",
    description: """
      Lists the accounts of a data directory that are auctioned, below maintenance margin, or above it by less than a
      part of what their positions require, the worst first. For each that can be bid for: the part that is for sale,
      its price, the discount to the marks, the cash that a bidder must hold, and the cash that leaves the bidder at
      initial margin. An auction that is not open yet is quoted as if it were started now. Where liquidation is
      graduated and a reduction comes first, that is shown instead: how much is closed, and for what discount.
      Amounts are in units; JSON has wads.
      """,
    options: [
      OptionSpecification(
        name: "near", value: "PERCENT", help: "list accounts above maintenance margin by less than this part\nof their requirement (10)"),
      OptionSpecification(name: "count", value: "N", help: "list so many accounts at most (100)"),
      OptionSpecification(name: "at", value: "H", help: "as it was after this block (the last)"),
      OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
      Arguments.workersOption,
    ],
    examples: ["ballast liquidatable data", "ballast liquidatable data --near 25 --output json"], run: run)

  private static func run(_ arguments: Arguments) throws -> Int32 {
    guard arguments.positional.count == 1, let path = arguments.positional.first else {
      throw CommandFailure(.usage, "one data directory was expected; see ballast liquidatable --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let count = try arguments.integer("count", 1...greatestCount, default: 100)
    var near = Int256(Int64(100_000_000_000_000_000))
    if let percent = try arguments.wad("near") {
      guard !percent.isNegative else { throw CommandFailure(.usage, "--near: expected a percentage from zero, found \(percent.unitsText)") }
      near = try CommandFailure.cleared { () throws(ClearingRefusal) in
        do throws(ArithmeticError) { return try percent / 100 } catch { throw .arithmetic(error) }
      }
    }
    var height: UInt64?
    if let text = arguments.value("at") {
      guard let value = UInt64(text) else {
        throw CommandFailure(.usage, "--at: expected the height of a block, found \(text)")
      }
      height = value
    }
    let workers = try arguments.workers()
    let folder = try LedgerFolder(opening: path, for: .reading, at: height, workers: workers)
    let list = WatchList(of: folder.ledger.state, near: near, workers: workers)
    let answer = LiquidatableAnswer(list, of: folder.ledger, count: count)
    if isTable { try Console.write(answer.text) } else { try Console.write(answer.json) }
    return ExitStatus.success.rawValue
  }
}
