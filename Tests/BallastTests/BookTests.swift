import Console
import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

@testable import ballast

@Suite("Seeded book")
struct BookTests {
  private static let made = Result { () throws -> Book in
    try Book(
      SampleTape.tape.get(), name: "market-tape-2026.json", at: 3, through: 10, accounts: 200, seed: 1)
  }
  private let book: Book
  private let tape: MarketTape

  init() throws {
    book = try Self.made.get()
    tape = try SampleTape.tape.get()
  }

  @Test("the book of the independent reference, byte for byte")
  func sample() throws {
    var lines = JSONLines(try Repository.bytes("vectors/market/book-sample.jsonl"))
    var json = JSONWriter()
    book.writeHeader(to: &json)
    #expect(try lines.next().map { Array($0.bytes) } == json.bytes)
    for index in 0..<book.accounts {
      json.removeAll()
      try book.generator.account(index).write(to: &json)
      #expect(try lines.next().map { Array($0.bytes) } == json.bytes, "account \(index)")
    }
    #expect(try lines.next() == nil)
  }

  @Test("an account depends on its number and seed alone")
  func determinism() throws {
    let again = BookGenerator(seed: 1, markets: book.generator.markets.reversed())
    let other = BookGenerator(seed: 2, markets: book.generator.markets)
    var differ = 0
    for index in (0..<40).reversed() {
      let account = try again.account(index)
      #expect(try account == book.generator.account(index))
      if try account != other.account(index) { differ += 1 }
    }
    #expect(differ == 40)
    let threads = Parallel.map(Array(0..<40), state: { 0 }) { index, _ in try? book.generator.account(index) }
    #expect(try threads == (0..<40).map { try book.generator.account($0) })
  }

  @Test("accounts hold listed strikes, lasting expiries, enabled coins and whole lots")
  func holdings() throws {
    for index in 0..<book.accounts {
      let made = try book.generator.account(index)
      let market = try #require(book.generator.markets.first { $0.underlying == made.underlying })
      let lasting = try tape.lastingExpiries(of: made.underlying, from: 3, through: 10)
      var seen = Set<Instrument>()
      for option in made.account.options {
        guard case .timestamp(let time) = option.expiry else {
          Issue.record("an expiry by seconds")
          continue
        }
        #expect(lasting.contains(time))
        let listed = try #require(market.expiries.first { $0.label == option.expiry })
        #expect(listed.grid.index(of: option.strike) != nil)
        #expect(!option.amount.isZero)
        #expect(try (option.amount % Int256(market.lot)).isZero)
        #expect(seen.insert(.option(expiry: option.expiry, strike: option.strike, isCall: option.isCall)).inserted)
      }
      for collateral in made.account.collaterals {
        #expect(market.model.parameters.collaterals[collateral.asset] != nil)
        #expect(collateral.amount > .zero)
      }
      #expect(made.account.unsettledPerpCash.isZero)
      if made.account.collaterals.isEmpty { #expect(!made.account.cash.isNegative, "\(made.id)") }
      #expect(made.account.positionsAlone.count > 0)
      #expect(made.account.options.count <= 40)
    }
  }

  @Test("no account starts below maintenance, and shared prices give the direct margins at every moment")
  func margins() throws {
    var workspace = RiskArrays.Workspace()
    var below: Set<Int> = []
    for moment in 3...10 {
      var arrays: [String: MarketArrays] = [:]
      for market in book.generator.markets {
        arrays[market.underlying] = BookMarket.priced(
          market.expiries, on: try tape.market(underlying: market.underlying, at: moment), market.model)
      }
      for index in 0..<book.accounts {
        let made = try book.generator.account(index)
        let market = try #require(book.generator.markets.first { $0.underlying == made.underlying })
        let shared = try #require(arrays[made.underlying])
        let account = try made.account.remarked(from: market.market, to: shared.market)
        let margin = try shared.margin(of: account, &workspace)
        if moment == 3 { #expect(!margin.maintenanceMargin.isNegative, "\(made.id)") }
        if margin.maintenanceMargin.isNegative { below.insert(index) }
        guard index % 40 == 0 else { continue }
        let direct = try PortfolioMargin(
          Portfolio(
            arranging: account, on: shared.market, maxExpiries: market.model.parameters.maxExpiries),
          parameters: market.model.parameters, scenarios: market.model.scenarios)
        #expect(margin.maintenanceMargin == direct.maintenanceMargin, "\(made.id) at \(moment)")
        #expect(margin.initialMargin == direct.initialMargin)
        #expect(margin.markToMarket == direct.markToMarket)
      }
    }
    #expect((5...40).contains(below.count))
  }

  @Test("the mix of strategies and underlyings is that of the weights")
  func mix() throws {
    #expect(Strategy.weights.reduce(0, +) == 1_000)
    #expect(Strategy.combined.last == .perpShort)
    var counts: [Strategy: Int] = [:]
    var bitcoin = 0
    var positions = 0
    let count = 2_000
    for index in 0..<count {
      let made = try book.generator.account(index)
      counts[try #require(Strategy(rawValue: made.strategy)), default: 0] += 1
      bitcoin += made.underlying == "BTC" ? 1 : 0
      positions += made.account.positionsAlone.count + (made.account.cash.isZero ? 0 : 1)
    }
    for strategy in Strategy.allCases {
      // Five deviations of a count of so many.
      let expected = count * strategy.perMille / 1_000
      let found = counts[strategy] ?? 0
      #expect((found - expected) * (found - expected) <= 25 * expected, "\(strategy): \(found)")
    }
    #expect((1_090...1_310).contains(bitcoin))
    #expect((5 * count...8 * count).contains(positions))
  }

  @Test("a later moment marks the perp anew, toward zero")
  func remarking() throws {
    var first = try tape.market(underlying: "BTC", at: 3)
    var later = first
    first.perpPrice = 100
    later.perpPrice = 97
    var account = Account(
      cash: .zero, perpPosition: Int256(Wad.one / 2), unsettledPerpCash: 10, collaterals: [], options: [])
    #expect(try account.remarked(from: first, to: later).unsettledPerpCash == 9)
    #expect(try account.remarked(from: later, to: first).unsettledPerpCash == 11)
    account.perpPosition = try -account.perpPosition
    #expect(try account.remarked(from: first, to: later).unsettledPerpCash == 11)
    account.perpPosition = .zero
    #expect(try account.remarked(from: first, to: later) == account)
  }

  @Test("moments that share too few expiries are refused by name")
  func refusals() throws {
    // Two of its expiries are listed at every moment; without one of them there are too few.
    _ = try Book(tape, name: "t", at: 0, through: 14, accounts: 1, seed: 1)
    var tape = tape
    tape.moments[14].observations[0].expiries.removeAll { $0.expiry == 1_798_185_600 }
    do {
      _ = try Book(tape, name: "t", at: 0, through: 14, accounts: 1, seed: 1)
      Issue.record("a book over moments that share one expiry was made")
    } catch {
      #expect(error.name == "Tape_TooFewExpiries")
      #expect(error.message.contains("BTC"))
    }
    #expect(throws: BookError.tape(.momentsReversed(at: 1_770_306_692, through: 1_770_284_207))) {
      try Book(tape, name: "t", at: 6, through: 5, accounts: 1, seed: 1)
    }
  }
}
