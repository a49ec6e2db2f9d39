import Console
import Encoding
import FixedPoint
import Margin
import Pricing

/// `ballast market`: the moments of a tape, and the whole market of one.
enum MarketCommand {
  static let command = Command(
    name: "market",
    summary: "list the moments of a market tape, or write one market",
    description: """
      Lists the moments of a tape with the prices and one-month volatility of each underlying; with --at, writes
      the whole market of one moment as JSON, in the form that accounts are margined on. What the tape does not
      say (rates, confidences, other collateral) follows the rules of specs/07-market-and-book.md.
      """,
    options: [
      OptionSpecification(name: "tape", value: "FILE", help: "the market tape"),
      OptionSpecification(
        name: "at", value: "MOMENT",
        help: "an index, Unix seconds, or a text such as\n2026-02-05T15:51:32Z"),
      OptionSpecification(
        name: "underlying", value: "NAME", help: "which market to write, such as BTC; the first if left out"),
      OptionSpecification(
        name: "list", help: "list the moments; with --at the expiries of that moment\nand their strikes"),
    ],
    examples: [
      "ballast market --tape vectors/market/market-tape-2026.json",
      "ballast market --tape vectors/market/market-tape-2026.json --at 7 --underlying ETH",
      "ballast market --tape vectors/market/market-tape-2026.json --at 2026-02-05T15:51:32Z --list",
    ],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard let path = arguments.value("tape") else {
      throw CommandFailure(.usage, "--tape was expected; see ballast market --help")
    }
    let tape = try TapeInput.read(path)
    do {
      guard let at = arguments.value("at") else {
        try Console.write(list(tape))
        return .success
      }
      let moment = try tape.moment(at)
      let underlying = arguments.value("underlying") ?? tape.moments[moment].observations[0].underlying
      let market = try tape.market(underlying: underlying, at: moment)
      if arguments.has("list") {
        try Console.write(expiries(market, underlying))
      } else {
        var json = JSONWriter(Console.outputIsTerminal ? .indented : .compact)
        market.write(to: &json)
        try Console.write(json.bytes + [10])
      }
    } catch let error as TapeError {
      throw CommandFailure(.badInput, error.message)
    }
    return .success
  }

  /// The moments with each underlying's price and volatility at the forward about a month away.
  private static func list(_ tape: MarketTape) -> String {
    let underlyings = tape.underlyings
    var table = Table(
      [("", .right), ("moment (UTC)", .left), ("Unix", .right)]
        + underlyings.map { ($0, .right) } + underlyings.map { ("\($0) vol", .right) })
    for (index, moment) in tape.moments.enumerated() {
      let seen = underlyings.map { moment.observation(of: $0) }
      table.add(
        ["\(index)", CalendarTime.text(moment.timestamp), "\(moment.timestamp)"]
          + seen.map { $0.map { Amounts.text($0.spot) } ?? "-" }
          + seen.map { $0.flatMap { $0.monthVolatility(at: moment.timestamp) }.map { Amounts.percent($0) } ?? "-" })
    }
    return table.text() + "\nvol: at the forward of the expiry nearest to thirty days.\n"
  }

  private static func expiries(_ market: Market, _ underlying: String) throws -> String {
    var table = Table([
      ("expiry (UTC)", .left), ("Unix", .right), ("days", .right), ("forward", .right), ("rate", .right),
      ("vol", .right), ("strikes", .right), ("from", .right), ("to", .right), ("step", .right),
    ])
    for (expiry, grid) in zip(market.expiries, try market.strikeGrids()) {
      guard case .timestamp(let time) = expiry.label else { continue }
      let days = UInt256(expiry.secondsToExpiry) &* Wad.wide
      table.add([
        CalendarTime.text(time), "\(time)", Amounts.text(days.quotient(dividingByNonZero: 86_400), decimals: 1),
        Amounts.text(grid.forward), Amounts.percent(expiry.rate),
        (try? expiry.svi.volatility(strike: grid.forward)).map { Amounts.percent(Int256(bitPattern: $0)) } ?? "-",
        "\(grid.count)", Int256(bitPattern: grid.strike(0)).unitsText,
        Int256(bitPattern: grid.strike(grid.count - 1)).unitsText, Int256(bitPattern: grid.step).unitsText,
      ])
    }
    let head = "\(underlying) \(Amounts.text(market.spotPrice)), perp \(Amounts.text(market.perpPrice))"
    return head + ", \(CalendarTime.text(market.timestamp ?? 0))\n\n" + table.text()
  }
}

extension MarketTape.Observation {
  /// The volatility at the forward of the expiry nearest to thirty days, the earlier of two, wad.
  fileprivate func monthVolatility(at time: UInt64) -> Int256? {
    let month = time + 2_592_000
    let nearest = expiries.min { max($0.expiry, month) - min($0.expiry, month) < max($1.expiry, month) - min($1.expiry, month) }
    return nearest.flatMap { try? $0.svi.volatility(strike: $0.svi.forward) }.map { Int256(bitPattern: $0) }
  }
}
