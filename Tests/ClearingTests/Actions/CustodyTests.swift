import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// FD-28 to FD-33: tokens, session keys, custody.
struct CustodyTests {
  @Test func sessionKeys() throws {
    var fixture = try ActionFixture()
    let (alice, bob, key) = (fixture.alice.address, fixture.bob.address, fixture.key)
    let now = fixture.now
    func register(_ expiry: UInt64, caller: Address) -> String {
      outcome { () throws(ActionRefusal) in
        try fixture.matching.registerSessionKey(key.address, until: UInt256(expiry), caller: caller)
      }
    }
    func deregister(_ caller: Address) -> String {
      outcome { () throws(ActionRefusal) in
        try fixture.matching.deregisterSessionKey(key.address, caller: caller, now: fixture.now)
      }
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
    fixture.now = now + 100
    #expect(try use() == "done")
    // Taking a key back on its last second gives it ten minutes more.
    #expect(deregister(alice) == "done")
    fixture.now = now + 700
    #expect(try use() == "done")
    #expect(register(now + 700, caller: alice) == "OV_NeedDeregister")
    fixture.now = now + 701
    #expect(try use() == "OV_SignerNotOwnerOrSessionKeyExpired")
    #expect(deregister(alice) == "OV_SessionKeyInvalid")
    #expect(register(now + 701, caller: alice) == "done")
    #expect(try use() == "done")
    // Another owner's key it is not.
    #expect(try fixture.call(fixture.action(account: 2, owner: fixture.bob, signer: key), by: key)
      == "OV_SignerNotOwnerOrSessionKeyExpired")
  }

  @Test func withdrawals() throws {
    var fixture = try ActionFixture()
    let (alice, bob, start) = (fixture.alice.address, fixture.bob.address, fixture.now)
    func request(_ account: UInt256, _ caller: Address) -> String {
      outcome { () throws(ActionRefusal) in
        try fixture.matching.requestWithdrawal(account, caller: caller, now: fixture.now)
      }
    }
    func complete(_ account: UInt256) -> String {
      outcome { () throws(ActionRefusal) in try fixture.matching.completeWithdrawal(account, now: fixture.now) }
    }
    func deposit(_ owner: Address, _ caller: Address) -> String {
      outcome { () throws(ActionRefusal) in try fixture.matching.deposit(1, for: owner, caller: caller) }
    }
    #expect(request(1, bob) == "SAM_NotOwnerAddress")
    #expect(request(99, alice) == "SAM_NotOwnerAddress")
    #expect(complete(1) == "SAM_CooldownNotStarted")
    #expect(request(1, alice) == "done")
    #expect(request(1, alice) == "SAM_AlreadyRequestedWithdraw")
    fixture.now = start + 1_799
    #expect(complete(1) == "SAM_CooldownNotElapsed")
    #expect(try fixture.call(fixture.action()) == "done")
    fixture.now = start + 1_800
    #expect(complete(1) == "done")
    #expect(try fixture.matching.tokens.holder(of: 1) == alice)
    #expect(fixture.matching.custody.owner(of: 1).isZero)
    #expect(request(1, alice) == "SAM_NotOwnerAddress")
    #expect(complete(1) == "SAM_CooldownNotStarted")

    #expect(deposit(alice, alice) == "ERC721InsufficientApproval")
    try fixture.matching.tokens.approve(fixture.matching.address, account: 1, caller: alice)
    #expect(deposit(bob, bob) == "ERC721IncorrectOwner")
    #expect(deposit(bob, alice) == "done")
    #expect(deposit(bob, alice) == "ERC721IncorrectOwner")
    #expect(request(1, bob) == "done")
  }

  @Test func tokens() throws {
    var tokens = AccountTokens()
    let (a, b, c) = (ActionFixture.address("a"), ActionFixture.address("b"), ActionFixture.address("c"))
    func move(_ from: Address, _ to: Address, by spender: Address, _ account: UInt256 = 1) -> String {
      outcome { () throws(ActionRefusal) in try tokens.transfer(account, from: from, to: to, spender: spender) }
    }
    func approve(_ spender: Address, by caller: Address, _ account: UInt256 = 1) -> String {
      outcome { () throws(ActionRefusal) in try tokens.approve(spender, account: account, caller: caller) }
    }
    #expect(outcome { () throws(ActionRefusal) in _ = try tokens.create(for: .zero) } == "ERC721InvalidReceiver")
    #expect(try tokens.create(for: a) == 1)
    #expect(move(a, .zero, by: a, 9) == "ERC721InvalidReceiver")
    #expect(move(a, b, by: a, 9) == "ERC721NonexistentToken")
    #expect(move(b, b, by: b) == "ERC721InsufficientApproval")
    #expect(approve(b, by: b, 9) == "ERC721NonexistentToken")
    #expect(approve(b, by: b) == "ERC721InvalidApprover")
    #expect(approve(b, by: a) == "done")
    #expect(approve(.zero, by: a) == "done")
    #expect(move(a, c, by: b) == "ERC721InsufficientApproval")
    #expect(approve(b, by: a) == "done")
    #expect(move(b, c, by: b) == "ERC721IncorrectOwner")
    #expect(move(a, c, by: b) == "done")
    // Moving takes the approval back.
    #expect(move(c, b, by: b) == "ERC721InsufficientApproval")
    #expect(try tokens.holder(of: 1) == c)
    #expect(ActionRefusal.incorrectOwner(from: a, account: 1, owner: b).arguments
      == [a.description.lowercased(), "1", b.description.lowercased()])
  }
}
