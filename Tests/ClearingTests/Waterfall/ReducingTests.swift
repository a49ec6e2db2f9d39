import FixedPoint
import Margin
import Testing

@testable import Clearing

/// WF-1 to WF-10: reductions before auctions.
@Suite struct ReducingTests {
  typealias Venue = WaterfallVenue

  @Test(arguments: [2, 4] as [AccountNumber]) func aReductionBringsTheAccountBack(_ account: AccountNumber) throws {
    var state = try Venue.make()
    try Venue.sink(account, &state)
    _ = try state.apply(.announce(account))
    _ = try state.apply(.warp(to: state.time + 300))
    let plan = try state.reductionPlan(of: account)
    let worth = try Venue.worth(state)
    let takeover = Venue.takeover(account)
    let trial = try state.trial(of: takeover)
    guard case .reduced(let record) = try state.apply(.reduce(takeover)) else {
      Issue.record("a reduction answers what moved")
      return
    }
    #expect(trial == record)
    #expect(record.seconds == 300 && record.taken == plan.steps.count)
    #expect(record.rate > .zero && record.discount > .zero)
    // The account is where the plan said, to the last digit, and the keeper has what it gave up.
    #expect(record.after == plan.after)
    #expect(try !WaterfallVenue.settings().rules.target(record.after).isNegative)
    #expect(try (Venue.worth(state) - worth).magnitude < 1_000)
    #expect(state.brokenInvariants().isEmpty)
    #expect(state.announcement(of: account) == nil)
    let keeper = try state.marginLevels(account < 4 ? 6 : 7)
    #expect(!keeper.initialMargin.isNegative)
    // It is above its margin now.
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "DA_AccountIsAboveMaintenanceMargin")
  }

  @Test(arguments: [2, 4] as [AccountNumber]) func anAuctionComesAfterTheGrace(_ account: AccountNumber) throws {
    var state = try Venue.make()
    try Venue.sink(account, &state)
    let scenario = try state.worstScenario(of: account)
    let start = Clearing.Operation.startAuction(account, scenario: scenario)
    #expect(AuctionVenue.refusal(start, &state) == "Waterfall_ReductionComesFirst")
    #expect(throws: ClearingRefusal.waterfall(.reductionComesFirst)) {
      _ = try state.auctionOpening(of: account, scenario: scenario)
    }
    _ = try state.apply(.announce(account))
    #expect(AuctionVenue.refusal(.announce(account), &state) == "Waterfall_AlreadyAnnounced")
    _ = try state.apply(.warp(to: state.time + 599))
    #expect(AuctionVenue.refusal(start, &state) == "Waterfall_ReductionComesFirst")
    _ = try state.apply(.warp(to: state.time + 1))
    #expect(AuctionVenue.refusal(start, &state) == nil)
    #expect(AuctionVenue.refusal(.reduce(Venue.takeover(account)), &state) == "BM_AccountUnderLiquidation")
    #expect(AuctionVenue.refusal(.announce(account), &state) == "BM_AccountUnderLiquidation")
  }

  @Test func anAnnouncementThatIsTooOldCountsNoMore() throws {
    var state = try Venue.make()
    try Venue.sink(2, &state)
    _ = try state.apply(.announce(2))
    #expect(AuctionVenue.refusal(.withdrawAnnouncement(2), &state) == "Waterfall_BelowMaintenanceMargin")
    _ = try state.apply(.warp(to: state.time + 7_200))
    #expect(state.announcement(of: 2) == nil)
    let start = Clearing.Operation.startAuction(2, scenario: .zero)
    #expect(AuctionVenue.refusal(start, &state) == "Waterfall_ReductionComesFirst")
    _ = try state.apply(.announce(2))
    #expect(state.announcement(of: 2) == state.time)
    try TestVenue.setPrices(&state, spot: 2_100)
    _ = try state.apply(.withdrawAnnouncement(2))
    #expect(AuctionVenue.refusal(.withdrawAnnouncement(2), &state) == "Waterfall_NotAnnounced")
    #expect(AuctionVenue.refusal(.announce(2), &state) == "DA_AccountIsAboveMaintenanceMargin")
  }

  @Test func anInsolventAccountIsAuctionedAtOnce() throws {
    var state = try Venue.make()
    try TestVenue.setPrices(&state, spot: 800)
    let account: AccountNumber = 4
    #expect(try state.marginLevels(3).markToMarket.isNegative)
    #expect(AuctionVenue.refusal(.reduce(Venue.takeover(account)), &state) == "Waterfall_Unreachable")
    let scenario = try state.worstScenario(of: account)
    #expect(AuctionVenue.refusal(.startAuction(account, scenario: scenario), &state) == nil)
  }

  @Test func someStepsAreAnAnnouncement() throws {
    var state = try Venue.make()
    try Venue.sink(4, &state)
    let plan = try state.reductionPlan(of: 4)
    guard plan.steps.count > 1 else { return }
    let before = try state.marginLevels(3)
    _ = try state.apply(.reduce(Venue.takeover(4, steps: 1)))
    #expect(try state.marginLevels(3) == plan.steps[0].after)
    #expect(try state.marginLevels(3).maintenanceMargin >= before.maintenanceMargin)
    #expect(state.announcement(of: 4) == state.time)
  }

  /// A part of a plan leaves of each leg at least the least size, whatever the part.
  @Test(arguments: [2, 4] as [AccountNumber]) func aPartLeavesNoDust(_ account: AccountNumber) throws {
    var settings = Venue.settings()
    settings.rules.least = .init(option: TestVenue.price(15), perp: TestVenue.price(45), collateral: .zero)
    var sunk = try Venue.make()
    try Venue.sink(account, &sunk)
    _ = try sunk.apply(.set(.graduated(settings), caller: TestVenue.owner))
    let before = sunk.accounts[Int(account) - 1]
    var moved = 0
    for hundredths in [1, 20, 50, 80, 95, 99] as [UInt128] {
      var state = sunk
      var takeover = Venue.takeover(account)
      takeover.part = Venue.wad(hundredths * 10)
      do throws(ClearingRefusal) {
        _ = try state.apply(.reduce(takeover))
      } catch {
        #expect(error == .waterfall(.invalidPart) || error == .waterfall(.lowersMargin))
        continue
      }
      moved += 1
      for held in before.holdings {
        let left = state.accounts[Int(account) - 1].balance(held.instrument)
        if held.instrument.asset == .cash || left == held.amount { continue }
        let least = held.instrument.asset == .perp(0) ? settings.rules.least.perp : settings.rules.least.option
        #expect(left.isNegative != held.amount.isNegative || left.magnitude >= least || left.magnitude > held.amount.magnitude)
      }
    }
    #expect(moved > 0)
  }

  @Test func refusals() throws {
    var state = try Venue.make()
    var takeover = Venue.takeover(2)
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "DA_AccountIsAboveMaintenanceMargin")
    try Venue.sink(2, &state)
    takeover.leastDiscount = WaterfallVenue.wad(1_000_000_000)
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "Waterfall_DiscountTooSmall")
    takeover.leastDiscount = .zero
    takeover.expectedLastTrade = UInt256(try state.account(2).lastTrade + 1)
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "DA_InvalidLastTradeId")
    takeover.expectedLastTrade = .zero
    takeover.keeper = 2
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "Waterfall_KeeperIsAccount")
    takeover.keeper = 8
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "DA_CannotBidWithDifferentManager")
    takeover.keeper = 3
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "DA_SenderNotOwner")
    takeover.account = 99
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "DA_NotWhitelistedManager")
    // A keeper that cannot carry what it takes over.
    _ = try state.apply(.createAccount(owner: AuctionVenue.keeper, manager: TestVenue.standard))
    takeover = Takeover(account: 2, keeper: 9, caller: AuctionVenue.keeper)
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "SRM_PortfolioBelowMargin")
    for (grace, validity) in [(86_401, 172_800), (600, 4_199), (0, 0), (600, 2_592_001)] as [(UInt64, UInt64)] {
      let settings = Venue.settings(grace: grace, validity: validity)
      let set = Clearing.Operation.set(.graduated(settings), caller: TestVenue.owner)
      #expect(AuctionVenue.refusal(set, &state) == "Waterfall_InvalidSetting")
    }
    _ = try state.apply(.set(.graduated(nil), caller: TestVenue.owner))
    #expect(AuctionVenue.refusal(.reduce(takeover), &state) == "Waterfall_NotGraduated")
    #expect(AuctionVenue.refusal(.announce(2), &state) == "Waterfall_NotGraduated")
    #expect(AuctionVenue.refusal(.startAuction(2, scenario: .zero), &state) == nil)
  }

  @Test func aMarginThatFallsIsRefused() throws {
    let state = try Venue.make()
    let before = ReductionLevels(initialMargin: -9, maintenanceMargin: -5, markToMarket: 3, binding: 0)
    var after = before
    try state.requireNotLower(after, than: before, mayLowerInitial: false)
    after.initialMargin = -10
    try state.requireNotLower(after, than: before, mayLowerInitial: true)
    #expect(throws: ClearingRefusal.waterfall(.lowersMargin)) {
      try state.requireNotLower(after, than: before, mayLowerInitial: false)
    }
    (after.initialMargin, after.maintenanceMargin) = (-9, -6)
    #expect(throws: ClearingRefusal.waterfall(.lowersMargin)) {
      try state.requireNotLower(after, than: before, mayLowerInitial: true)
    }
  }

  /// Bids that are judged leave their bidder above initial margin.
  @Test func aBidderBelowItsMarginIsRefused() throws {
    var state = try Venue.make(isGraduated: false)
    try Venue.sink(4, &state)
    _ = try state.apply(.startAuction(4, scenario: try state.worstScenario(of: 4)))
    _ = try state.apply(.warp(to: state.time + 1_000))
    let offer = try state.auctionOffer(of: 4)
    // A bidder with no more than the auction itself asks for, and a pauper's margin beyond.
    _ = try state.apply(.createAccount(owner: AuctionVenue.keeper, manager: TestVenue.portfolio))
    let micro = try (offer.cashNeeded / 1_000_000_000_000).low + 1
    _ = try state.apply(.deposit(9, .cash, amount: UInt256(micro)))
    let bid = Bid(account: 4, bidder: 9, part: Wad.wide, caller: AuctionVenue.keeper)
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "PMRM_2_InsufficientMargin")
    _ = try state.apply(.set(.bidsJudged(false), caller: TestVenue.owner))
    // It is taken, and the receipt says what it leaves.
    state.isRecording = true
    #expect(AuctionVenue.refusal(.bid(bid), &state) == nil)
    #expect(state.events.contains(.bidFellShort(4, bidder: 9, .bidderBelowInitial)))
  }
}
