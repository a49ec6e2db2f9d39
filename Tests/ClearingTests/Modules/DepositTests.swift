import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// MO-15 to MO-21: tokens on their way from the bridge to accounts and back.
struct DepositTests {
  @Test func fromTheBridgeIntoAnAccountAndBack() throws {
    var fixture = try ModuleFixture()
    let (alice, cash) = (fixture.alice, ModuleFixture.cash)
    #expect(try fixture.credit(alice, 500) == "done")
    #expect(fixture.wallet(alice) == 500)
    #expect(
      try fixture.send(.deposit, DepositData(amount: 501, asset: cash, manager: .zero), account: fixture.a, by: alice)
        == "ERC20InsufficientBalance")
    #expect(
      try fixture.send(.deposit, DepositData(amount: 200, asset: cash, manager: .zero), account: fixture.a, by: alice)
        == "done")
    #expect(fixture.wallet(alice) == 300)
    #expect(fixture.balance(fixture.a) == (TestVenue.wad(100_000) &+ 200_000_000_000_000))
    #expect(
      try fixture.send(.withdrawal, WithdrawalData(asset: cash, amount: 1_000_200), account: fixture.a, by: alice)
        == "done")
    #expect(fixture.wallet(alice) == 1_000_500)
    #expect(fixture.balance(fixture.a) == TestVenue.wad(99_999))
    #expect(
      try fixture.send(.takeOut, WithdrawalData(asset: cash, amount: 1_000_501), account: 0, by: alice)
        == "ERC20InsufficientBalance")
    #expect(try fixture.send(.takeOut, WithdrawalData(asset: cash, amount: 500), account: 0, by: alice) == "done")
    #expect(try fixture.send(.takeOut, WithdrawalData(asset: cash, amount: .max), account: 0, by: alice) == "done")
    #expect(
      try fixture.send(.takeOut, WithdrawalData(asset: cash, amount: .max), account: 0, by: alice)
        == "Module_AmountIsZero")
    #expect(fixture.state.treasury.wallets[WalletName(asset: .cash, owner: alice.address)] == nil)
    #expect(fixture.state.treasury.withdrawals.keys.sorted() == [1, 2])
    #expect(fixture.state.pendingWithdrawal(2)?.amount == 1_000_000)
  }

  @Test func withdrawals() throws {
    var fixture = try ModuleFixture()
    let (alice, bob, cash) = (fixture.alice, fixture.bob, ModuleFixture.cash)
    let all = WithdrawalData(asset: cash, amount: 100_000_000_001)
    #expect(try fixture.send(.withdrawal, all, account: fixture.a, by: alice) == "SRM_PortfolioBelowMargin")
    #expect(try fixture.send(.withdrawal, all, account: fixture.c, by: fixture.carol) == "PMRM_2_InsufficientMargin")
    #expect(try fixture.send(.withdrawal, all, account: fixture.a, by: bob) == "OV_InvalidActionOwner")
    #expect(try fixture.send(.withdrawal, all, account: 0, by: bob) == "ERC721NonexistentToken")
    #expect(try fixture.send(.withdrawal, all, account: 2, by: bob) == "ERC721InsufficientApproval")
    let perp = WithdrawalData(asset: ModuleFixture.perp, amount: 1)
    #expect(try fixture.send(.withdrawal, perp, account: fixture.a, by: alice) == "EmptyRevert")
    let base = WithdrawalData(asset: ModuleFixture.base, amount: 1)
    #expect(try fixture.send(.withdrawal, base, account: fixture.a, by: alice) == "ERC20InsufficientBalance")
    #expect(try fixture.credit(bob, 5, ModuleFixture.base) == "done")
    #expect(
      try fixture.send(
        .deposit, DepositData(amount: .max, asset: ModuleFixture.base, manager: .zero), account: fixture.b, by: bob)
        == "done")
    #expect(try fixture.send(.withdrawal, base, account: fixture.a, by: alice) == "WERC_CannotBeNegative")
    #expect(try fixture.send(.withdrawal, base, account: fixture.b, by: bob) == "done")
    #expect(fixture.wallet(bob, .base(0)) == 1)
  }

  @Test func openings() throws {
    var fixture = try ModuleFixture()
    let (alice, owner) = (fixture.alice, fixture.owner.address)
    let unknown = DepositData(amount: 0, asset: ModuleFixture.cash, manager: alice.address)
    #expect(try fixture.send(.deposit, unknown, account: 0, by: alice) == "Clearing_NoSuchManager")
    #expect(fixture.outcome(.set(.openingDeposit(UInt256(10 * Wad.one)), caller: owner)) == "done")
    #expect(try fixture.credit(alice, 19_999_999) == "done")
    let ten = DepositData(amount: 10_000_000, asset: ModuleFixture.cash, manager: ModuleFixture.portfolio)
    #expect(try fixture.send(.deposit, ten, account: 0, by: alice) == "done")
    let opened = UInt256(UInt64(fixture.state.accounts.count))
    #expect(fixture.state.custodyOwner(of: opened) == alice.address)
    #expect(try fixture.state.account(UInt64(fixture.state.accounts.count)).manager == TestVenue.portfolio)
    #expect(
      try fixture.send(
        .deposit, DepositData(amount: .max, asset: ModuleFixture.cash, manager: ModuleFixture.standard), account: 0,
        by: alice) == "Module_OpeningTooSmall")
    let movement = TransferData.Movement(asset: ModuleFixture.cash, subId: 0, amount: TestVenue.wad(10))
    let transfer = TransferData(account: 0, manager: ModuleFixture.standard, movements: [movement])
    #expect(try fixture.send(.transfer, transfer, account: fixture.a, by: alice) == "done")
    #expect(fixture.balance(UInt256(UInt64(fixture.state.accounts.count))) == TestVenue.wad(10))
    let nothing = TransferData(account: 0, manager: ModuleFixture.standard, movements: [])
    #expect(try fixture.send(.transfer, nothing, account: fixture.a, by: alice) == "Module_OpeningTooSmall")
    #expect(try fixture.send(.transfer, nothing, account: 0, by: alice) == "ERC721NonexistentToken")
  }

  @Test func transfersBetweenOnesOwnAccounts() throws {
    var fixture = try ModuleFixture()
    let (alice, bob) = (fixture.alice, fixture.bob)
    let second = try fixture.open(alice, ModuleFixture.portfolio)
    #expect(
      try TradeTests.cross(&fixture, SubAsset(.perp(0)), price: TestVenue.wad(2_001), bid: TestVenue.wad(2_001), ask: 0)
        == "done")
    let movements = [
      TransferData.Movement(asset: ModuleFixture.perp, subId: 0, amount: TestVenue.wad(1)),
      TransferData.Movement(asset: ModuleFixture.cash, subId: 0, amount: TestVenue.wad(-5)),
    ]
    func send(_ account: UInt256, _ other: UInt256, _ signer: TestSigner, _ manager: Address = .zero) throws -> String {
      let data = TransferData(account: account, manager: manager, movements: movements)
      let first = try fixture.action(.transfer, data, account: fixture.a, owner: alice)
      let consent = try fixture.action(.transfer, data, account: other, owner: signer)
      return fixture.send(try fixture.call([(first, alice), (consent, signer)]))
    }
    #expect(try send(second, fixture.a, alice) == "Module_WrongAccount")
    #expect(try send(fixture.b, fixture.b, bob) == "Module_OtherOwner")
    #expect(try send(0, second, alice, ModuleFixture.standard) == "Module_WrongActions")
    let alone = TransferData(account: second, manager: .zero, movements: movements)
    #expect(try fixture.send(.transfer, alone, account: fixture.a, by: alice) == "Module_WrongActions")
    #expect(try send(fixture.a, fixture.a, alice) == "AC_CannotTransferAssetToOneself")
    #expect(try send(second, second, alice) == "done")
    #expect(fixture.balance(second, SubAsset(.perp(0))) == TestVenue.wad(1))
    #expect(fixture.balance(fixture.a) == TestVenue.wad(100_005))
  }

  @Test func theBridgeAlone() throws {
    var fixture = try ModuleFixture()
    let (alice, bridge) = (fixture.alice, fixture.bridge)
    func send(_ data: BridgeData, by signer: TestSigner? = nil) throws -> String {
      try fixture.send(.bridge, data, account: 0, by: signer ?? bridge)
    }
    var credit = BridgeData(.credit, number: 7_000, asset: ModuleFixture.cash, owner: alice.address, amount: 9)
    #expect(try send(credit, by: alice) == "Module_NotBridge")
    #expect(try send(credit) == "done")
    #expect(try send(credit) == "Module_CreditUsed")
    credit.number = 7_001
    credit.amount = 0
    #expect(try send(credit) == "Module_AmountIsZero")
    credit.amount = .max
    #expect(try send(credit) == "Panic(0x11)")
    credit.asset = ModuleFixture.option
    #expect(try send(credit) == "EmptyRevert")
    #expect(
      try fixture.send(.takeOut, WithdrawalData(asset: ModuleFixture.cash, amount: 9), account: 0, by: alice) == "done")
    var paid = BridgeData(.paid, number: 1, asset: ModuleFixture.cash, owner: alice.address, amount: 9)
    paid.amount = 8
    #expect(try send(paid) == "Module_NoSuchWithdrawal")
    paid.amount = 9
    paid.number = .max
    #expect(try send(paid) == "Module_NoSuchWithdrawal")
    paid.number = 1
    #expect(try send(paid) == "done")
    #expect(try send(paid) == "Module_NoSuchWithdrawal")
    #expect(fixture.outcome(.set(.bridge(.zero), caller: fixture.owner.address)) == "done")
    #expect(try send(paid) == "Module_NotBridge")
  }
}
