import Encoding
import FixedPoint
import Margin
import Testing

@testable import Clearing

/// AM-1 to AM-9: settings, inputs, and levels in a venue.
@Suite struct AdaptingTests {
  typealias Venue = AdaptiveVenue

  @Test func aHaircutIsAnnouncedAndBindsByTime() throws {
    var state = try Venue.make()
    let before = try Venue.maintenance(4, state)
    try Venue.move(to: 1_970, after: 60, &state)
    let start = state.time
    let announced = state.takeEvents().filter { if case .levelAnnounced = $0 { true } else { false } }
    #expect(
      announced == [TestVenue.standard, TestVenue.portfolio].map {
        .levelAnnounced(manager: $0, rule: 0, Venue.wad(50), binds: start + 600)
      })
    let fallen = try Venue.maintenance(4, state)
    #expect(fallen < before)
    _ = try state.apply(.warp(to: start + 599))
    #expect(Venue.level(0, state).isZero)
    _ = try state.apply(.warp(to: start + 600))
    #expect(Venue.level(0, state) == Venue.wad(50))
    // A twentieth of 49,250.
    let bound = try Venue.maintenance(4, state)
    let paid = (fallen &- bound).magnitude
    #expect(paid >= TestVenue.price(2_462) && paid <= TestVenue.price(2_463), "\(paid)")
    #expect(!state.takeEvents().contains { if case .levelMoved = $0 { true } else { false } })
    try TestVenue.setPrices(&state, spot: 1_970)
    #expect(state.takeEvents().contains(.levelMoved(manager: TestVenue.portfolio, rule: 0, Venue.wad(50), since: start + 600)))
    // It relaxes when it has been in force for an hour.
    for seconds in [600, 600, 600] as [UInt64] { try Venue.move(to: 2_000, after: seconds, &state) }
    #expect(Venue.level(0, state) == Venue.wad(50))
    try Venue.move(to: 2_000, after: 1_800, &state)
    #expect(Venue.level(0, state).isZero)
  }

  @Test func theStandardModelCountsLess() throws {
    var state = try Venue.make()
    try Venue.move(to: 1_960, after: 60, &state)
    let before = try Venue.maintenance(2, state)
    _ = try state.apply(.warp(to: state.time + 600))
    let paid = (try before - Venue.maintenance(2, state)).magnitude
    #expect(paid >= TestVenue.price(2_449) && paid <= TestVenue.price(2_451), "\(paid)")
  }

  @Test func everyInputIsMeasured() throws {
    let line = Venue.curve((0, 0), (4_000, 4_000))
    let rules: [AdaptiveRule] = [
      Venue.rule(.perp(0), .realised(seconds: 600), line, step: 1_000, notice: 1),
      Venue.rule(.option(0), .implied(expiries: [5, TestVenue.expiry], tenor: 60), line, .volRange, step: 1_000, notice: 1),
      Venue.rule(.option(0), .confidence, line, .spotRange, step: 1_000, notice: 1),
      Venue.rule(.base(0), .peg(PegReference(price: TestVenue.price(2), market: 0)), line, step: 1_000, notice: 1),
      Venue.rule(.perp(0), .interest(reference: TestVenue.price(1_000)), line, step: 1_000, notice: 1),
      Venue.rule(.perp(0), .share(least: TestVenue.price(100)), line, step: 500, notice: 1),
      Venue.rule(.perp(0), .size(depth: TestVenue.price(1_000_000)), line),
    ]
    var state = try Venue.make(rules, grace: 0, owed: [:])
    state.isRecording = false
    for spot in [2_000, 2_100, 2_100] as [UInt128] {
      try Venue.move(to: spot, after: 60, &state)
      let price = FeedPrice(price: TestVenue.price(spot), confidence: Venue.wad(700))
      _ = try state.apply(.feed(.spot(market: 0, price)))
    }
    _ = try state.apply(.warp(to: state.time + 1))
    let levels = (0..<7).map { Venue.level($0, state) }
    #expect(levels[0] > .zero)
    #expect(levels[1] == Venue.wad(700))
    #expect(levels[2] == Venue.wad(300))
    // Half of what it should be.
    #expect(levels[3] == Venue.wad(500))
    // Of both sides of sixty.
    #expect(levels[4] == Venue.wad(120))
    #expect(levels[5] == TestVenue.price(120))
    #expect(levels[6].isZero)
    let settings = try #require(state.managers[TestVenue.portfolio].adaptive)
    let additions = state.additions(TestVenue.portfolio, settings, account: 3, at: state.time)
    let perp = try #require(additions.first { $0.asset == .perp(0) }?.amount)
    // A half of all of it, and 126,000 of the depth.
    #expect(perp == levels[0] &+ levels[4] &+ Venue.wad(500) &+ Venue.wad(126))
    #expect(additions.count == 4)
  }

  /// A reading that is not there moves nothing, and what was announced still binds.
  @Test func silenceMovesNothing() throws {
    let rule = Venue.rule(.option(0), .implied(expiries: [7], tenor: 0), Venue.curve((0, 1_000)), .volRange)
    var state = try Venue.make([Venue.peg, rule])
    try Venue.move(to: 1_960, after: 60, &state)
    #expect(Venue.level(1, state).isZero)
    #expect(state.waterfall.levels[TestVenue.portfolio]?[1].binds == 0)
    // The price is too old from now on.
    _ = try state.apply(.set(.heartbeat(.spot(market: 0), 0), caller: TestVenue.owner))
    _ = try state.apply(.warp(to: state.time + 1_000))
    let stable = FeedUpdate.stable(FeedPrice(price: Wad.wide, confidence: Wad.wide))
    _ = try state.apply(.feed(stable))
    #expect(Venue.level(0, state) == Venue.wad(50) && state.waterfall.levels[TestVenue.portfolio]?[0].binds == 0)
  }

  @Test func whatStaysKeepsItsLevel() throws {
    var state = try Venue.make()
    try Venue.move(to: 1_960, after: 60, &state)
    _ = try state.apply(.warp(to: state.time + 600))
    var faster = Venue.peg
    faster.step = Venue.wad(100)
    let other = Venue.rule(.base(0), .confidence, Venue.curve((0, 0), (500, 100)))
    try Venue.set(AdaptiveSettings(grace: 600, rules: [faster, other]), &state)
    #expect(Venue.level(0, state) == Venue.wad(50) && Venue.level(1, state).isZero)
    try Venue.set(AdaptiveSettings(grace: 600, rules: [other]), &state)
    #expect(Venue.level(0, state).isZero && state.waterfall.levels[TestVenue.portfolio]?.count == 1)
    try Venue.set(nil, &state)
    #expect(state.waterfall.levels[TestVenue.portfolio] == nil && state.managers[TestVenue.portfolio].adaptive == nil)
  }

  @Test func settingsBeyondTheirBoundsAreRefused() throws {
    var state = try Venue.make()
    func refuse(_ change: (inout AdaptiveRule) -> Void, grace: UInt64 = 1_800) {
      var rule = Venue.peg
      change(&rule)
      let settings = AdaptiveSettings(grace: grace, rules: [rule])
      let set = Clearing.Operation.set(.manager(TestVenue.portfolio, .adaptive(settings)), caller: TestVenue.owner)
      #expect(AuctionVenue.refusal(set, &state) == "Waterfall_InvalidSetting", "\(rule)")
    }
    refuse { $0.step = .zero }
    refuse { $0.step = Wad.wide &+ 1 }
    refuse { $0.notice = 0 }
    refuse { $0.notice = 86_401 }
    refuse { $0.calm = 599 }
    refuse { $0.calm = 604_801 }
    refuse({ $0.notice = 10 }, grace: 321)
    refuse({ $0.notice = 86_400; $0.calm = 86_400 }, grace: 604_801)
    refuse { $0.curve = AdaptiveCurve([]) }
    refuse { $0.curve = AdaptiveCurve((0..<17).map { .init(at: UInt256(UInt64($0)), add: .zero) }) }
    refuse { $0.curve = Venue.curve((10, 0), (10, 1)) }
    refuse { $0.curve = Venue.curve((10, 2), (20, 1)) }
    refuse { $0.curve = Venue.curve((10, 4_001)) }
    refuse { $0.curve = AdaptiveCurve([.init(at: UInt256(UInt128.max) &+ 1, add: .zero)]) }
    refuse { $0.asset = .cash }
    refuse { $0.asset = .base(1) }
    refuse { $0.asset = .perp(7) }
    refuse { $0.parameter = .spotRange }
    refuse { ($0.asset, $0.parameter, $0.input) = (.option(0), .volRange, .size(depth: 1)) }
    refuse { $0.input = .implied(expiries: [1], tenor: 0) }
    refuse { ($0.asset, $0.input) = (.option(0), .implied(expiries: [2, 2], tenor: 0)) }
    refuse { ($0.asset, $0.input) = (.option(0), .implied(expiries: [2], tenor: 1 << 32)) }
    refuse { $0.input = .peg(PegReference(price: .zero)) }
    refuse { $0.input = .peg(PegReference(market: 3)) }
    refuse { $0.input = .peg(PegReference(rate: 0)) }
    refuse { $0.input = .realised(seconds: 0) }
    refuse { $0.input = .realised(seconds: 2_592_001) }
    refuse { $0.input = .interest(reference: .zero) }
    refuse { $0.input = .size(depth: .zero) }
    refuse { $0.input = .share(least: UInt256.max) }
    for rules in [[], Array(repeating: Venue.peg, count: 17)] {
      let settings = AdaptiveSettings(grace: 0, rules: rules)
      let set = Clearing.Operation.set(.manager(TestVenue.portfolio, .adaptive(settings)), caller: TestVenue.owner)
      #expect(AuctionVenue.refusal(set, &state) == "Waterfall_InvalidSetting")
    }
    // Ranges are the portfolio model's.
    let ranges = AdaptiveSettings(grace: 0, rules: [Venue.rule(.option(0), .confidence, Venue.curve((0, 0)), .spotRange)])
    let set = Clearing.Operation.set(.manager(TestVenue.standard, .adaptive(ranges)), caller: TestVenue.owner)
    #expect(AuctionVenue.refusal(set, &state) == "Waterfall_InvalidSetting")
  }

  @Test func governanceReadsSettings() throws {
    let text = """
      {"args":{"manager":"portfolio","value":{"grace":"60","rules":[{"asset":"base.eth","calm":"9","curve":[{"add":"2",\
      "at":"1"}],"input":{"kind":"peg","market":"eth","price":"5"},"notice":"7","parameter":"requirement","step":"3"}]}},\
      "param":"manager.adaptive"}
      """
    guard case .manager(1, .adaptive(let settings?)) = try Parameter(Array(text.utf8), TestVenue.directory) else {
      Issue.record("another parameter")
      return
    }
    #expect(settings.grace == 60 && settings.rules.count == 1)
    #expect(
      settings.rules.first
        == AdaptiveRule(
          asset: .base(0), parameter: .requirement, input: .peg(PegReference(price: 5, market: 0)),
          curve: AdaptiveCurve([.init(at: 1, add: 2)]), step: 3, notice: 7, calm: 9))
    let off = #"{"args":{"manager":"portfolio","value":null},"param":"manager.adaptive"}"#
    guard case .manager(1, .adaptive(nil)) = try Parameter(Array(off.utf8), TestVenue.directory) else {
      Issue.record("another parameter")
      return
    }
  }
}
