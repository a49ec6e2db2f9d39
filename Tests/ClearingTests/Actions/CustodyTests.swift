import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// FD-28 to FD-33: tokens, session keys, custody.
struct CustodyTests {
  @Test func sessionKeys() throws {
    var fixture = try ActionFixture()
    let (alice, bob, key) = (fixture.alice.address, fixture.bob.address, fixture.key)
    let now = fixture.state.time
    func register(_ expiry: UInt64, caller: Address) -> String {
      fixture.outcome(.owner(.registerSessionKey(key.address, until: UInt256(expiry)), caller: caller))
    }
    func deregister(_ caller: Address) -> String {
      fixture.outcome(.owner(.deregisterSessionKey(key.address), caller: caller))
    }
    func use() throws -> String {
      let action = fixture.action(signer: key)
      return try fixture.call(action, by: key)
    }
    #expect(register(0, caller: alice) == "OV_NeedDeregister")
    #expect(deregister(alice) == "OV_SessionKeyInvalid")
    #expect(register(1, caller: bob) == "done")
    #expect(deregister(bob) == "OV_SessionKeyInvalid")
    #expect(try use() == "OV_SignerNotOwnerOrSessionKeyExpired")
    #expect(register(now + 100, caller: alice) == "done")
    #expect(register(now + 100, caller: alice) == "OV_NeedDeregister")
    #expect(try use() == "done")
    _ = try fixture.state.apply(.warp(to: now + 100))
    #expect(try use() == "done")
    // Taking a key back on its last second gives it ten minutes more.
    #expect(deregister(alice) == "done")
    _ = try fixture.state.apply(.warp(to: now + 700))
    #expect(try use() == "done")
    #expect(register(now + 700, caller: alice) == "OV_NeedDeregister")
    _ = try fixture.state.apply(.warp(to: now + 701))
    #expect(try use() == "OV_SignerNotOwnerOrSessionKeyExpired")
    #expect(deregister(alice) == "OV_SessionKeyInvalid")
    #expect(register(now + 701, caller: alice) == "done")
    #expect(try use() == "done")
    // Another owner's key it is not.
    #expect(try fixture.call(fixture.action(account: fixture.second, owner: fixture.bob, signer: key), by: key)
      == "OV_SignerNotOwnerOrSessionKeyExpired")
  }

  @Test func withdrawals() throws {
    var fixture = try ActionFixture()
    let (alice, bob, start) = (fixture.alice.address, fixture.bob.address, fixture.state.time)
    let account = fixture.first
    func request(_ account: UInt256, _ caller: Address) -> String {
      fixture.outcome(.owner(.requestAccount(account), caller: caller))
    }
    func complete(_ account: UInt256) -> String {
      fixture.outcome(.owner(.completeAccount(account), caller: ActionFixture.stranger))
    }
    func deposit(_ owner: Address, _ caller: Address) -> String {
      fixture.outcome(.owner(.depositAccount(account, for: owner), caller: caller))
    }
    #expect(request(account, bob) == "SAM_NotOwnerAddress")
    #expect(request(99, alice) == "SAM_NotOwnerAddress")
    #expect(complete(account) == "SAM_CooldownNotStarted")
    #expect(request(account, alice) == "done")
    #expect(request(account, alice) == "SAM_AlreadyRequestedWithdraw")
    _ = try fixture.state.apply(.warp(to: start + 1_799))
    #expect(complete(account) == "SAM_CooldownNotElapsed")
    #expect(try fixture.call(fixture.action()) == "done")
    _ = try fixture.state.apply(.warp(to: start + 1_800))
    #expect(complete(account) == "done")
    #expect(try fixture.holder(account) == alice)
    #expect(fixture.state.custodyOwner(of: account) == nil)
    #expect(request(account, alice) == "SAM_NotOwnerAddress")
    #expect(complete(account) == "SAM_CooldownNotStarted")

    #expect(deposit(alice, alice) == "ERC721InsufficientApproval")
    let venue = fixture.state.gateway.address
    #expect(fixture.outcome(.approve(AccountNumber(fitting: account) ?? 0, to: venue, caller: alice)) == "done")
    #expect(deposit(bob, bob) == "ERC721IncorrectOwner")
    #expect(deposit(bob, alice) == "done")
    #expect(deposit(bob, alice) == "ERC721IncorrectOwner")
    #expect(request(account, bob) == "done")
  }

  @Test func tokens() throws {
    var fixture = try ActionFixture()
    let (a, b, c) = (ActionFixture.address("a"), ActionFixture.address("b"), ActionFixture.address("c"))
    guard case .account(let number) = try fixture.state.apply(.createAccount(owner: a, manager: 0)) else { return }
    let account = UInt256(number)
    func move(_ from: Address, _ to: Address, by spender: Address, _ other: UInt256? = nil) -> String {
      do throws(ClearingRefusal) {
        try fixture.state.moveToken(other ?? account, from: from, to: to, spender: spender)
        return "done"
      } catch { return error.name }
    }
    func approve(_ spender: Address, by caller: Address, _ other: AccountNumber? = nil) -> String {
      fixture.outcome(.approve(other ?? number, to: spender, caller: caller))
    }
    #expect(fixture.outcome(.createAccount(owner: .zero, manager: 0)) == "ERC721InvalidReceiver")
    #expect(move(a, .zero, by: a, 99) == "ERC721InvalidReceiver")
    #expect(move(a, b, by: a, 99) == "ERC721NonexistentToken")
    #expect(move(a, b, by: a, .max) == "ERC721NonexistentToken")
    #expect(move(b, b, by: b) == "ERC721InsufficientApproval")
    #expect(approve(b, by: b, 99) == "ERC721NonexistentToken")
    #expect(approve(b, by: b) == "ERC721InvalidApprover")
    #expect(approve(b, by: a) == "done")
    #expect(approve(.zero, by: a) == "done")
    #expect(move(a, c, by: b) == "ERC721InsufficientApproval")
    #expect(approve(b, by: a) == "done")
    #expect(move(b, c, by: b) == "ERC721IncorrectOwner")
    #expect(move(a, c, by: b) == "done")
    // Moving takes the approval back.
    #expect(move(c, b, by: b) == "ERC721InsufficientApproval")
    #expect(try fixture.holder(account) == c)
    #expect(ActionRefusal.incorrectOwner(from: a, account: 1, owner: b).arguments
      == [a.description.lowercased(), "1", b.description.lowercased()])
  }

  /// CL-19: what an earlier holder allowed is nothing to a later one.
  @Test func allowancesEndWithTheHolder() throws {
    var fixture = try ActionFixture()
    let (a, b) = (TestVenue.user("u0"), ActionFixture.address("b"))
    let key = AllowanceKey(account: 2, delegate: b, asset: .cash)
    let allowance = Allowance(positive: .zero, negative: UInt256(10 * Wad.one))
    let take = Operation.transfer(
      Transfer(from: 2, to: 3, instrument: SubAsset(.cash), amount: TestVenue.wad(1)), caller: b)
    #expect(fixture.outcome(.setAllowance(allowance, key, caller: a)) == "done")
    #expect(fixture.outcome(take) == "done")
    try fixture.state.moveToken(2, from: a, to: ActionFixture.address("c"), spender: a)
    #expect(fixture.outcome(take) == "NotEnoughSubIdOrAssetAllowances")
    try fixture.state.moveToken(2, from: ActionFixture.address("c"), to: a, spender: ActionFixture.address("c"))
    #expect(fixture.outcome(take) == "done")
  }
}
