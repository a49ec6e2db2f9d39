import Console
import FixedPoint
import Keeping

/// `ballast stress`: a book taken through a fall of prices, with keepers, under each set of rules.
enum StressCommand {
  static let command = Command(
    name: "stress", summary: "replay a market over a book with keepers, rule set beside rule set",
    description: """
      Loads a closed book into a venue, moves the market step by step, lets keepers liquidate, and reports what came of
      it under each set of rules: accounts liquidated, notional closed, how much of it was more than needed, losses by
      layer of the waterfall, time below maintenance margin, what the fund paid, and who was deleveraged.

      The market is the tape's, from the book's own moment to that of --through; or that of --prices, a table such as

        time,BTC,ETH
        2026-02-05T00:00:00Z,73000,2140

      or a document of paths such as vectors/market/price-paths.json, which moves the book's own markets. A column
      named price moves every underlying that has none of its own.
      """,
    options: [
      OptionSpecification(name: "book", value: "FILE", help: "a closed book (ballast book --closed)"),
      OptionSpecification(name: "tape", value: "FILE", help: "the market tape"),
      OptionSpecification(name: "through", value: "MOMENT", help: "the last moment of the tape (the book's)"),
      OptionSpecification(name: "prices", value: "FILE", help: "a table of prices with commas, or a document of paths"),
      OptionSpecification(name: "path", value: "NAME", help: "the path of the document"),
      OptionSpecification(name: "step", value: "SECONDS", help: "from 10 to 86400 (600)"),
      OptionSpecification(
        name: "rules", value: "NAMES", help: "with commas between, of: \(StressRules.all.map(\.name).joined(separator: ", "))\n(all of them; with --stablecoin: \(StressRules.stablecoin.map { $0.name }.joined(separator: ", ")))"),
      OptionSpecification(
        name: "stablecoin",
        help: "accounts hold USDC in place of cash, and others borrow\nagainst it; for the rules fixed and adaptive"),
      OptionSpecification(
        name: "concentrated",
        help: "accounts with large positions that lose when prices\nfall, and others that hold the other side"),
      OptionSpecification(name: "capital", value: "PERCENT", help: "what all keepers have, of the book's equity (10)"),
      OptionSpecification(name: "fund", value: "AMOUNT", help: "the fund in place of the book's, in units; with 0\nit pays nothing, also not what start fees bring it"),
      OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
      OptionSpecification(name: "plot", value: "FILE", help: "also write a plot, an SVG file"),
      Arguments.workersOption,
    ],
    examples: [
      "ballast stress --book book.jsonl --tape vectors/market/market-tape-2026.json --plot fall.svg",
      "ballast stress --book book.jsonl --prices vectors/market/price-paths.json --path terra-may-2022",
      "ballast stress --book book.jsonl --prices vectors/market/price-paths.json --path usdc-depeg-march-2023 --stablecoin",
      "ballast stress --book book.jsonl --prices prices.csv --rules auctions --output json",
    ],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard let path = arguments.value("book"), arguments.positional.isEmpty else {
      throw CommandFailure(.usage, "one book was expected: ballast stress --book FILE; see ballast stress --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let step = UInt64(try arguments.integer("step", 10...86_400, default: 600))
    var rules = try StressRules.named(arguments.value("rules"), hasStablecoin: arguments.has("stablecoin"))
    let capital = try arguments.wad("capital") ?? Int256(10 * Int128(Wad.one))
    guard !capital.isNegative, capital.magnitude.high == 0 else {
      throw CommandFailure(.usage, "--capital: expected a percentage from zero, found \(capital.unitsText)")
    }
    var book = try StressBook(path)
    if let fund = try arguments.unsignedWad("fund") {
      book.setFund(fund)
      // What starts of auctions bring is not paid out either.
      if fund == 0 { for place in rules.indices { rules[place].fund = .nothing } }
    }
    if arguments.has("stablecoin") { try book.addStablecoin() }
    if arguments.has("concentrated") { try book.addConcentrated() }
    let markets = try markets(arguments, book)
    // A folder that cannot be written is found out before the work is done.
    let plot = try arguments.value("plot").map { path throws(CommandFailure) in
      FileReplacement.removeUnfinished(beside: path)
      return try FileReplacement(path, mode: 0o644)
    }
    let run = StressRun(
      book: book, markets: markets, step: step, rules: rules, capital: capital.magnitude.low / 100,
      workers: try arguments.workers())
    let answer = try run.answer()
    if isTable { try Console.write(answer.text) } else { try Console.write(answer.json) }
    if let plot {
      try plot.write([UInt8](StressPlot(answer).svg.utf8))
      try plot.finish()
    }
    return .success
  }

  private static func markets(_ arguments: Arguments, _ book: StressBook) throws -> StressMarkets {
    switch (arguments.value("tape"), arguments.value("prices")) {
    case (let path?, nil):
      if arguments.has("path") { throw CommandFailure(.usage, "--path goes with --prices, a document of paths") }
      let tape = try TapeInput.read(path)
      do throws(TapeError) {
        let from = try tape.moment("\(book.simulated.time)")
        let through = try tape.moment(arguments.value("through") ?? "\(book.through ?? book.simulated.time)")
        guard from <= through else {
          throw TapeError.momentsReversed(at: tape.moments[from].timestamp, through: tape.moments[through].timestamp)
        }
        return .tape(tape, from: from, through: through)
      } catch { throw CommandFailure(.badInput, error.message) }
    case (nil, let path?):
      if arguments.has("through") { throw CommandFailure(.usage, "--through goes with --tape; prices end where their rows do") }
      let bytes = try FileInput.bytes(of: path)
      let isDocument = bytes.first { $0 > 32 } == UInt8(ascii: "{")
      if !isDocument && arguments.has("path") {
        throw CommandFailure(.usage, "--path goes with a document of paths, and \(path) is a table")
      }
      let series =
        isDocument
        ? try PriceSeries(document: bytes, path: path, name: arguments.value("path"))
        : try PriceSeries(table: bytes, path: path)
      for market in book.simulated.markets where series.prices[market.name] == nil && series.prices["price"] == nil {
        throw CommandFailure(.badInput, "\(path): expected a column \(market.name), or price for all that have none")
      }
      return .prices(series, on: book.simulated.markets, start: book.simulated.time)
    default: throw CommandFailure(.usage, "either --tape or --prices was expected; see ballast stress --help")
    }
  }
}
