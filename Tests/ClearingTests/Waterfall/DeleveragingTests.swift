import FixedPoint
import Margin
import Testing

@testable import Clearing

/// WF-13 to WF-20: what the security module pays, and what is taken from the other side.
@Suite struct DeleveragingTests {
  typealias Venue = WaterfallVenue

  static func settings(
    _ rule: Deleveraging.Rule, keepsPairs: Bool = true, first: UInt256 = .zero
  ) -> Deleveraging {
    Deleveraging(
      rule: rule, keepsPairs: keepsPairs, largestRate: Venue.wad(50), socialisedFirst: first, seconds: 3_600)
  }

  /// Account 4 is worth less than nothing, its insolvent auction has run out its time, and the security module has
  /// little.
  ///
  /// - Parameter strike: of the calls that one of the others has against its short perps.
  static func ruined(
    _ parameters: [Parameter], spot: UInt128 = 1_150, strike: UInt128 = 1_200
  ) throws -> ClearingState {
    var state = try Venue.make(isGraduated: false)
    for parameter in parameters { _ = try state.apply(.set(parameter, caller: TestVenue.owner)) }
    _ = try state.apply(.deposit(1, .cash, amount: 1_000_000_000))
    // Others on account 5's side, some of them hedged.
    for index in 0..<4 {
      let number = AccountNumber(state.accounts.count) + 1
      let owner = TestVenue.user("small\(index)")
      _ = try state.apply(.createAccount(owner: owner, manager: TestVenue.portfolio))
      _ = try state.apply(.deposit(number, .cash, amount: UInt256(UInt64(8_000_000_000 * (index + 1)))))
      _ = try state.apply(.approve(number, to: TestVenue.exchange, caller: owner))
      var transfers = [
        Transfer(from: number, to: 5, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(Int128(4 + 2 * index)))
      ]
      if index == 3 {
        let call = try TestVenue.option(strike, isCall: true)
        transfers.append(Transfer(from: 5, to: number, instrument: call, amount: TestVenue.wad(10)))
      }
      _ = try state.apply(.trade(transfers, caller: TestVenue.exchange))
    }
    try TestVenue.setPrices(&state, spot: spot)
    #expect(try state.marginLevels(3).markToMarket.isNegative)
    _ = try state.apply(.startAuction(4, scenario: try state.worstScenario(of: 4)))
    _ = try state.apply(.warp(to: state.time + 3_600))
    state.isRecording = true
    return state
  }

  static let bid = Clearing.Operation.bid(
    Bid(account: 4, bidder: 8, part: Wad.wide, caller: AuctionVenue.keeper))

  static func records(_ state: ClearingState) -> [DeleveragingRecord] {
    state.events.compactMap { if case .deleveraged(let record) = $0 { record } else { nil } }
  }

  static func socialised(_ state: ClearingState) -> UInt256 {
    state.events.reduce(.zero) { if case .lossSocialised(let loss) = $1 { $0 &+ loss } else { $0 } }
  }

  /// Whether an option went to another manager, whose model has a mark of its own for it.
  static func hasTwoPrices(_ record: DeleveragingRecord, _ state: ClearingState) -> Bool {
    record.closings.contains { closing in
      guard case .option = closing.instrument.asset else { return false }
      return state.accounts[Int(closing.account) - 1].manager != state.accounts[Int(record.account) - 1].manager
    }
  }

  @Test(arguments: Deleveraging.Rule.allCases, [true, false])
  func aShortfallIsTakenFromTheOtherSide(_ rule: Deleveraging.Rule, _ keepsPairs: Bool) throws {
    var state = try Self.ruined([.deleveraging(Self.settings(rule, keepsPairs: keepsPairs))])
    let (before, worth) = (state, try Venue.worth(state))
    guard case .bid(let receipt) = try state.apply(Self.bid) else { return }
    let record = try #require(Self.records(state).first)
    #expect(record.rule == rule && record.account == 4 && record.bidder == 8)
    // Never beyond the shortfall, and the bidder has all it was promised.
    #expect(record.collected <= record.shortfall && record.collected > .zero)
    #expect(record.closings.reduce(UInt256.zero) { $0 &+ $1.charge } == record.collected)
    let paid = before.accounts[0].balance(SubAsset(.cash)).magnitude
    #expect(try receipt.cashToBidder - paid == record.shortfall)
    #expect(try record.shortfall - record.collected == Self.socialised(state))
    // Positions add up to nothing, tokens stand behind cash, and nothing is gained or lost at the marks but what was
    // socialised.
    #expect(state.brokenInvariants().isEmpty)
    if !Self.hasTwoPrices(record, state) {
      let change = try Venue.worth(state) - worth - Int256(Self.socialised(state))
      #expect(change.magnitude < 10_000)
    }
    // Nobody who was deleveraged is worse off in margin.
    for number in Set(record.closings.map(\.account)) {
      var settled = before
      _ = try settled.apply(.settleInterest(number))
      _ = try settled.apply(.settlePerps(number))
      let (old, new) = (try settled.marginLevels(Int(number) - 1), try state.marginLevels(Int(number) - 1))
      #expect(new.maintenanceMargin >= old.maintenanceMargin && new.initialMargin >= old.initialMargin)
    }
    #expect(try !state.marginLevels(7).initialMargin.isNegative)
  }

  /// WF-18: from the same state `least` collects no less than the queue, and overshoots by no more.
  @Test(arguments: [1_150, 1_120, 1_100, 1_075, 1_050] as [UInt128], [true, false])
  func theLeastRuleOvershootsLeast(_ spot: UInt128, _ keepsPairs: Bool) throws {
    func overshoot(_ rule: Deleveraging.Rule) throws -> (beyond: UInt256, collected: UInt256) {
      var state = try Self.ruined([.deleveraging(Self.settings(rule, keepsPairs: keepsPairs))], spot: spot)
      _ = try state.apply(Self.bid)
      let record = try #require(Self.records(state).first)
      let beyond = try record.closings.reduce(UInt256.zero) { sum, closing in
        let notional = try closing.amount.magnitude.multiplyWadDown(TestVenue.price(spot))
        return try sum + notional.above(closing.charge.divideWadDown(Venue.wad(50)))
      }
      return (beyond, record.collected)
    }
    let (least, queue) = (try overshoot(.least), try overshoot(.queue))
    #expect(least.beyond <= queue.beyond && least.collected >= queue.collected)
  }

  @Test func hedgedPairsStay() throws {
    var state = try Self.ruined([.deleveraging(Self.settings(.queue))])
    let hedged = AccountNumber(state.accounts.count)
    let before = state.accounts[Int(hedged) - 1].balance(SubAsset(.perp(0)))
    _ = try state.apply(Self.bid)
    let record = try #require(Self.records(state).first)
    let closed = record.closings.filter { $0.account == hedged && $0.instrument == SubAsset(.perp(0)) }
    // Ten of its ten perps stand in a pair with its ten calls.
    #expect(before == TestVenue.wad(-10))
    #expect(closed.isEmpty)
  }

  /// Calls that gain next to nothing where the perps lose are no hedge, however many they are (GL-10).
  @Test func worthlessOptionsKeepNobodyOut() throws {
    var state = try Self.ruined([.deleveraging(Self.settings(.queue))], strike: 2_000)
    let covered = AccountNumber(state.accounts.count)
    _ = try state.apply(Self.bid)
    let record = try #require(Self.records(state).first)
    #expect(record.closings.contains { $0.account == covered && $0.instrument == SubAsset(.perp(0)) })
  }

  @Test func someIsSocialisedFirst() throws {
    var state = try Self.ruined([.deleveraging(Self.settings(.least, first: .max))])
    _ = try state.apply(Self.bid)
    #expect(Self.records(state).isEmpty)
    #expect(Self.socialised(state) > .zero)
    var partly = try Self.ruined([.deleveraging(Self.settings(.least, first: TestVenue.price(100)))])
    _ = try partly.apply(Self.bid)
    #expect(Self.records(partly).count == 1)
    #expect(Self.socialised(partly) >= TestVenue.price(100))
    #expect(partly.waterfall.use.socialised == Self.socialised(partly))
  }

  @Test func theFundPaysWithinItsCaps() throws {
    func paid(_ caps: FundCaps) throws -> UInt256 {
      var state = try Self.ruined([.fundCaps(caps)])
      _ = try state.apply(Self.bid)
      #expect(state.brokenInvariants().isEmpty)
      #expect(state.events.contains(.fundPaid(4, state.waterfall.use.paid)))
      return state.waterfall.use.paid
    }
    let all = TestVenue.price(1_000)
    #expect(try paid(FundCaps(moment: .max, window: .max, seconds: 60, markets: [:])) >= all)
    #expect(try paid(FundCaps(moment: TestVenue.price(7), window: .max, seconds: 60, markets: [:])) == TestVenue.price(7))
    #expect(try paid(FundCaps(moment: .max, window: TestVenue.price(9), seconds: 60, markets: [:])) == TestVenue.price(9))
    #expect(try paid(FundCaps(moment: .max, window: .max, seconds: 60, markets: [0: TestVenue.price(5)])) == TestVenue.price(5))
    #expect(try paid(FundCaps(moment: .max, window: .max, seconds: 60, markets: [1: .zero])) >= all)
  }

  /// What holds nothing but cash may owe it to any market.
  @Test func aDebtAloneCountsAgainstEveryMarket() throws {
    let state = try Venue.make(isGraduated: false)
    for account in [2, 4, 7, 8] as [AccountNumber] { #expect(try state.marketsCharged(account) == [0]) }
    #expect(try state.markets(of: 7).isEmpty && state.markets(of: 8) == [0])
    #expect(throws: ClearingRefusal.self) { try state.marketsCharged(99) }
  }

  @Test func capsCountByTimeAndWindow() {
    let caps = FundCaps(moment: 10, window: 15, seconds: 100, markets: [2: 12])
    let use = WaterfallUse(time: 250, paidNow: 8, paid: 9, markets: [2: 11], lossTime: 250, socialised: 4,
      withdrawalTime: 0, withdrawn: .zero)
    #expect(caps.rest(use.paid(at: 250, caps), of: []) == 2)
    #expect(caps.rest(use.paid(at: 251, caps), of: []) == 6)
    #expect(caps.rest(use.paid(at: 251, caps), of: [2]) == 1)
    #expect(caps.rest(use.paid(at: 300, caps), of: [2]) == 10)
    #expect(use.socialised(at: 299, window: 100) == 4)
    #expect(use.socialised(at: 300, window: 100) == .zero)
    #expect(UInt64(7).window(0) == 7)
  }

  @Test func settingsBeyondTheirBoundsAreRefused() throws {
    var state = try Venue.make()
    var settings = Self.settings(.least)
    settings.largestRate = Wad.wide &+ 1
    for parameter in [
      .deleveraging(settings),
      .fundCaps(FundCaps(moment: .zero, window: .zero, seconds: 2_592_001, markets: [:])),
    ] as [Parameter] {
      #expect(AuctionVenue.refusal(.set(parameter, caller: TestVenue.owner), &state) == "Waterfall_InvalidSetting")
    }
  }
}
