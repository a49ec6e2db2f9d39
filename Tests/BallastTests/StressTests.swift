import Console
import FixedPoint
import Keeping
import Margin
import TestSupport
import Testing

@testable import ballast

@Suite("Markets of stress runs")
struct StressTests {
  static func table(_ text: String) throws -> PriceSeries { try PriceSeries(table: Array(text.utf8), path: "prices.csv") }

  @Test("a table of prices (KP-12)") func tables() throws {
    let series = try Self.table("time,BTC, ETH\r\n0,100,10\n\n2026-02-05T15:51:32Z,50.5,8\n")
    #expect(series.times == [0, 1_770_306_692])
    #expect(series.prices["ETH"] == [10, 8].map { UInt256($0 * Wad.one) })
    #expect(try series.price("BTC", at: 885_153_346) == 75_250_000_000_000_000_000)
    #expect(try series.price("BTC", at: .max) == 50_500_000_000_000_000_000)
    #expect(try series.price("SOL", at: 0) == nil)
    for text in [
      "", "time", "when,BTC\n0,1", "time,BTC\n", "time,BTC,BTC\n0,1,1", "time,BTC\n0", "time,BTC\nx,1", "time,BTC\n0,0",
      "time,BTC\n0,-1", "time,BTC\n5,1\n5,1", "time,BTC\n0,1e3", "time,BTC\n0,1", "time,BTC\n0,1\n1,\n2,2",
      "time,BTC\n0,1\n" + String(repeating: "1,", count: 3_000),
    ] {
      #expect(throws: CommandFailure.self, "\(text)") { try Self.table(text) }
    }
  }

  @Test("the observed paths are read") func paths() throws {
    let path = Repository.root.appendingPathComponent("vectors/market/price-paths.json").path
    let bytes = try FileInput.bytes(of: path)
    let series = try PriceSeries(document: bytes, path: path, name: "usdc-depeg-march-2023")
    #expect(series.times.count == 144 && Set(series.prices.keys) == ["BTC", "ETH", "USDC"])
    #expect(throws: CommandFailure.self) { try PriceSeries(document: bytes, path: path, name: nil) }
    #expect(throws: CommandFailure.self) { try PriceSeries(document: Array("{}".utf8), path: path, name: nil) }
  }

  static func book() throws -> StressBook { try StressBook(Repository.root.appendingPathComponent("vectors/market/book-closed.jsonl").path) }

  @Test("a book with a stablecoin goes through its depeg (AM-17, AM-18)") func stablecoin() throws {
    var book = try Self.book()
    let before = book.simulated.entries.count
    let numbered = book.simulated.entries.filter { $0.name.hasPrefix("a") }.count
    try book.addStablecoin()
    let added = book.simulated.entries[before...]
    #expect(added.count == numbered / 5 + 1)
    // What was borrowed was lent.
    #expect(try added.reduce(Int256.zero) { try $0 + $1.account.cash }.isZero)
    #expect(added.dropLast().allSatisfy { $0.account.cash.isNegative && $0.account.collaterals.count == 1 })
    let series = try Self.table("time,price,USDC\n0,100,1\n14400,100,0.992\n18000,100,0.915\n25200,100,0.93")
    let run = StressRun(
      book: book, markets: .prices(series, on: book.simulated.markets, start: book.simulated.time), step: 600,
      rules: StressRules.stablecoin, capital: Wad.one / 10, workers: 1)
    let answer = try run.answer()
    #expect(answer.names == ["fixed", "adaptive"])
    let (fixed, adaptive) = (answer.reports[0], answer.reports[1])
    #expect(!fixed.losses.beyondAccounts.isZero && adaptive.losses.beyondAccounts < fixed.losses.beyondAccounts)
    #expect(fixed.protected.isEmpty && fixed.liquidatedByHaircut.isEmpty)
    #expect(!adaptive.protected.isEmpty && adaptive.liquidatedByStep.isEmpty)
  }

  @Test("deleveraging of a concentrated book (KP-16, KP-17)") func concentrated() throws {
    var book = try Self.book()
    book.setFund(0)
    let before = book.simulated.entries
    try book.addConcentrated()
    let added = book.simulated.entries[before.count...]
    #expect(added.count == before.filter { $0.name.hasPrefix("a") }.count / 20 * 2)
    for pair in stride(from: added.startIndex, to: added.endIndex, by: 2) {
      let (one, other) = (added[pair], added[pair + 1])
      #expect(one.name.dropFirst() == other.name.dropFirst() && one.name.hasPrefix("x-") && other.name.hasPrefix("y-"))
      #expect(try one.account.perpPosition + other.account.perpPosition == .zero)
      #expect(one.account.options.map(\.strike) == other.account.options.map(\.strike))
    }
    let series = try Self.table("time,price\n0,100\n28800,72\n36000,75")
    var rules = StressRules.all.filter { $0.deleveraging != nil }
    for place in rules.indices { rules[place].fund = .nothing }
    let answer = try StressRun(
      book: book, markets: .prices(series, on: book.simulated.markets, start: book.simulated.time), step: 3_600,
      rules: rules, capital: Wad.one / 20_000, workers: 1).answer()
    #expect(answer.names == ["queue", "pro-rata", "least"])
    for report in answer.reports {
      #expect(report.deleveragings > 0 && !report.deleveraged.isEmpty && report.losses.fund.isZero)
      #expect(report.losses.deleveraging <= report.shortfalls)
    }
    let beyond = answer.reports.map(\.deleveragingOvershoot)
    #expect(min(beyond[1], beyond[2]) <= beyond[0])
    #expect(StressPlot(answer).svg.contains("beyond what was needed"))
  }

  @Test("reductions that hedge with the perp (KP-16)") func hedged() throws {
    let book = try Self.book()
    let series = try Self.table("time,price\n0,100\n36000,75")
    let rules = StressRules.all.filter { ["graduated", "hedged"].contains($0.name) }
    #expect(rules.map(\.graduated?.rules.hedgesWithPerp) == [false, true])
    let answer = try StressRun(
      book: book, markets: .prices(series, on: book.simulated.markets, start: book.simulated.time), step: 3_600,
      rules: rules, capital: Wad.one / 10, workers: 1).answer()
    #expect(answer.reports.allSatisfy { $0.reductions > 0 })
    #expect(answer.reports[0] != answer.reports[1])
  }

  @Test("prices move the book's markets (KP-12)") func moved() throws {
    let book = try Self.book().simulated
    let series = try Self.table("time,BTC,ETH\n0,100,10\n3600,80,10\n7200,80,10")
    let markets = StressMarkets.prices(series, on: book.markets, start: book.time)
    #expect(throws: CommandFailure.self) {
      try StressMarkets.prices(Self.table("time,price\n0,1\n1000000,1"), on: [], start: 0).times(step: 10)
    }
    #expect(try markets.times(step: 5_000) == [book.time, book.time + 5_000, book.time + 7_200])
    let first = try markets.markets(at: book.time, of: book.markets.map(\.name))
    for (booked, market) in zip(book.markets, first) {
      #expect(market.spotPrice == booked.market.spotPrice && market.perpPrice == booked.market.perpPrice)
      #expect(market.expiries.map(\.forwardVariablePortion) == booked.market.expiries.map(\.forwardVariablePortion))
    }
    let later = try markets.markets(at: book.time + 3_600, of: [])
    #expect(try later[0].spotPrice == book.markets[0].market.spotPrice.multiplyWadDown(800_000_000_000_000_000))
    #expect(later[1].spotPrice == book.markets[1].market.spotPrice)
    let (before, after) = (book.markets[0].market.expiries[3], later[0].expiries[3])
    #expect(after.secondsToExpiry == before.secondsToExpiry - 3_600)
    #expect(after.svi.rho == before.svi.rho && after.rate == before.rate)
    // A fall of a fifth: volatility times 2.2 at the same distance from the forward.
    let (old, new) = (
      try before.svi.volatility(strike: before.svi.forward), try after.svi.volatility(strike: after.svi.forward)
    )
    let ratio = try new.divideWadDown(old)
    #expect(ratio > 2_199_000_000_000_000_000 && ratio < 2_201_000_000_000_000_000, "\(ratio)")
    // ETH did not fall: its volatility stays.
    let steady = try later[1].expiries[3].svi.volatility(strike: later[1].expiries[3].svi.forward)
      .divideWadDown(book.markets[1].market.expiries[3].svi.volatility(strike: book.markets[1].market.expiries[3].svi.forward))
    #expect(steady > 999_000_000_000_000_000 && steady < 1_001_000_000_000_000_000)
  }

  @Test("between moments of the tape numbers are in a straight line (KP-11)") func interpolated() throws {
    let tape = try TapeInput.read(Repository.root.appendingPathComponent("vectors/market/market-tape-2026.json").path)
    let (from, through) = (try tape.moment("3"), try tape.moment("5"))
    let markets = StressMarkets.tape(tape, from: from, through: through)
    let (first, second) = (tape.moments[from], tape.moments[from + 1])
    #expect(try markets.markets(at: second.timestamp, of: ["BTC"]) == [tape.market(underlying: "BTC", at: from + 1)])
    let middle = first.timestamp + (second.timestamp - first.timestamp) / 2
    let market = try markets.markets(at: middle, of: ["BTC"])[0]
    let (low, high) = (try tape.market(underlying: "BTC", at: from), try tape.market(underlying: "BTC", at: from + 1))
    #expect(market.timestamp == middle)
    #expect(isBetween(market, low, high))
    #expect(try Straight(from: 0, to: 3, at: 1).value(Int256(10), Int256(9)) == 10)
    #expect(try Straight(from: 0, to: 3, at: 2).value(Int256(9), Int256(10)) == 9)
  }

  private func isBetween(_ market: Market, _ low: Market, _ high: Market) -> Bool {
    let middle = (low.spotPrice &+ high.spotPrice) &- market.spotPrice &* 2
    return middle < 10 || UInt256.zero &- middle < 10
  }

  @Test func aRunIsTheSameForAnyNumberOfWorkers() throws {
    let book = try Self.book()
    let series = try Self.table("time,price\n0,100\n36000,75")
    let run = StressRun(
      book: book, markets: .prices(series, on: book.simulated.markets, start: book.simulated.time), step: 3_600,
      rules: StressRules.all, capital: Wad.one / 10, workers: 1)
    let (first, second) = (try run.answer(), try run.answer())
    #expect(first.reports == second.reports && first.times.count == 11)
    #expect(first.reports.allSatisfy { !$0.liquidated.isEmpty })
    #expect(StressPlot(first).svg.hasSuffix("</svg>\n"))
    #expect(first.text.contains("notional closed"))
  }
}
