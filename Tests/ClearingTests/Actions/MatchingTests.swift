import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// FD-24 to FD-27, FD-34 to FD-37: matched calls.
struct MatchingTests {
  @Test func typeHash() {
    let expected = "0x4d7a9f27c403ff9c0f19bce61d76d82f9aa29f8d6d4b0c5474607d9770d1af17"
    #expect(SignedAction.typeHash.description == expected)
  }

  /// A call with every fault, whose faults are mended one by one.
  @Test func orderOfChecks() throws {
    var fixture = try ActionFixture()
    let module = ActionFixture.modules[0]
    #expect(fixture.outcome(.set(.module(module, nil), caller: ActionFixture.admin)) == "done")
    #expect(fixture.call([], [], caller: ActionFixture.stranger) == "M_OnlyTradeExecutor")
    #expect(fixture.call([], [[]]) == "Panic(0x32)")
    var action = fixture.action(owner: fixture.bob, signer: fixture.key)
    let other = fixture.action(module: 1)
    action.expiry = UInt256(fixture.state.time - 1)
    #expect(fixture.call([action, other], []) == "M_OnlyAllowedModule")
    #expect(fixture.outcome(.set(.module(module, .least), caller: ActionFixture.admin)) == "done")
    #expect(fixture.call([action, other], []) == "M_ArrayLengthMismatch")
    #expect(fixture.call([other, action], [try fixture.sign(other), []]) == "M_MismatchedModule")
    #expect(fixture.call([action, other], [[], []]) == "OV_ActionExpired")
    action.expiry = UInt256(fixture.state.time)
    #expect(fixture.call([action, other], [[], []]) == "OV_InvalidActionOwner")
    action.owner = fixture.alice.address
    #expect(fixture.call([action, other], [[], []]) == "OV_SignerNotOwnerOrSessionKeyExpired")
    action.signer = fixture.alice.address
    #expect(fixture.call([action, other], [[], []]) == "OV_InvalidSignature")
    #expect(fixture.call([action, other], [try fixture.sign(action), []]) == "M_MismatchedModule")
    #expect(try fixture.call(action) == "done")
    #expect(try fixture.call(action) == "BM_NonceAlreadyUsed")
  }

  /// FD-2: the limits of this project.
  @Test func limits() throws {
    var fixture = try ActionFixture()
    let many = [SignedAction](repeating: fixture.action(), count: ActionLimits.maximumActions + 1)
    #expect(fixture.call(many, []) == "M_ArrayLengthMismatch")
    #expect(fixture.call(many, many.map { _ in [] }) == "ActionsTooMany")
    var action = fixture.action()
    action.data = [UInt8](repeating: 0, count: ActionLimits.maximumDataBytes + 1)
    #expect(fixture.call([action], [[]]) == "ActionDataTooLarge")
    action.data.removeLast()
    #expect(fixture.call([action], [[]]) == "OV_InvalidSignature")
  }

  /// A signature is of every field of the action.
  @Test func everyFieldCounts() throws {
    var fixture = try ActionFixture()
    let action = fixture.action(account: .zero)
    let (signature, first) = (try fixture.sign(action), fixture.first)
    let changes: [(inout SignedAction) -> Void] = [
      { $0.account = first }, { $0.nonce = 9 }, { $0.module = ActionFixture.modules[1] }, { $0.data = [1, 2, 4] },
      { $0.expiry = .max },
    ]
    for change in changes {
      var changed = action
      change(&changed)
      #expect(fixture.call([changed], [signature]) == "OV_InvalidSignature")
    }
    for place in stride(from: 0, to: 65, by: 4) {
      var changed = signature
      changed[place] ^= 4
      #expect(fixture.call([action], [changed]) == "OV_InvalidSignature")
    }
    #expect(fixture.call([action], [signature]) == "done")
  }

  /// Nonces are one module's and one owner's, and a call that fails uses none.
  @Test func nonces() throws {
    var fixture = try ActionFixture()
    let action = fixture.action()
    #expect(fixture.call([action, action], [try fixture.sign(action), try fixture.sign(action)]) == "BM_NonceAlreadyUsed")
    #expect(try fixture.call(action) == "done")
    var other = action
    other.account = .zero
    #expect(try fixture.call(other) == "BM_NonceAlreadyUsed")
    other.module = ActionFixture.modules[1]
    #expect(try fixture.call(other) == "done")
    var bobs = action
    (bobs.account, bobs.owner, bobs.signer) = (fixture.second, fixture.bob.address, fixture.bob.address)
    #expect(try fixture.call(bobs, by: fixture.bob) == "done")
  }

  @Test func accountsOutsideCustody() throws {
    var fixture = try ActionFixture()
    let (venue, bob) = (fixture.state.gateway.address, fixture.bob.address)
    #expect(try fixture.call(fixture.action(account: 99)) == "ERC721NonexistentToken")
    #expect(try fixture.call(fixture.action(account: .max)) == "ERC721NonexistentToken")
    guard case .account(let number) = try fixture.state.apply(.createAccount(owner: bob, manager: 0)) else { return }
    let account = UInt256(number)
    #expect(try fixture.call(fixture.action(account: account)) == "ERC721InsufficientApproval")
    #expect(fixture.outcome(.approve(number, to: venue, caller: bob)) == "done")
    #expect(try fixture.call(fixture.action(account: account)) == "ERC721IncorrectOwner")
    #expect(fixture.outcome(.owner(.depositAccount(account, for: fixture.alice.address), caller: bob)) == "done")
    #expect(try fixture.call(fixture.action(account: account)) == "done")
    #expect(try fixture.holder(account) == venue)
  }

  /// FD-35: a module must give back what it was lent, and hand over what it makes.
  @Test func modulesThatKeepAccounts() throws {
    var fixture = try ActionFixture()
    let (venue, alice, second) = (fixture.state.gateway.address, fixture.alice.address, fixture.second)
    func call(_ execute: ClearingState.Execution) throws -> String {
      let action = fixture.action()
      let call = MatchedCall(
        actions: [action], signatures: [try fixture.sign(action)], data: [], caller: ActionFixture.executor,
        domainSeparator: fixture.state.gateway.domainSeparator)
      do throws(ClearingRefusal) {
        try fixture.state.atomically { (state) throws(ClearingRefusal) in try state.match(call, execute: execute) }
        return "done"
      } catch { return error.name }
    }
    #expect(try call { (_, _, _) throws(ClearingRefusal) in [] } == "M_AccountNotReturned")
    #expect(try fixture.holder(fixture.first) == venue)
    func giveBack(
      _ made: @escaping (inout ClearingState) throws(ClearingRefusal) -> UInt256
    ) -> ClearingState.Execution {
      { (state, call, module) throws(ClearingRefusal) in
        try state.giveBack(call.actions.map(\.account), from: module)
        return [ModuleAccount(account: try made(&state), owner: alice)]
      }
    }
    func make(_ owner: Address) -> ClearingState.Execution {
      giveBack { (state) throws(ClearingRefusal) in UInt256(try state.createAccount(owner: owner, manager: 0)) }
    }
    #expect(try call(make(alice)) == "M_AccountNotReturned")
    #expect(try call(giveBack { (_) throws(ClearingRefusal) in second }) == "M_AccountAlreadyExists")
    #expect(try call(giveBack { (_) throws(ClearingRefusal) in 77 }) == "ERC721NonexistentToken")
    #expect(try call(make(venue)) == "done")
    #expect(fixture.state.custodyOwner(of: UInt256(UInt64(fixture.state.accounts.count))) == alice)
  }

  @Test func settingsAreTheOwners() throws {
    var fixture = try ActionFixture()
    let (stranger, module) = (ActionFixture.stranger, ActionFixture.modules[0])
    #expect(fixture.outcome(.set(.executor(stranger, true), caller: stranger)) == "OwnableUnauthorizedAccount")
    #expect(fixture.outcome(.set(.module(module, nil), caller: stranger)) == "OwnableUnauthorizedAccount")
    #expect(fixture.outcome(.set(.executor(ActionFixture.executor, false), caller: ActionFixture.admin)) == "done")
    #expect(fixture.state.gateway.executors.isEmpty)
  }

  /// Every refusal has a name and a sentence.
  @Test func names() {
    let refusals: [ActionRefusal] = [
      .unauthorized(caller: .zero), .notExecutor(.zero), .noActions, .tooManyActions(limit: 1, found: 2),
      .dataTooLarge(limit: 1, found: 2), .moduleNotAllowed(.zero), .signatureCount(actions: 1, signatures: 2),
      .mismatchedModule(expected: .zero, found: .zero), .expired(expiry: 1, now: 2),
      .wrongOwner(expected: .zero, found: .zero), .notPermitted(signer: .zero, owner: .zero),
      .invalidSignature(of: .zero), .nonceUsed(owner: .zero, nonce: 1), .accountNotReturned(1), .accountExists(1),
      .sessionKeyNotLater(current: 1), .sessionKeyInvalid(.zero), .notAccountOwner(1), .withdrawalRequested(1),
      .withdrawalNotRequested(1), .withdrawalTooEarly(1, from: 2), .noSuchAccount(1),
      .notApproved(spender: .zero, account: 1), .incorrectOwner(from: .zero, account: 1, owner: .zero),
      .invalidApprover(.zero), .invalidReceiver(.zero), .arithmetic(.overflow),
    ]
    #expect(Set(refusals.map(\.name)).count == refusals.count)
    #expect(refusals.allSatisfy { $0.message.contains("expected") })
    #expect(refusals.flatMap(\.arguments).count == 9)
  }
}
