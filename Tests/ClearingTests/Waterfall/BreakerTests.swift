import FixedPoint
import Testing

@testable import Clearing

/// WF-21 to WF-25: circuit breakers, and reductions as signed actions.
@Suite struct BreakerTests {
  typealias Venue = WaterfallVenue

  static let rule = OracleBreaker(
    leastConfidence: Venue.wad(900), divergence: Venue.wad(50), band: Venue.wad(100), slowSeconds: 600, pause: 60,
    longestPause: 180)

  static func feed(_ spot: UInt128, confidence: UInt128 = 1_000, _ state: inout ClearingState) throws {
    let price = FeedPrice(price: TestVenue.price(spot), confidence: Venue.wad(confidence))
    _ = try state.apply(.feed(.spot(market: 0, price)))
  }

  static func make() throws -> ClearingState {
    var state = try Venue.make(isGraduated: false)
    _ = try state.apply(.set(.oracleBreaker(rule), caller: TestVenue.owner))
    state.isRecording = true
    try feed(2_000, &state)
    return state
  }

  static func pauses(_ state: inout ClearingState) -> [Event] {
    state.takeEvents().filter { if case .liquidationsPaused = $0 { true } else { false } }
  }

  @Test func theSlowPriceComesToTheLast() {
    let watch = MarketWatch(slow: 1_000, last: 1_600, time: 50, since: 0, until: 0, waited: 0)
    #expect(watch.slow(at: 50, 600) == 1_000)
    #expect(watch.slow(at: 150, 600) == 1_100)
    #expect(watch.slow(at: 650, 600) == 1_600)
    #expect(watch.slow(at: 50, 0) == 1_600)
    let falling = MarketWatch(slow: 1_600, last: 1_000, time: 0, since: 0, until: 0, waited: 0)
    #expect(falling.slow(at: 300, 600) == 1_300)
    #expect(falling.slow(at: .max, 600) == 1_000)
  }

  @Test func aJumpPausesLiquidationsUntilThePriceStays() throws {
    var state = try Self.make()
    var rule = Self.rule
    // The mark stays where it was.
    rule.divergence = Wad.wide
    _ = try state.apply(.set(.oracleBreaker(rule), caller: TestVenue.owner))
    let start = state.time
    try Self.feed(1_500, &state)
    #expect(state.pause(of: 0) == start + 60)
    #expect(Self.pauses(&state) == [.liquidationsPaused(market: 0, .band, until: start + 60)])
    let account: AccountNumber = 4
    let scenario = try state.worstScenario(of: account)
    for operation in [
      .startAuction(account, scenario: scenario), .convertToInsolvent(account),
      .bid(Bid(account: account, bidder: 8, part: Wad.wide, caller: AuctionVenue.keeper)),
    ] as [Clearing.Operation] {
      #expect(AuctionVenue.refusal(operation, &state) == "Waterfall_Paused")
    }
    _ = try state.apply(.set(.graduated(Venue.settings()), caller: TestVenue.owner))
    #expect(AuctionVenue.refusal(.reduce(Venue.takeover(account)), &state) == "Waterfall_Paused")
    // It ends by time alone.
    _ = try state.apply(.warp(to: start + 60))
    #expect(state.pause(of: 0) == nil)
  }

  /// However long prices are uncertain, liquidations go on after the longest pause, and for as long again.
  @Test func pausesInARowEnd() throws {
    var state = try Self.make()
    let start = state.time
    var paused: [UInt64] = []
    for second in stride(from: UInt64(0), to: 600, by: 20) {
      _ = try state.apply(.warp(to: start + second))
      try Self.feed(2_000, confidence: 500, &state)
      if state.pause(of: 0) != nil { paused.append(second) }
    }
    #expect(paused == Array(stride(from: 0, to: 180, by: 20)) + Array(stride(from: 360, to: 540, by: 20)))
    #expect(Self.pauses(&state).allSatisfy { if case .liquidationsPaused(_, .confidence, _) = $0 { true } else { false } })
  }

  /// A row is over when liquidations went on for as long as it lasted, however short it was.
  @Test func aRowThatLastedShortlyKeepsNoOtherFromBeginning() throws {
    var state = try Self.make()
    let start = state.time
    for (second, until) in [(0, 60), (120, 180), (239, 299), (297, 300), (479, 300), (480, 540)] as [(UInt64, UInt64)] {
      _ = try state.apply(.warp(to: start + second))
      try Self.feed(2_000, confidence: 500, &state)
      #expect(state.waterfall.watches[0]?.until == start + until)
    }
    let last = MarketWatch(slow: 1, last: 1, time: 0, since: 0, until: .max, waited: 0)
    #expect(!last.beginsAnew(at: .max - 1))
  }

  @Test func aMarkAwayFromTheIndexIsUncertain() throws {
    var state = try Self.make()
    let mark = FeedPrice(price: TestVenue.price(2_200), confidence: Wad.wide)
    _ = state.takeEvents()
    _ = try state.apply(
      .feed(
        .perp(market: 0, mark: mark, impact: ImpactPrices(bid: TestVenue.price(2_000), ask: TestVenue.price(2_001)))))
    #expect(Self.pauses(&state) == [.liquidationsPaused(market: 0, .divergence, until: state.time + 60)])
    _ = try state.apply(.set(.oracleBreaker(nil), caller: TestVenue.owner))
    #expect(state.pause(of: 0) == nil)
  }

  @Test func withdrawalsOfTheVenueWaitWhereTheyAreHeld() throws {
    var state = try Self.make()
    var rule = Self.rule
    // Account 7 holds nothing of the market.
    let withdraw = Clearing.Operation.withdraw(7, .cash, amount: 1, caller: AuctionVenue.keeper)
    for holds in [false, true] {
      rule.holdsWithdrawals = holds
      _ = try state.apply(.set(.oracleBreaker(rule), caller: TestVenue.owner))
      try Self.feed(2_000, confidence: 500, &state)
      #expect(AuctionVenue.refusal(withdraw, &state) == (holds ? "Waterfall_Paused" : nil))
      let token = Clearing.Operation.withdraw(7, .base(0), amount: 1, caller: AuctionVenue.keeper)
      #expect(AuctionVenue.refusal(token, &state) == (holds ? "Waterfall_Paused" : "ERC20InsufficientBalance"))
    }
    _ = try state.apply(.warp(to: state.time + 60))
    #expect(AuctionVenue.refusal(withdraw, &state) == nil)
  }

  @Test func withdrawalsHaveALimitInAWindow() throws {
    var state = try Venue.make(isGraduated: false)
    _ = try state.apply(
      .set(.withdrawalLimit(WithdrawalLimit(amount: TestVenue.price(1_000), seconds: 500)), caller: TestVenue.owner))
    state.isRecording = true
    func withdraw(_ units: UInt64) -> Clearing.Operation {
      .withdraw(7, .cash, amount: UInt256(units * 1_000_000), caller: AuctionVenue.keeper)
    }
    let end = (state.time / 500 + 1) * 500
    #expect(AuctionVenue.refusal(withdraw(899), &state) == nil)
    #expect(!state.events.contains { if case .withdrawalsNearLimit = $0 { true } else { false } })
    #expect(AuctionVenue.refusal(withdraw(1), &state) == nil)
    #expect(state.events.contains(.withdrawalsNearLimit(withdrawn: TestVenue.price(900), until: end)))
    #expect(AuctionVenue.refusal(withdraw(101), &state) == "Waterfall_WithdrawalLimit")
    #expect(AuctionVenue.refusal(withdraw(100), &state) == nil)
    _ = try state.apply(.warp(to: end))
    #expect(AuctionVenue.refusal(withdraw(101), &state) == nil)
  }

  @Test func openInterestHasALimitInAWindow() throws {
    var state = try Venue.make(isGraduated: false)
    let limit = InterestLimit(seconds: 500, growth: [.perp(0): TestVenue.price(20)])
    _ = try state.apply(.set(.interestLimit(limit), caller: TestVenue.owner))
    state.isRecording = true
    func trade(_ units: Int128) -> Clearing.Operation {
      let transfer = Transfer(from: 3, to: 2, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(units))
      return .trade([transfer], caller: TestVenue.exchange)
    }
    let end = (state.time / 500 + 1) * 500
    let key = AssetManager(.perp(0), TestVenue.standard)
    // Both sides count.
    #expect(AuctionVenue.refusal(trade(8), &state) == nil)
    #expect(!state.events.contains { if case .interestNearLimit = $0 { true } else { false } })
    #expect(AuctionVenue.refusal(trade(3), &state) == "Waterfall_InterestLimit")
    #expect(AuctionVenue.refusal(trade(1), &state) == nil)
    let told = Event.interestNearLimit(key, risen: TestVenue.price(18), until: end)
    #expect(state.events.filter { $0 == told }.count == 1)
    #expect(AuctionVenue.refusal(trade(-5), &state) == nil)
    #expect(AuctionVenue.refusal(trade(6), &state) == nil)
    #expect(AuctionVenue.refusal(trade(1), &state) == "Waterfall_InterestLimit")
    #expect(state.brokenInvariants().isEmpty)
    _ = try state.apply(.warp(to: end))
    #expect(AuctionVenue.refusal(trade(1), &state) == nil)
    for (setting, name) in [
      (InterestLimit(seconds: 2_592_001, growth: [:]), "Waterfall_InvalidSetting"),
      (InterestLimit(seconds: 1, growth: [.base(0): 1]), "Waterfall_InvalidSetting"),
      (InterestLimit(seconds: 1, growth: [.perp(9): 1]), "EmptyRevert"),
    ] {
      #expect(AuctionVenue.refusal(.set(.interestLimit(setting), caller: TestVenue.owner), &state) == name)
    }
  }

  @Test func windowsEnd() {
    #expect(UInt64(7).windowEnd(0) == 8)
    #expect(UInt64(250).windowEnd(100) == 300)
    #expect(UInt64.max.windowEnd(1) == .max)
    #expect(UInt64.max.addingCapped(1) == .max)
  }

  @Test func settingsBeyondTheirBoundsAreRefused() throws {
    var state = try Venue.make()
    var (confidence, pause, longest, slow) = (Self.rule, Self.rule, Self.rule, Self.rule)
    confidence.leastConfidence = Wad.wide &+ 1
    pause.pause = 181
    longest.longestPause = 86_401
    slow.slowSeconds = 2_592_001
    for rule in [confidence, pause, longest, slow] {
      let set = Clearing.Operation.set(.oracleBreaker(rule), caller: TestVenue.owner)
      #expect(AuctionVenue.refusal(set, &state) == "Waterfall_InvalidSetting")
    }
    let limit = WithdrawalLimit(amount: .zero, seconds: 2_592_001)
    let set = Clearing.Operation.set(.withdrawalLimit(limit), caller: TestVenue.owner)
    #expect(AuctionVenue.refusal(set, &state) == "Waterfall_InvalidSetting")
  }
}
