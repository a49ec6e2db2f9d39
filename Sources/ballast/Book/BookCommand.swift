import Console
import Encoding
import FixedPoint
import Margin

/// `ballast book`: a seeded book of accounts on a market of the tape.
enum BookCommand {
  static let command = Command(
    name: "book",
    summary: "make a seeded book of accounts on a real market",
    description: """
      Makes accounts with the strategies that people hold (covered calls, spreads, straddles, calendar and ratio
      spreads, delta-hedged short volatility, basis trades, perps, collateral in several coins) on the market of
      one moment of a tape. They hold only expiries that the tape lists at every moment from --at through
      --through, so that the same accounts can be margined before, during and after a fall. One seed gives the
      same book on every machine. The output is JSON Lines: a line with the markets, then a line an account.
      Each account has an owner, an address that is made from seed and id and whose key nobody has.

      With --closed, accounts follow that hold the other side: the positions of every option and of every perp
      then add up to zero. Last come two accounts of the venue, v-fees and v-security-module. Accounts are made
      twice for it, first for their sums and then to be written; few are kept in memory at a time.
      The rules are those of specs/07-market-and-book.md.
      """,
    options: [
      OptionSpecification(name: "tape", value: "FILE", help: "the market tape"),
      OptionSpecification(
        name: "at", value: "MOMENT",
        help: "the moment at which the accounts are made: an index, Unix\nseconds, or a text such as 2026-02-04T21:33:08Z"),
      OptionSpecification(
        name: "through", value: "MOMENT", help: "the last moment at which they can be margined; --at if\nleft out"),
      OptionSpecification(name: "accounts", value: "N", help: "how many (1000)"),
      OptionSpecification(name: "seed", value: "S", help: "from 0 to 2^64 - 1 (1)"),
      OptionSpecification(
        name: "closed", help: "add the accounts that bring all positions to zero, and the\nvenue's own"),
      OptionSpecification(
        name: "fund", value: "AMOUNT",
        help: "cash of v-security-module, in whole units (10000000); goes\nwith --closed"),
      OptionSpecification(name: "output", value: "FILE", help: "where to write; standard output if left out"),
    ],
    examples: [
      "ballast book --tape vectors/market/market-tape-2026.json --at 2026-02-04T21:33:08Z \\",
      "  --through 2026-02-06T15:51:21Z --accounts 100000 --seed 7 --output book.jsonl",
      "ballast book --tape vectors/market/market-tape-2026.json --at 3 --closed --fund 250000",
    ],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard let path = arguments.value("tape"), let at = arguments.value("at") else {
      throw CommandFailure(.usage, "--tape and --at were expected; see ballast book --help")
    }
    let tape = try TapeInput.read(path)
    let accounts = try arguments.integer("accounts", 1...Book.greatestCount, default: 1_000)
    let fund = try arguments.integer("fund", 0...BookClosing.greatestFund, default: BookClosing.usualFund)
    if arguments.has("fund") && !arguments.has("closed") {
      throw CommandFailure(.usage, "--fund goes with --closed; see ballast book --help")
    }
    do {
      let first = try tape.moment(at)
      let last = try arguments.value("through").map { try tape.moment($0) } ?? first
      var book = try Book(
        tape, name: String(path.split(separator: "/").last ?? ""), at: first, through: last,
        accounts: accounts, seed: try seed(arguments))
      if arguments.has("closed") { try book.close(fund: fund) }
      try write(book, to: FileOutput(arguments.value("output") ?? "-"))
    } catch let error as TapeError {
      throw CommandFailure(.badInput, error.message)
    } catch let error as BookError {
      throw CommandFailure(.badInput, error.message)
    }
    return .success
  }

  private static func seed(_ arguments: Arguments) throws -> UInt64 {
    guard let text = arguments.value("seed") else { return 1 }
    guard let value = UInt256(text), let seed = try? value.toUInt64() else {
      throw CommandFailure(.usage, "--seed: expected a whole number from 0 to 2^64 - 1, found \(text)")
    }
    return seed
  }

  private static func write(_ book: Book, to output: FileOutput) throws {
    var json = JSONWriter()
    book.writeHeader(to: &json)
    try output.write(json.bytes + [10])
    try book.makeAccounts("accounts", line) { try output.write(Array($0.joined())) }
    for account in book.closing?.accounts ?? [] { try output.write(line(account, &json)) }
  }

  private static func line(_ account: BookAccount, _ json: inout JSONWriter) -> [UInt8] {
    json.removeAll()
    account.write(to: &json)
    return json.bytes + [10]
  }
}

/// Reads the tape that a command names.
enum TapeInput {
  static func read(_ path: String) throws -> MarketTape {
    let bytes = try FileInput.bytes(of: path, atMost: TapeLimits.bytes)
    do throws(TapeError) {
      return try MarketTape(bytes)
    } catch {
      guard case .document(let refusal) = error else { throw CommandFailure(.badInput, error.message) }
      throw CommandFailure(.badInput, "\(path), line \(refusal.line(in: bytes)): \(refusal.message); a market tape is one JSON document")
    }
  }
}
