import Clearing
import Ethereum
import FixedPoint
import Testing

@testable import Keeping

@Suite("Accounts to be liquidated")
struct WatchListTests {
  static let near: Int256 = 100_000_000_000_000_000

  @Test("distance is a part of the requirement (KP-1)", arguments: [
    (50, 150, 500_000_000_000_000_000), (-50, 50, -500_000_000_000_000_000), (-100, 0, -1_000_000_000_000_000_000),
    (-200, -100, -2_000_000_000_000_000_000), (0, 100, 0), (1, 4, 333_333_333_333_333_333),
    (-1, 2, -333_333_333_333_333_333),
  ] as [(Int256, Int256, Int256)])
  func distance(_ maintenance: Int256, _ value: Int256, _ expected: Int256) throws {
    #expect(try MarginDistance(maintenance: maintenance, markToMarket: value).value == expected)
  }

  @Test func distancesWithoutRequirementAreTheFarthest() throws {
    #expect(try MarginDistance(maintenance: 5, markToMarket: 5).value == .max)
    #expect(try MarginDistance(maintenance: -5, markToMarket: -5).value == .min)
    #expect(try MarginDistance(maintenance: .max, markToMarket: .max).value == .max)
    #expect(try MarginDistance(maintenance: -1, markToMarket: -1).value == .min)
    // A quotient beyond 256 bits is on the side of the margin.
    #expect(try MarginDistance(maintenance: .max - 1, markToMarket: .max).value == .max)
    #expect(throws: ArithmeticError.overflow) { try MarginDistance(maintenance: .min, markToMarket: .max) }
  }

  @Test("the worst first, with auctions and refusals apart (KP-2)") func ranking() throws {
    var state = try KeepersVenue.make()
    var list = WatchList(of: state, near: Self.near)
    #expect(list.accounts.isEmpty && list.unknown.isEmpty)
    #expect(list.count == state.accounts.count)
    // Everybody is near if near is far enough.
    list = WatchList(of: state, near: .max)
    #expect(Set(list.accounts.map(\.number)) == [2, 3, 4, 5])
    #expect(list.accounts.map(\.distance) == list.accounts.map(\.distance).sorted())

    try KeepersVenue.setPrices(&state, spot: 1_800)
    list = WatchList(of: state, near: Self.near)
    #expect(list.accounts.map(\.state) == [.below, .below])
    #expect(Set(list.accounts.map(\.number)) == [2, 4])
    #expect(list.accounts.allSatisfy { $0.maintenanceMargin.isNegative && $0.distance.value.isNegative })
    for workers in [2, 7] {
      #expect(WatchList(of: state, near: Self.near, workers: workers).accounts == list.accounts)
    }

    _ = try state.apply(.startAuction(2, scenario: .zero))
    #expect(WatchList(of: state, near: Self.near).accounts.first { $0.number == 2 }?.state == .solventAuction)

    // Too old a price: nobody who holds anything can be judged.
    _ = try state.apply(.set(.heartbeat(.spot(market: 0), 10), caller: KeepersVenue.owner))
    _ = try state.apply(.warp(to: state.time + 60))
    list = WatchList(of: state, near: Self.near)
    #expect(!list.unknown.isEmpty)
    #expect(list.unknown.allSatisfy { $0.refusal.name == "BLF_DataTooOld" })
  }

  @Test("a quote is what the bid then gets (KP-3)", arguments: [2, 4] as [AccountNumber])
  func quotes(_ number: AccountNumber) throws {
    var state = try KeepersVenue.make()
    #expect(throws: ClearingRefusal.self) { try LiquidationQuote(of: number, in: &state) }
    try KeepersVenue.setPrices(&state, spot: 1_800)
    let before = WatchList(of: state, near: .max).accounts
    let quote = try LiquidationQuote(of: number, in: &state)
    #expect(WatchList(of: state, near: .max).accounts == before, "a quote left a trace")
    #expect(quote.isToBeStarted && !quote.isInsolvent)
    let scenario = try state.worstScenario(of: number)
    _ = try state.apply(.startAuction(number, scenario: scenario))
    let open = try LiquidationQuote(of: number, in: &state)
    #expect(!open.isToBeStarted)
    #expect((open.part, open.price, open.cashNeeded) == (quote.part, quote.price, quote.cashNeeded))
    // The auction starts at 95 parts of 100.
    #expect(quote.discount == 50_000_000_000_000_000 || quote.discount == 50_000_000_000_000_001)

    for (cash, isAdmitted) in [(quote.cashNeeded, true), (quote.cashNeeded &- 1, false)] {
      var venue = state
      let bidder = try KeepersVenue.bidder(for: number, cash: cash, in: &venue)
      let bid = Clearing.Operation.bid(
        Bid(account: number, bidder: bidder, part: Wad.wide, caller: KeepersVenue.keeper))
      guard isAdmitted else {
        #expect(throws: ClearingRefusal.rule(.insufficientBidderCash)) { try venue.apply(bid) }
        continue
      }
      guard case .bid(let receipt) = try venue.apply(bid) else { return }
      #expect((receipt.part, receipt.cashFromBidder) == (quote.part, quote.cashFromTaker))
    }
    var venue = state
    let bidder = try KeepersVenue.bidder(
      for: number, cash: max(quote.cashForInitialMargin, quote.cashNeeded), in: &venue)
    _ = try venue.apply(.bid(Bid(account: number, bidder: bidder, part: Wad.wide, caller: KeepersVenue.keeper)))
    let left = try venue.margins(of: bidder).initial.get()
    #expect(!left.isNegative)
    if quote.cashForInitialMargin >= quote.cashNeeded {
      #expect(left < 1_000_000_000_000, "the taker needed less: \(left)")
    }
  }

  @Test func insolventAccountsPayTheTaker() throws {
    var state = try KeepersVenue.make()
    try KeepersVenue.setPrices(&state, spot: 1_700)
    let quote = try LiquidationQuote(of: 2, in: &state)
    #expect(quote.isInsolvent && quote.discount == nil)
    #expect(quote.part == Wad.wide && quote.cashFromTaker.isZero)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    _ = try state.apply(.warp(to: state.time + 1_800))
    try KeepersVenue.setPrices(&state, spot: 1_700)
    let later = try LiquidationQuote(of: 2, in: &state)
    #expect(later.cashToTaker > quote.cashToTaker && later.gain > quote.gain)
    // Back above maintenance margin there is nothing to bid for.
    try KeepersVenue.setPrices(&state, spot: 2_100)
    #expect(throws: ClearingRefusal.rule(.auctionHasNoGround)) { try LiquidationQuote(of: 2, in: &state) }
    #expect(WatchList(of: state, near: Self.near).accounts.first { $0.number == 2 }?.state == .insolventAuction)
  }
}
