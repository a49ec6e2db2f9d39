import Encoding
import FixedPoint
import Margin
import Pricing
import TestSupport
import Testing

@testable import ballast

/// The committed tape, read once.
enum SampleTape {
  static let path = "vectors/market/market-tape-2026.json"
  static let tape = Result { try MarketTape(Repository.bytes(path)) }
}

@Suite("Market tape")
struct MarketTapeTests {
  private let tape: MarketTape

  init() throws { tape = try SampleTape.tape.get() }

  @Test("the committed tape has fifteen moments of two underlyings")
  func committedTape() throws {
    #expect(tape.moments.count == 15)
    #expect(tape.underlyings == ["BTC", "ETH"])
    #expect(tape.moments[7].observation(of: "BTC")?.spot == UInt256(63_858_345 * 1_000_000_000_000_000 as UInt128))
    #expect(tape.moments[14].observation(of: "ETH")?.perp == nil)
  }

  @Test("a moment is named by index, seconds or text")
  func momentNames() throws {
    #expect(try tape.moment("6") == 6)
    #expect(try tape.moment("1770306692") == 6)
    #expect(try tape.moment("2026-02-05T15:51:32Z") == 6)
    for name in ["15", "-1", "", "2026-02-05T15:51:33Z", "2026-02-30T00:00:00Z", "2026-02-05", "+6", "1770306693"] {
      #expect(throws: TapeError.self, "\(name)") { try tape.moment(name) }
    }
    do {
      _ = try tape.moment("2026-02-05T15:51:33Z")
    } catch {
      #expect(error.name == "Tape_UnknownMoment")
      #expect(error.message.contains("nearest is 2026-02-05T15:51:32Z"))
    }
  }

  @Test("times become text and text times, leap days among them")
  func calendar() {
    for (seconds, text) in [
      (0 as UInt64, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (1_709_251_199, "2024-02-29T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
      (1_770_306_692, "2026-02-05T15:51:32Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] {
      #expect(CalendarTime.text(seconds) == text)
      #expect(CalendarTime.seconds(text) == seconds)
    }
    for text in ["2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z"] {
      #expect(CalendarTime.seconds(text) == nil)
    }
    for day in stride(from: 0 as UInt64, to: 60_000, by: 1) {
      #expect(CalendarTime.seconds(CalendarTime.text(day * 86_400 + 3_599)) == day * 86_400 + 3_599)
    }
  }

  @Test("every moment gives a market whose listed strikes have a volatility")
  func markets() throws {
    for index in tape.moments.indices {
      for underlying in tape.underlyings {
        let market = try tape.market(underlying: underlying, at: index)
        #expect(market.timestamp == tape.moments[index].timestamp)
        #expect(!market.expiries.isEmpty)
        #expect(market.collaterals.compactMap(\.name) == ["BTC", "ETH", "WSTETH", "USDC", "USDT"])
        for (expiry, grid) in zip(market.expiries, try market.strikeGrids()) {
          #expect(expiry.rate >= .zero && expiry.rate <= MarketRule().highestRate)
          #expect((16...60).contains(grid.count), "\(underlying) \(expiry.label)")
          #expect(grid.strike(0) < grid.forward && grid.strike(grid.count - 1) > grid.forward)
          for strike in grid.strikes { #expect(try !expiry.svi.volatility(strike: strike).isZero) }
        }
      }
    }
  }

  @Test("a market reads back from its JSON")
  func marketForm() throws {
    let market = try tape.market(underlying: "ETH", at: 14)
    var json = JSONWriter()
    market.write(to: &json)
    #expect(try Market(JSONDocument(json.bytes).root) == market)
    #expect(market.perpPrice == market.spotPrice)
  }

  @Test("the strike nearest to a price is the higher of two, and the end outside the grid")
  func nearestStrikes() throws {
    let grid = try StrikeGrid(tape.market(underlying: "BTC", at: 3).expiries[4])
    #expect(grid.step == UInt256(1_000 * Wad.one))
    let (low, high) = (grid.strike(3), grid.strike(4))
    let middle = low &+ (grid.step >> 1)
    #expect(try grid.nearest(to: middle) == 4)
    #expect(try grid.nearest(to: middle &- 1) == 3)
    #expect(try grid.nearest(to: high) == 4)
    #expect(try grid.nearest(to: 1) == 0)
    #expect(try grid.nearest(to: grid.forward << 8) == grid.count - 1)
    #expect(grid.index(of: low) == 3)
    #expect(grid.index(of: low &+ 1) == nil)
    #expect(grid.index(of: grid.strike(0) &- grid.step) == nil)
    #expect(grid.index(of: grid.strike(grid.count)) == nil)
  }

  @Test("an implied rate is spread over thirty days and bounded")
  func rates() throws {
    let rule = MarketRule()
    let spot: UInt256 = 100_000
    #expect(try rule.rate(forward: 99_000, spot: spot, seconds: 86_400) == .zero)
    #expect(try rule.rate(forward: 110_000, spot: spot, seconds: 86_400) == rule.highestRate)
    let day = try rule.rate(forward: 100_100, spot: spot, seconds: 86_400)
    #expect(try rule.rate(forward: 100_100, spot: spot, seconds: 2_592_000) == day)
    #expect(try rule.rate(forward: 100_100, spot: spot, seconds: 5_184_000) < day)
  }

  @Test("lasting expiries are those of every moment")
  func lastingExpiries() throws {
    let lasting = try tape.lastingExpiries(of: "BTC", from: 3, through: 10)
    #expect(lasting.count == 10)
    for expiry in lasting {
      for moment in 3...10 {
        let listed = tape.moments[moment].observation(of: "BTC")?.expiries.map(\.expiry) ?? []
        #expect(listed.contains(expiry) && expiry > tape.moments[moment].timestamp)
      }
    }
    #expect(throws: TapeError.self) { try tape.lastingExpiries(of: "BTC", from: 4, through: 3) }
    #expect(throws: TapeError.self) { try tape.lastingExpiries(of: "SOL", from: 3, through: 4) }
  }
}

@Suite("Refused tapes")
struct RefusedTapeTests {
  private static let expiry = """
    {"expiry":1770364800,"instrument":"BTC-6FEB26","forward":"70000000000000000000000","tau":"1800000000000000",\
    "svi":{"a":"1","b":"2","rho":"-3","m":"4","sigma":"5"},"fitRmsVol":"1","strikes":3,"openInterest":"7"}
    """
  private static let tape = """
    {"source":"s","snapshots":[{"timestamp":1770306692,"utc":"2026-02-05T15:51:32Z","markets":{"BTC":\
    {"spot":"70000000000000000000000","perp":null,"expiries":[\(expiry)]}}}]}
    """

  @Test("the smallest tape is read")
  func smallest() throws {
    let read = try MarketTape(Array(Self.tape.utf8))
    #expect(read.moments.count == 1)
  }

  @Test(
    "each departure from the form is refused by its name and place",
    arguments: [
      ("\"source\":\"s\",", "", "JSON_MissingMember", "source"),
      ("\"source\":\"s\"", "\"sauce\":\"s\"", "JSON_UnknownMember", "sauce"),
      ("1770306692", "0", "JSON_OutOfRange", "snapshots[0].timestamp"),
      ("1770306692", "4294967296", "JSON_OutOfRange", "snapshots[0].timestamp"),
      ("15:51:32Z", "15:51:33Z", "JSON_OutOfRange", "snapshots[0].utc"),
      ("{\"BTC\"", "{\"btc\"", "JSON_WrongForm", "snapshots[0].markets.btc"),
      ("\"spot\":\"70000000000000000000000\"", "\"spot\":\"0\"", "JSON_OutOfRange", "snapshots[0].markets.BTC.spot"),
      ("\"perp\":null", "\"perp\":\"79228162514264337593543950336\"", "JSON_OutOfRange", "snapshots[0].markets.BTC.perp"),
      ("\"tau\":\"1800000000000000\"", "\"tau\":\"0\"", "JSON_OutOfRange", "snapshots[0].markets.BTC.expiries[0].tau"),
      ("\"b\":\"2\"", "\"b\":\"-2\"", "JSON_OutOfRange", "snapshots[0].markets.BTC.expiries[0].svi.b"),
      ("\"rho\":\"-3\"", "\"rho\":-3", "JSON_WrongType", "snapshots[0].markets.BTC.expiries[0].svi.rho"),
      ("\"a\":\"1\"", "\"a\":\"79228162514264337593543950336\"", "JSON_OutOfRange", "snapshots[0].markets.BTC.expiries[0].svi.a"),
      ("\"expiries\":[", "\"expiries\":[\(expiry),", "JSON_OutOfRange", "snapshots[0].markets.BTC.expiries[1].expiry"),
      ("]}", "", "JSON_Malformed", "snapshots[0].markets.BTC.expiries"),
    ])
  func refused(old: String, new: String, name: String, path: String) throws {
    let text = Self.tape.replacingFirst(old, with: new)
    do {
      _ = try MarketTape(Array(text.utf8))
      Issue.record("\(new) was read")
    } catch {
      guard case .document(let refusal) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.name == name, "\(error)")
      if name != "JSON_Malformed" { #expect(refusal.path.hasPrefix(path), "\(error)") }
    }
  }

  @Test("no moment is refused")
  func noMoments() {
    #expect(throws: TapeError.self) { try MarketTape(Array("{\"source\":\"\",\"snapshots\":[]}".utf8)) }
  }
}

extension String {
  /// The first occurrence replaced.
  fileprivate func replacingFirst(_ old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
