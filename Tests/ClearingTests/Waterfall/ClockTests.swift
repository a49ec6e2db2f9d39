import FixedPoint
import Testing

@testable import Clearing

/// WF-27, WF-4: clocks that stand while liquidations wait, and announcements that end with what they were about.
@Suite struct ClockTests {
  typealias Venue = WaterfallVenue

  static func doubt(_ state: inout ClearingState) throws {
    let price = try state.spot(0).price
    _ = try state.apply(.feed(.spot(market: 0, FeedPrice(price: price, confidence: Venue.wad(500)))))
    _ = try state.apply(.feed(.spot(market: 0, FeedPrice(price: price, confidence: Wad.wide))))
  }

  /// Account 4 is below maintenance margin, and any reading that is uncertain pauses liquidations for five minutes.
  static func make(isGraduated: Bool = true) throws -> ClearingState {
    var state = try Venue.make(isGraduated: isGraduated)
    try Venue.sink(4, &state)
    let rule = OracleBreaker(
      leastConfidence: Venue.wad(900), divergence: UInt256(1) << 200, band: UInt256(1) << 200, slowSeconds: 1,
      pause: 300, longestPause: 600)
    _ = try state.apply(.set(.oracleBreaker(rule), caller: TestVenue.owner))
    return state
  }

  static func pass(_ seconds: UInt64, _ state: inout ClearingState) throws {
    _ = try state.apply(.warp(to: state.time + seconds))
  }

  @Test func aMarketHasWaitedWhatItsPausesLastedSoFar() throws {
    var state = try Self.make()
    let start = state.time
    for (second, waited) in [(0, 0), (100, 100), (300, 300), (700, 400), (800, 400), (1_100, 700)] as [(UInt64, UInt64)] {
      _ = try state.apply(.warp(to: start + second))
      #expect((state.waterfall.watches[0]?.waited(at: state.time) ?? 0) == waited)
      if second == 0 || second == 100 || second == 800 { try Self.doubt(&state) }
      #expect((state.waterfall.watches[0]?.waited(at: state.time) ?? 0) == waited)
    }
  }

  @Test func theGraceStandsWhileItsMarketWaits() throws {
    var state = try Self.make()
    try Self.doubt(&state)
    try Self.pass(900, &state)
    _ = try state.apply(.announce(4))
    #expect(state.waterfall.announcements[4]?.waited == [MarketWait(market: 0, seconds: 300)])
    try Self.pass(100, &state)
    try Self.doubt(&state)
    for (passed, seconds) in [(0, 100), (299, 100), (1, 100), (499, 599)] as [(UInt64, UInt64)] {
      try Self.pass(passed, &state)
      #expect(state.secondsAnnounced(4) == seconds)
    }
    let start = Clearing.Operation.startAuction(4, scenario: try state.worstScenario(of: 4))
    #expect(AuctionVenue.refusal(start, &state) == "Waterfall_ReductionComesFirst")
    try Self.pass(1, &state)
    #expect(AuctionVenue.refusal(start, &state) == nil)
  }

  @Test func anAuctionLosesNoPriceWhileItWaits() throws {
    var state = try Self.make(isGraduated: false)
    _ = try state.apply(.startAuction(4, scenario: try state.worstScenario(of: 4)))
    try Self.pass(50, &state)
    try Self.doubt(&state)
    for passed in [0, 10, 290] as [UInt64] {
      try Self.pass(passed, &state)
      #expect(try state.auctionStatus(of: 4).age == 50)
    }
    try Self.pass(7, &state)
    #expect(try state.auctionStatus(of: 4).age == 57)
    // What is read back of a market that is not there any more holds nothing.
    #expect(state.seconds(since: state.time, [MarketWait(market: 9, seconds: .max)]) == 0)
    #expect(state.seconds(since: state.time - 5, [MarketWait(market: 9, seconds: 3)]) == 5)
  }

  @Test func withoutARuleNothingIsKept() throws {
    var state = try Venue.make()
    try Venue.sink(4, &state)
    _ = try state.apply(.announce(4))
    #expect(state.waterfall.announcements[4] == Announcement(since: state.time))
    #expect(try state.waits(of: 4).isEmpty)
  }

  /// A trade or a withdrawal that finds initial margin, or another announcement that finds the account above, ends it.
  @Test(arguments: [2, 4] as [AccountNumber]) func anAnnouncementEndsWithTheFall(_ account: AccountNumber) throws {
    var sunk = try Venue.make()
    try Venue.sink(account, &sunk)
    _ = try sunk.apply(.announce(account))
    #expect(AuctionVenue.refusal(.announce(account), &sunk) == "Waterfall_AlreadyAnnounced")
    _ = try sunk.apply(.deposit(account, .cash, amount: 900_000_000_000))
    let owner = try sunk.account(account).owner
    let operations: [Clearing.Operation] = [
      .announce(account), .withdraw(account, .cash, amount: 1, caller: owner),
      .trade(
        [Transfer(from: account + 1, to: account, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(1))],
        caller: TestVenue.exchange),
    ]
    #expect(sunk.announcement(of: account) != nil)
    for operation in operations {
      var state = sunk
      #expect(AuctionVenue.refusal(operation, &state) == nil)
      #expect(state.announcement(of: account) == nil)
      #expect(AuctionVenue.refusal(.withdrawAnnouncement(account), &state) == "Waterfall_NotAnnounced")
    }
  }
}
