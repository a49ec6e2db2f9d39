import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// MO-22 to MO-26 and MO-32: what owners, holders and guardians sign.
struct OwnModuleTests {
  static let wad = TestVenue.wad

  /// MO-5: session keys and other accounts have no business here.
  @Test func whoMaySign() throws {
    var fixture = try ModuleFixture()
    let (alice, key) = (fixture.alice, try TestSigner(77))
    #expect(
      try fixture.send(.sessionKey, SessionKeyData(key: key.address, until: .max), account: 0, by: alice) == "done")
    #expect(
      try fixture.send(.sessionKey, SessionKeyData(key: key.address, until: .max), account: 0, by: alice)
        == "OV_NeedDeregister")
    let custody = CustodyData(.request, account: fixture.a)
    #expect(try fixture.send(.custody, custody, account: 0, by: alice, signer: key) == "Module_NotOwnersSignature")
    let approve = HolderData.approve(account: 2, to: alice.address)
    #expect(try fixture.send(.holder, approve, account: 0, by: alice, signer: key) == "Module_NotOwnersSignature")
    let out = WithdrawalData(asset: ModuleFixture.cash, amount: 1)
    #expect(try fixture.send(.takeOut, out, account: 0, by: alice, signer: key) == "Module_NotOwnersSignature")
    #expect(try fixture.send(.takeOut, out, account: fixture.a, by: alice) == "Module_WrongAccount")
    #expect(try fixture.send(.sessionKey, SessionKeyData(key: key.address, until: 0), account: 0, by: alice) == "done")
    #expect(
      fixture.state.sessionKeyExpiry(SessionKeyName(key: key.address, owner: alice.address))
        == UInt256(TestVenue.start + 600))
    #expect(
      try fixture.send(.sessionKey, SessionKeyData(key: alice.address, until: 0), account: 0, by: alice)
        == "OV_SessionKeyInvalid")
    let action = try fixture.action(.custody, custody, account: 0, owner: alice)
    let second = try fixture.action(.custody, custody, account: 0, owner: alice)
    #expect(fixture.send(try fixture.call([(action, alice), (second, alice)])) == "Module_WrongActions")
  }

  @Test func custody() throws {
    var fixture = try ModuleFixture()
    let (alice, bob) = (fixture.alice, fixture.bob)
    func send(_ call: CustodyData.Call, _ signer: TestSigner) throws -> String {
      try fixture.send(.custody, CustodyData(call, account: fixture.a), account: 0, by: signer)
    }
    #expect(try send(.request, bob) == "SAM_NotOwnerAddress")
    #expect(try send(.complete, alice) == "SAM_CooldownNotStarted")
    #expect(try send(.deposit, alice) == "ERC721InsufficientApproval")
    #expect(try send(.request, alice) == "done")
    #expect(try send(.request, alice) == "SAM_AlreadyRequestedWithdraw")
    #expect(try send(.complete, bob) == "SAM_CooldownNotElapsed")
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 1_800))
    #expect(try send(.complete, bob) == "done")
    #expect(try fixture.state.holder(of: fixture.a) == alice.address)
    let transfer = TransferData(account: 0, manager: ModuleFixture.standard, movements: [])
    #expect(try fixture.send(.transfer, transfer, account: fixture.a, by: alice) == "ERC721InsufficientApproval")
    #expect(try send(.deposit, bob) == "ERC721InsufficientApproval")
    #expect(try send(.deposit, alice) == "done")
    #expect(try fixture.send(.transfer, transfer, account: fixture.a, by: alice) == "done")
    var data = try CustodyData(.request, account: 1).encoded()
    data[31] = 3
    var action = try fixture.action(.custody, CustodyData(.request, account: 1), account: 0, owner: alice)
    action.data = data
    #expect(fixture.send(try fixture.call([(action, alice)])) == "EmptyRevert")
  }

  /// An account outside custody is its holder's to use, and whom they allow.
  @Test func holders() throws {
    var fixture = try ModuleFixture()
    let (alice, bob) = (fixture.alice, fixture.bob)
    #expect(fixture.outcome(.createAccount(owner: alice.address, manager: TestVenue.standard)) == "done")
    let own = UInt64(fixture.state.accounts.count)
    #expect(fixture.outcome(.deposit(own, .cash, amount: 1_000_000_000)) == "done")
    func take(_ amount: Int128, _ asset: Address = ModuleFixture.cash) -> HolderData {
      .transfers([
        .init(from: 0, to: 0, asset: asset, subId: 0, amount: 1),
        .init(from: UInt256(own), to: fixture.b, asset: asset, subId: 0, amount: Self.wad(amount)),
      ])
    }
    func send(_ data: HolderData, _ signer: TestSigner) throws -> String {
      try fixture.send(.holder, data, account: 0, by: signer)
    }
    #expect(try send(take(1), bob) == "NotEnoughSubIdOrAssetAllowances")
    #expect(try send(take(1), alice) == "done")
    #expect(try send(.approve(account: UInt256(own), to: bob.address), bob) == "ERC721InvalidApprover")
    var allowance = HolderData.AllowanceData(
      account: UInt256(own), delegate: bob.address, asset: ModuleFixture.cash, subId: 0, positive: 0,
      negative: UInt256(3 * Wad.one))
    #expect(try send(.assetAllowance(allowance), bob) == "AC_NotOwnerOrERC721Approved")
    #expect(try send(.assetAllowance(allowance), alice) == "done")
    #expect(try send(take(2), bob) == "done")
    #expect(try send(take(2), bob) == "NotEnoughSubIdOrAssetAllowances")
    #expect(try send(.instrumentAllowance(allowance), alice) == "done")
    #expect(try send(take(4), bob) == "done")
    #expect(try send(.approve(account: UInt256(own), to: bob.address), alice) == "done")
    #expect(try send(take(4), bob) == "done")
    allowance.account = .max
    #expect(try send(.assetAllowance(allowance), alice) == "ERC721NonexistentToken")
    #expect(try send(.approve(account: fixture.a, to: bob.address), alice) == "ERC721InvalidApprover")
    #expect(try send(take(1, TestVenue.user("nothing")), alice) == "EmptyRevert")
    let many = HolderData.transfers(
      [HolderData.Movement](
        repeating: .init(from: 0, to: 0, asset: ModuleFixture.cash, subId: 0, amount: 1), count: 401))
    #expect(try send(many, alice) == "done")
  }

  @Test func settlements() throws {
    var fixture = try ModuleFixture()
    let anybody = try TestSigner(1_234)
    let option = try TradeTests.call()
    #expect(try TradeTests.cross(&fixture, option, price: Self.wad(90), bid: Self.wad(90), ask: 0) == "done")
    #expect(
      try TradeTests.cross(&fixture, SubAsset(.perp(0)), price: Self.wad(2_001), bid: Self.wad(2_001), ask: 0) == "done"
    )
    try TestVenue.setPrices(&fixture.state, spot: 2_010)
    func send(_ data: SettlementData) throws -> String { try fixture.send(.settlement, data, account: 0, by: anybody) }
    for call in SettlementData.Call.allCases where call != .settleOptions && call != .realisePerp {
      #expect(try send(SettlementData(call, account: fixture.a)) == "done")
    }
    #expect(fixture.balance(fixture.a) == Self.wad(99_920))
    #expect(try send(SettlementData(.realisePerp, account: fixture.b, asset: ModuleFixture.perp)) == "done")
    #expect(try send(SettlementData(.realisePerp, account: fixture.b, asset: ModuleFixture.option)) == "EmptyRevert")
    #expect(try send(SettlementData(.settleOptions, account: fixture.b, asset: ModuleFixture.perp)) == "EmptyRevert")
    #expect(try send(SettlementData(.settleInterest, account: 99)) == "ERC721NonexistentToken")
    _ = try fixture.state.apply(.feed(.settlement(market: 0, expiry: TestVenue.expiry, price: TestVenue.price(2_050))))
    _ = try fixture.state.apply(.warp(to: TestVenue.expiry))
    #expect(try send(SettlementData(.settleOptions, account: fixture.a, asset: ModuleFixture.option)) == "done")
    #expect(fixture.balance(fixture.a, option).isZero)
  }

  /// MO-26: everything that an account holds goes with it, and the new manager judges it whole.
  @Test func managers() throws {
    var fixture = try ModuleFixture()
    let (alice, bob) = (fixture.alice, fixture.bob)
    let option = try TradeTests.call()
    #expect(try TradeTests.cross(&fixture, option, price: Self.wad(90), bid: Self.wad(90), ask: 0) == "done")
    func send(_ manager: Address, _ account: UInt256, _ signer: TestSigner) throws -> String {
      try fixture.send(.managerChange, ManagerData(manager: manager), account: account, by: signer)
    }
    #expect(try send(alice.address, fixture.a, alice) == "Clearing_NoSuchManager")
    #expect(try send(ModuleFixture.standard, fixture.a, alice) == "AC_CannotChangeToSameManager")
    #expect(try send(ModuleFixture.portfolio, fixture.b, alice) == "OV_InvalidActionOwner")
    #expect(try send(ModuleFixture.portfolio, fixture.b, bob) == "done")
    #expect(try fixture.state.account(AccountNumber(fitting: fixture.b) ?? 0).manager == TestVenue.portfolio)
    #expect(fixture.state.positions[AssetManager(.option(0), TestVenue.portfolio)]?.total == TestVenue.price(1))
    #expect(fixture.state.positions[AssetManager(.option(0), TestVenue.standard)]?.total == TestVenue.price(1))
    let cap = Parameter.cap(AssetManager(.option(0), TestVenue.portfolio), TestVenue.price(1))
    #expect(fixture.outcome(.set(cap, caller: fixture.owner.address)) == "done")
    #expect(try send(ModuleFixture.portfolio, fixture.a, alice) == "BM_AssetCapExceeded")
    let list = Parameter.whitelist(AssetManager(.option(0), TestVenue.portfolio), false)
    #expect(fixture.outcome(.set(list, caller: fixture.owner.address)) == "done")
    #expect(try send(ModuleFixture.portfolio, fixture.a, alice) == "MW_UnknownManager")
    let pause = GuardianData(manager: ModuleFixture.portfolio, isPaused: true)
    #expect(try fixture.send(.guardian, pause, account: 0, by: alice) == "BM_GuardianOnly")
  }

  @Test func guardians() throws {
    var fixture = try ModuleFixture()
    let guardian = fixture.owner
    let unknown = GuardianData(manager: .zero, isPaused: true)
    #expect(try fixture.send(.guardian, unknown, account: 0, by: guardian) == "Clearing_NoSuchManager")
    let pause = GuardianData(manager: ModuleFixture.standard, isPaused: true)
    #expect(try fixture.send(.guardian, pause, account: 0, by: guardian) == "done")
    #expect(try TradeTests.cross(&fixture, TradeTests.call(), price: 0, bid: 0, ask: 0) == "BM_AdjustmentsPaused")
    #expect(
      try fixture.send(
        .managerChange, ManagerData(manager: ModuleFixture.portfolio), account: fixture.a, by: fixture.alice)
        == "BM_AdjustmentsPaused")
    let resume = GuardianData(manager: ModuleFixture.standard, isPaused: false)
    #expect(try fixture.send(.guardian, resume, account: 0, by: guardian) == "done")
    #expect(try TradeTests.cross(&fixture, TradeTests.call(), price: 0, bid: 0, ask: 0) == "done")
  }
}
