import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// MO-36 to MO-39: what keepers sign. Alice is long, Bob has sold to her, Dan and Erin have cash alone.
struct AuctionModuleTests {
  static let wad = TestVenue.wad
  static let part = UInt256(Wad.one / 100)
  static let solvent: UInt128 = 1_600
  static let insolvent: UInt128 = 1_450

  struct Scene {
    var fixture: ModuleFixture
    let (dan, erin): (TestSigner, TestSigner)
    let (d, e): (UInt256, UInt256)

    init(spot: UInt128, openingDeposit: UInt256 = .zero) throws {
      fixture = try ModuleFixture()
      (dan, erin) = (try TestSigner(31), try TestSigner(32))
      let owner = fixture.owner.address
      for parameter in [Parameter.auction(AuctionVenue.parameters), .openingDeposit(openingDeposit)] {
        try #require(fixture.outcome(.set(parameter, caller: owner)) == "done")
      }
      d = try fixture.open(dan, ModuleFixture.standard)
      e = try fixture.open(erin, ModuleFixture.portfolio)
      let price = AuctionModuleTests.wad(2_000)
      func side(_ owner: TestSigner, _ account: UInt256) -> ModuleFixture.Side {
        .init(owner: owner, account: account, limit: price, desired: AuctionModuleTests.wad(200))
      }
      let bid = try fixture.order(side(fixture.alice, fixture.a), SubAsset(.perp(0)), isBid: true)
      let ask = try fixture.order(side(fixture.bob, fixture.b), SubAsset(.perp(0)), isBid: false)
      let match = try fixture.match(
        (bid, fixture.alice), [(ask, fixture.bob, TestVenue.price(200), price, .zero)])
      try #require(fixture.send(match) == "done")
      try TestVenue.setPrices(&fixture.state, spot: spot)
    }

    mutating func auction(_ call: AuctionData.Call, _ account: UInt256? = nil, scenario: UInt256 = .zero) throws -> String {
      let data = AuctionData(call, account: account ?? fixture.a, scenario: scenario)
      return try fixture.send(.auction, data, account: 0, by: dan)
    }

    /// A bid on Alice's account.
    mutating func bid(
      _ part: UInt256, from bidder: UInt256, of account: UInt256, by owner: TestSigner, signer: TestSigner? = nil,
      limit: Int256 = .zero, lastTrade: UInt256 = .zero
    ) throws -> String {
      let data = BidData(
        account: fixture.a, bidder: bidder, part: part, priceLimit: limit, expectedLastTrade: lastTrade)
      return try fixture.send(.bid, data, account: account, by: owner, signer: signer)
    }

    mutating func liquidate(
      _ part: UInt256, cash: UInt256, merges: Bool, from account: UInt256? = nil, by owner: TestSigner? = nil
    ) throws -> String {
      let order = LiquidationOrder(
        account: fixture.a, cash: cash, part: part, priceLimit: .zero, expectedLastTrade: .zero, mergesAccount: merges)
      return try fixture.send(.liquidation, order, account: account ?? d, by: owner ?? dan)
    }
  }

  @Test func anybodyStartsAndEnds() throws {
    var scene = try Scene(spot: 2_000)
    #expect(try scene.auction(.start) == "DA_AccountIsAboveMaintenanceMargin")
    #expect(try scene.auction(.start, .max) == "DA_NotWhitelistedManager")
    #expect(try scene.auction(.convert, .max) == "EmptyRevert")
    #expect(try scene.auction(.updateScenario, .max) == "DA_AuctionNotStarted")
    #expect(try scene.auction(.terminate, .max) == "DA_NotOngoingAuction")
    try TestVenue.setPrices(&scene.fixture.state, spot: Self.solvent)
    #expect(try scene.auction(.start, scenario: 7) == "done")
    #expect(try scene.auction(.start) == "DA_AuctionAlreadyStarted")
    #expect(try scene.auction(.convert) == "DA_OngoingSolventAuction")
    #expect(try scene.auction(.updateScenario) == "DA_ScenarioIdNotWorse")
    #expect(try scene.auction(.terminate) == "DA_AuctionCannotTerminate")
    let withdrawal = WithdrawalData(asset: ModuleFixture.cash, amount: 1)
    #expect(
      try scene.fixture.send(.withdrawal, withdrawal, account: scene.fixture.a, by: scene.fixture.alice)
        == "BM_AccountUnderLiquidation")
    let wrong = AuctionData(.start, account: scene.fixture.a)
    #expect(try scene.fixture.send(.auction, wrong, account: scene.d, by: scene.dan) == "Module_WrongAccount")
    try TestVenue.setPrices(&scene.fixture.state, spot: 2_000)
    #expect(try scene.auction(.terminate) == "done")
  }

  @Test func aSolventAuctionThatNobodyWantedIsConverted() throws {
    var scene = try Scene(spot: Self.solvent)
    #expect(try scene.auction(.start) == "done")
    let lengths = AuctionVenue.parameters.fastLength &+ AuctionVenue.parameters.slowLength
    _ = try scene.fixture.state.apply(.warp(to: TestVenue.start + UInt64(truncatingIfNeeded: lengths.low)))
    try TestVenue.setPrices(&scene.fixture.state, spot: Self.solvent)
    #expect(try scene.auction(.convert) == "done")
    #expect(try scene.auction(.convert) == "DA_AuctionAlreadyInInsolvencyMode")
  }

  /// DA-11 under the portfolio model, with the event of a scenario.
  @Test func scenarios() throws {
    var scene = try Scene(spot: 2_000)
    let price = Self.wad(2_000)
    let bid = try scene.fixture.order(
      .init(owner: scene.fixture.carol, account: scene.fixture.c, limit: price, desired: Self.wad(150)),
      SubAsset(.perp(0)), isBid: true)
    let ask = try scene.fixture.order(
      .init(owner: scene.erin, account: scene.e, limit: price, desired: Self.wad(150)), SubAsset(.perp(0)), isBid: false)
    #expect(
      scene.fixture.send(
        try scene.fixture.match((bid, scene.fixture.carol), [(ask, scene.erin, TestVenue.price(150), price, .zero)]))
        == "done")
    try TestVenue.setPrices(&scene.fixture.state, spot: 1_500)
    let worst = try scene.fixture.state.worstScenario(of: AccountNumber(whole: scene.fixture.c))
    let other = try #require(
      (0..<30).map { UInt256(UInt64($0)) }.first {
        $0 != worst
          && (try? scene.fixture.state.auctionOpening(of: AccountNumber(whole: scene.fixture.c), scenario: $0)) != nil
      })
    #expect(try scene.auction(.start, scene.fixture.c, scenario: 99) == "Panic(0x32)")
    #expect(try scene.auction(.start, scene.fixture.c, scenario: other) == "done")
    scene.fixture.state.isRecording = true
    #expect(try scene.auction(.updateScenario, scene.fixture.c, scenario: worst) == "done")
    #expect(
      scene.fixture.state.takeEvents() == [.scenarioUpdated(AccountNumber(whole: scene.fixture.c), worst)])
    #expect(try scene.auction(.updateScenario, scene.fixture.c, scenario: worst) == "DA_ScenarioIdNotWorse")
  }

  @Test func bidsFromCustody() throws {
    var scene = try Scene(spot: Self.solvent)
    let (dan, d, b) = (scene.dan, scene.d, scene.fixture.b)
    #expect(try scene.bid(Self.part, from: d, of: d, by: dan) == "DA_NotOngoingAuction")
    #expect(try scene.auction(.start) == "done")
    #expect(try scene.bid(.zero, from: d, of: d, by: dan) == "DA_InvalidPercentage")
    #expect(try scene.bid(Self.part, from: d, of: d, by: dan, lastTrade: 1) == "DA_InvalidLastTradeId")
    #expect(try scene.bid(Self.part, from: b, of: d, by: dan) == "Module_WrongAccount")
    #expect(try scene.bid(Self.part, from: scene.e, of: scene.e, by: scene.erin) == "DA_CannotBidWithDifferentManager")
    #expect(try scene.bid(Self.part, from: b, of: b, by: scene.fixture.bob) == "DA_InvalidBidderPortfolio")
    #expect(try scene.bid(Self.part, from: d, of: d, by: dan, limit: 1) == "DA_PriceLimitExceeded")
    let key = try TestSigner(77)
    #expect(
      try scene.fixture.send(.sessionKey, SessionKeyData(key: key.address, until: .max), account: 0, by: dan) == "done")
    #expect(try scene.bid(Self.part, from: d, of: d, by: dan, signer: key) == "done")
    #expect(scene.fixture.balance(d, SubAsset(.perp(0))) == Self.wad(2))
    #expect(try scene.fixture.state.holder(of: d) == scene.fixture.state.gateway.address)
    #expect(try scene.bid(Self.part, from: d, of: d, by: dan) == "DA_InvalidBidderPortfolio")
  }

  @Test func bidsOfHolders() throws {
    var scene = try Scene(spot: Self.solvent)
    let (dan, key) = (scene.dan, try TestSigner(77))
    #expect(try scene.auction(.start) == "done")
    #expect(scene.fixture.outcome(.createAccount(owner: dan.address, manager: TestVenue.standard)) == "done")
    let own = UInt256(UInt64(scene.fixture.state.accounts.count))
    #expect(try scene.bid(Self.part, from: own, of: 0, by: dan) == "DA_InvalidBidderPortfolio")
    #expect(scene.fixture.outcome(.deposit(AccountNumber(whole: own), .cash, amount: 300_000_000)) == "done")
    #expect(
      try scene.fixture.send(.sessionKey, SessionKeyData(key: key.address, until: .max), account: 0, by: dan) == "done")
    #expect(try scene.bid(Self.part, from: own, of: 0, by: dan, signer: key) == "Module_NotOwnersSignature")
    #expect(try scene.bid(Self.part, from: own, of: 0, by: scene.erin) == "DA_SenderNotOwner")
    #expect(try scene.bid(Self.part, from: scene.d, of: 0, by: dan) == "DA_SenderNotOwner")
    #expect(try scene.bid(Self.part, from: .max, of: 0, by: dan) == "DA_CannotBidWithDifferentManager")
    #expect(try scene.bid(UInt256(Wad.one), from: own, of: 0, by: dan) == "DA_InsufficientCash")
    #expect(try scene.bid(Self.part, from: own, of: 0, by: dan) == "done")
    #expect(scene.fixture.balance(own, SubAsset(.perp(0))) == Self.wad(2))
  }

  /// DA-22: a fresh account that stays is its owner's, and one that is merged is empty and theirs as well.
  @Test func liquidations() throws {
    var scene = try Scene(spot: Self.solvent, openingDeposit: TestVenue.price(1_000))
    let (bob, b) = (scene.fixture.bob, scene.fixture.b)
    #expect(try scene.liquidate(Self.part, cash: TestVenue.price(5_000), merges: false) == "DA_NotOngoingAuction")
    #expect(try scene.auction(.start) == "done")
    #expect(try scene.liquidate(Self.part, cash: .max, merges: false) == "SafeCastOverflowedUintToInt")
    #expect(try scene.liquidate(Self.part, cash: .zero, merges: false) == "DA_InvalidBidderPortfolio")
    #expect(try scene.liquidate(Self.part, cash: 1, merges: false) == "DA_InsufficientCash")
    #expect(try scene.liquidate(1, cash: TestVenue.price(999), merges: false) == "Module_OpeningTooSmall")
    #expect(try scene.liquidate(1, cash: TestVenue.price(200_000), merges: true) == "SRM_PortfolioBelowMargin")
    #expect(try scene.liquidate(1, cash: 1, merges: true, from: 0) == "ERC721NonexistentToken")
    #expect(
      try scene.liquidate(1, cash: 1, merges: true, from: scene.e, by: scene.erin) == "DA_CannotBidWithDifferentManager")
    #expect(try scene.liquidate(Self.part, cash: TestVenue.price(5_000), merges: false) == "done")
    let fresh = UInt256(UInt64(scene.fixture.state.accounts.count))
    #expect(scene.fixture.state.custodyOwner(of: fresh) == scene.dan.address)
    #expect(scene.fixture.balance(fresh, SubAsset(.perp(0))) == Self.wad(2))
    let before = scene.fixture.balance(b, SubAsset(.perp(0)))
    #expect(try scene.liquidate(Self.part, cash: TestVenue.price(5_000), merges: true, from: b, by: bob) == "done")
    let merged = UInt256(UInt64(scene.fixture.state.accounts.count))
    #expect(try merged == fresh + 1 && scene.fixture.state.account(AccountNumber(whole: merged)).holdings.isEmpty)
    #expect(scene.fixture.state.custodyOwner(of: merged) == bob.address)
    #expect(scene.fixture.balance(b, SubAsset(.perp(0))) > before)
    // The fresh account is used like any other.
    #expect(try scene.fixture.send(.deposit, DepositData(amount: 0, asset: ModuleFixture.cash, manager: .zero), account: fresh, by: scene.dan) == "done")
  }

  @Test func theSecurityModule() throws {
    var scene = try Scene(spot: Self.insolvent)
    let (dan, owner) = (scene.dan, scene.fixture.owner)
    func send(_ call: SecurityModuleData.Call, _ amount: UInt256, _ signer: TestSigner) throws -> String {
      try scene.fixture.send(.securityModule, SecurityModuleData(call, amount: amount), account: 0, by: signer)
    }
    let held = scene.fixture.balance(1)
    #expect(try send(.give, 5_000_000, dan) == "ERC20InsufficientBalance")
    #expect(try scene.fixture.credit(dan, 7_000_000) == "done")
    #expect(try send(.give, 5_000_000, dan) == "done")
    #expect(try send(.give, .max, dan) == "done")
    #expect(try scene.fixture.balance(1) == held + Self.wad(7) && scene.fixture.wallet(dan).isZero)
    #expect(try send(.take, 1_000_000, dan) == "OwnableUnauthorizedAccount")
    #expect(try send(.take, 1_000_000, owner) == "done")
    #expect(scene.fixture.wallet(owner) == 1_000_000)
    // A loss that it cannot pay is everybody's, and whoever holds cash may pay for it.
    #expect(try scene.auction(.start) == "done")
    #expect(try send(.take, 1, owner) == "CA_WithdrawBlockedByOngoingAuction")
    #expect(try scene.bid(UInt256(Wad.one), from: scene.d, of: scene.d, by: dan) == "done")
    #expect(scene.fixture.state.openAuction(of: AccountNumber(whole: scene.fixture.a)) == nil)
    #expect(scene.fixture.state.cash.hasWithdrawFee == false || scene.fixture.balance(1).isZero)
    let donation = HolderData.donate(account: 1, amount: 1)
    #expect(try scene.fixture.send(.holder, donation, account: 0, by: dan) == "CA_DonateBalanceNotAuthorized")
    let nobody = HolderData.donate(account: .max, amount: 1)
    #expect(try scene.fixture.send(.holder, nobody, account: 0, by: dan) == "ERC721NonexistentToken")
  }
}
