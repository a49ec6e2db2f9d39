import FixedPoint
import Testing

@testable import Clearing

/// CL-58, CL-71, CL-79 to CL-81: auctions.
@Suite struct AuctionSwitchTests {
  typealias Both = BothModes

  /// Account 5 is below maintenance margin, and worth something at 1,570, nothing at 1,200.
  static func ruined(_ state: inout ClearingState, spot: UInt128) throws {
    try state.run(Both.trade(Both.move(Both.perp, 100, from: 4, to: 5)))
    try TestVenue.setPrices(&state, spot: spot)
  }

  static let part = UInt256(Wad.one / 2)

  static func bid(_ bidder: AccountNumber, owner: String) -> Operation {
    .bid(Bid(account: 5, bidder: bidder, part: part, caller: TestVenue.user(owner)))
  }

  /// A bidder under the portfolio manager with cash alone.
  static func addBidder(_ state: inout ClearingState) throws {
    try state.run(.createAccount(owner: TestVenue.user("bidder"), manager: TestVenue.portfolio))
    try state.run(.deposit(7, .cash, amount: 500_000_000_000))
  }

  @Test func aPauseStopsNoInsolventBid() throws {
    let result = try Both.refusals(.auctionsWhilePaused, of: Self.bid(7, owner: "bidder")) { state in
      try Self.addBidder(&state)
      try Self.ruined(&state, spot: 1_200)
      try state.run(
        .startAuction(5, scenario: 22), .warp(to: state.time + 1),
        .set(.manager(TestVenue.portfolio, .paused(true)), caller: TestVenue.owner))
    }
    #expect(result == ("BM_AdjustmentsPaused", nil))
  }

  @Test func aPauseStopsNoSolventStart() throws {
    let result = try Both.refusals(.auctionsWhilePaused, of: .startAuction(5, scenario: 22)) { state in
      try Self.ruined(&state, spot: 1_570)
      try state.run(
        .set(.manager(TestVenue.standard, .paused(true)), caller: TestVenue.owner),
        .set(
          .auction(
            AuctionParameters(
              startingPart: Wad.wide, cutoffPart: .zero, fastLength: 1, slowLength: 1, insolventLength: 1,
              feeRate: UInt256(Wad.one / 10), bufferPart: .zero)), caller: TestVenue.owner))
    }
    #expect(result.reference == "BM_AdjustmentsPaused")
    #expect(result.corrected == nil)
  }

  @Test func conversionAfterTheEndNamesWhatIsMissing() throws {
    let result = try Both.refusals(.conversionAfterEnd, of: .convertToInsolvent(5)) { state in
      try Self.ruined(&state, spot: 1_200)
      try state.run(.startAuction(5, scenario: 22))
      try TestVenue.setPrices(&state, spot: 2_000)
      try state.run(.terminateAuction(5))
    }
    #expect(result == ("DA_AuctionAlreadyInInsolvencyMode", "DA_AuctionNotStarted"))
  }

  @Test func debtOfTheSecurityModuleStopsNoWithdrawal() throws {
    let withdrawal = Operation.withdraw(2, .cash, amount: 1, caller: TestVenue.user("u0"))
    let result = try Both.refusals(.securityModuleInDebt, of: withdrawal) { state in
      try state.run(.deposit(1, .base(0), amount: TestVenue.price(10)))
      try state.run(.withdraw(1, .cash, amount: 1_000_000, caller: TestVenue.user("security module")))
      try Self.ruined(&state, spot: 1_200)
      try state.run(.startAuction(5, scenario: 22))
    }
    // It is blocked still, as it is where the module has nothing, but by the name of the block.
    #expect(result == ("SafeCastOverflowedIntToUint", "CA_WithdrawBlockedByOngoingAuction"))
  }

  @Test func aDisabledPerpIsSettledAndSoldDuringAnAuction() throws {
    func disabled(_ state: inout ClearingState) throws {
      try Self.addBidder(&state)
      try Self.ruined(&state, spot: 1_570)
      try state.run(
        .startAuction(5, scenario: 22), .set(.perp(0, .disable), caller: TestVenue.owner))
    }
    #expect(
      try Both.refusals(.closureWithoutJudgement, of: .settlePerps(5), after: disabled)
        == ("BM_AccountUnderLiquidation", nil))
  }

  @Test func aSocialisedLossIsCountedAndWithdrawalsShareIt() throws {
    var state = try TestVenue.make(.corrected)
    try Self.addBidder(&state)
    try Self.ruined(&state, spot: 1_200)
    try state.run(.startAuction(5, scenario: 22), .warp(to: state.time + 1))
    try state.run(.bid(Bid(account: 5, bidder: 7, part: Wad.wide, caller: TestVenue.user("bidder"))))
    #expect(state.brokenInvariants() == [])
    let unbacked = try #require(state.cash.exact?.unbacked)
    #expect(!unbacked.isZero && state.cash.hasWithdrawFee)
    try state.run(.withdraw(2, .cash, amount: 1_000_000, caller: TestVenue.user("u0")))
    #expect(state.brokenInvariants() == [])
    #expect(try #require(state.cash.exact?.unbacked) < unbacked)
    try state.run(.donateBalance(7, amount: .init(high: 0, low: .max), caller: TestVenue.user("bidder")))
    #expect(state.cash.exact?.unbacked == .zero)
    #expect(state.brokenInvariants() == [])
    try state.run(.disableWithdrawFee)
    #expect(!state.cash.hasWithdrawFee)
  }
}
