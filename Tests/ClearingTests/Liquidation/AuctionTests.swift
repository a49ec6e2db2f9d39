import FixedPoint
import Testing

@testable import Clearing

/// DA-7 to DA-20: what no trace shows.
@Suite struct AuctionTests {
  @Test func onlyAccountsBelowMarginAreAuctioned() throws {
    var state = try AuctionVenue.make(spot: 2_000)
    #expect(AuctionVenue.refusal(.startAuction(99, scenario: .zero), &state) == "DA_NotWhitelistedManager")
    #expect(AuctionVenue.refusal(.startAuction(2, scenario: .zero), &state) == "DA_AccountIsAboveMaintenanceMargin")
    // An account that holds nothing lacks nothing.
    _ = try state.apply(.createAccount(owner: TestVenue.owner, manager: TestVenue.standard))
    #expect(AuctionVenue.refusal(.startAuction(9, scenario: .zero), &state) == "DA_AccountIsAboveMaintenanceMargin")
    #expect(AuctionVenue.refusal(.terminateAuction(99), &state) == "DA_NotOngoingAuction")
    #expect(AuctionVenue.refusal(.convertToInsolvent(99), &state) == "EmptyRevert")
    #expect(AuctionVenue.refusal(.updateScenario(99, scenario: .zero), &state) == "DA_AuctionNotStarted")
  }

  @Test func theOrderOfTheChecksOfABid() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    var bid = Bid(account: 99, bidder: 98, part: .zero, priceLimit: 1, expectedLastTrade: .max, caller: .zero)
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_InvalidPercentage")
    bid.part = Wad.wide
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_InvalidLastTradeId")
    bid.expectedLastTrade = .zero
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_NotWhitelistedManager")
    bid.account = 3
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_CannotBidWithDifferentManager")
    bid.bidder = AuctionVenue.portfolioBidder
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_CannotBidWithDifferentManager")
    bid.bidder = AuctionVenue.standardBidder
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_SenderNotOwner")
    bid.caller = AuctionVenue.keeper
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_NotOngoingAuction")
    bid.account = 2
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_PriceLimitExceeded")
    bid.priceLimit = .zero
    #expect(AuctionVenue.refusal(.bid(bid), &state) == nil)
  }

  @Test func nobodyBuysItself() throws {
    for spot in [AuctionVenue.solvent, AuctionVenue.insolvent] {
      var state = try AuctionVenue.make(spot: spot)
      _ = try state.apply(.startAuction(2, scenario: .zero))
      let own = Bid(account: 2, bidder: 2, part: Wad.wide, caller: TestVenue.user("u0"))
      #expect(AuctionVenue.refusal(.bid(own), &state) == "DA_InvalidBidderPortfolio")
    }
  }

  @Test func aRefusedBidLeavesNoTrace() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    _ = try state.apply(.startAuction(4, scenario: 22))
    let before = RandomRunTests.image(state)
    var bid = AuctionVenue.bid(Wad.wide, of: 4)
    bid.priceLimit = 1
    // The limit is tested last, after everything has moved.
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_PriceLimitExceeded")
    #expect(RandomRunTests.image(state) == before)
  }

  @Test func aShorterListOfScenariosBlocksAnAuction() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    _ = try state.apply(.startAuction(4, scenario: 22))
    guard case .portfolio(let model) = state.managers[TestVenue.portfolio].model else { return }
    func set(_ count: Int) -> Clearing.Operation {
      .set(.portfolio(TestVenue.portfolio, .scenarios(Array(model.scenarios.prefix(count)))), caller: TestVenue.owner)
    }
    _ = try state.apply(set(3))
    #expect(AuctionVenue.refusal(.bid(AuctionVenue.bid(Wad.wide, of: 4)), &state) == "Panic(0x32)")
    #expect(AuctionVenue.refusal(.terminateAuction(4), &state) == "Panic(0x32)")
    #expect(AuctionVenue.refusal(.updateScenario(4, scenario: .max), &state) == "Panic(0x32)")
    _ = try state.apply(set(model.scenarios.count))
    #expect(AuctionVenue.refusal(.bid(AuctionVenue.bid(Wad.wide, of: 4)), &state) == nil)
  }

  @Test func aStartNeedsTheInternalAccountOfTheManager() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    state.update(manager: TestVenue.portfolio) { $0.internalAccount = 0 }
    #expect(AuctionVenue.refusal(.startAuction(4, scenario: 22), &state) == "AC_OnlyManager")
    // The security module is paid, whichever account keeps withdrawals open.
    _ = try state.apply(.set(.auctionSecurityAccount(0), caller: TestVenue.owner))
    #expect(AuctionVenue.refusal(.startAuction(2, scenario: .zero), &state) == nil)
  }

  @Test func insolvencyBlocksWithdrawalsUntilItIsPaid() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.insolvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    let out = Clearing.Operation.withdraw(
      AuctionVenue.standardBidder, .cash, amount: 1, caller: AuctionVenue.keeper)
    #expect(AuctionVenue.refusal(out, &state) == "CA_WithdrawBlockedByOngoingAuction")
    // An account that is not there has no cash; none at all switches the block off.
    _ = try state.apply(.set(.auctionSecurityAccount(77), caller: TestVenue.owner))
    #expect(try state.isWithdrawalBlocked())
    _ = try state.apply(.set(.auctionSecurityAccount(0), caller: TestVenue.owner))
    #expect(try !state.isWithdrawalBlocked())
    _ = try state.apply(.set(.auctionSecurityAccount(1), caller: TestVenue.owner))
    _ = try state.apply(.bid(AuctionVenue.bid(Wad.wide)))
    #expect(try !state.isWithdrawalBlocked())
    #expect(state.liquidation.totalInsolventMargin.isZero)
    #expect(AuctionVenue.refusal(out, &state) == nil)
  }

  @Test func aLossThatNobodyPaysIsEverybodys() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.insolvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    guard case .bid(let receipt) = try state.apply(.bid(AuctionVenue.bid(Wad.wide))) else { return }
    #expect(receipt.cashToBidder > .zero)
    #expect(state.cash.hasWithdrawFee && state.cash.feePercentage == Wad.wide)
    #expect(try state.cash.exchangeRate() < Wad.wide)
    #expect(state.brokenInvariants() == [])
    // What is missing is paid in: the fee ends.
    _ = try state.apply(.donateToSecurityModule(amount: 100_000_000_000))
    _ = try state.apply(.payCashInsolvency)
    _ = try state.apply(.disableWithdrawFee)
    #expect(!state.cash.hasWithdrawFee && state.cash.feePercentage == UInt256(Wad.one / 5))
    #expect(state.brokenInvariants() == [])
  }

  @Test func aBidderWithoutEnoughCashIsRefused() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.insolvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    _ = try state.apply(
      .createAccount(owner: AuctionVenue.keeper, manager: TestVenue.standard))
    var bid = AuctionVenue.bid(Wad.wide)
    bid.bidder = 9
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_InvalidBidderPortfolio")
    _ = try state.apply(.deposit(9, .cash, amount: 1))
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "DA_InsufficientCash")
    _ = try state.apply(.set(.securityModulePays(false), caller: TestVenue.owner))
    #expect(AuctionVenue.refusal(.bid(AuctionVenue.bid(Wad.wide)), &state) == "SM_NotWhitelisted")
  }

  @Test func tradesOfAnAuctionedAccountAreRefused() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    let cash = Transfer(from: 3, to: 2, instrument: SubAsset(.cash), amount: 1)
    #expect(AuctionVenue.refusal(.trade([cash], caller: TestVenue.exchange), &state) == "BM_AccountUnderLiquidation")
    #expect(AuctionVenue.refusal(.deposit(2, .cash, amount: 1), &state) == "BM_AccountUnderLiquidation")
    #expect(AuctionVenue.refusal(.settlePerps(2), &state) == nil)
    #expect(AuctionVenue.refusal(.settleInterest(2), &state) == nil)
  }
}
