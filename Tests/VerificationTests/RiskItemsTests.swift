import Commitment
import Ethereum
import FixedPoint
import Margin
import Testing
import VenueSupport
import Verification

/// The items under a venue's risk root (SV-8, SV-9).
struct RiskItemsTests {
  @Test func order() throws {
    let venue = try SampleVenue()
    let risk = try RiskItems(venue.markets.reversed(), records: venue.accounts.map(\.record))
    #expect(risk.items.map(\.kind) == [.market, .market, .parameters, .parameters] + Array(repeating: .riskArray, count: 4))
    #expect(risk.items[0].key == SampleVenue.btc.bytes)
    #expect(risk.items[3].key == SampleVenue.eth.bytes)
    #expect(risk.items.dropFirst(4).allSatisfy { $0.key.count == 61 })
    // A list that is not in order is refused.
    _ = try RiskTree(risk.items)
    let array = risk.items[4]
    #expect(array.key.suffix(1) == [1])
    #expect(array.value.count == 2 + 16 * (3 + 33))
    #expect(array.value.prefix(2) == [0, 33])
  }

  @Test func theSameWithSeveralWorkers() throws {
    let venue = try SampleVenue()
    let records = venue.accounts.map(\.record)
    let one = try RiskItems(venue.markets, records: records, workers: 1)
    for workers in [2, 3, 8] {
      #expect(try RiskItems(venue.markets, records: records, workers: workers).items == one.items)
    }
  }

  /// A manager that no account names is not under the root, and one without a market is refused.
  @Test func managers() throws {
    let venue = try SampleVenue()
    let records = venue.accounts.map(\.record).filter { $0.manager == SampleVenue.btc }
    let risk = try RiskItems(venue.markets, records: records)
    #expect(risk.items.filter { $0.kind == .market }.count == 1)
    #expect(risk.market(of: SampleVenue.eth) == nil)
    #expect(throws: RiskItemsRefusal.unknownManager(SampleVenue.btc, index: 0)) {
      try RiskItems([venue.markets[1]], records: records)
    }
  }
}
