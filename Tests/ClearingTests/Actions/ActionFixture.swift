import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// A venue with an executor, two modules and an account of each of two owners.
struct ActionFixture {
  static let admin = address("admin")
  static let executor = address("executor")
  static let stranger = address("stranger")
  static let modules = [address("module 1"), address("module 2")]
  static let start: UInt64 = 1_700_000_000

  let alice: TestSigner
  let bob: TestSigner
  let key: TestSigner
  var matching: Matching
  var now = ActionFixture.start
  var modules: [Address: BaseModule] = [:]
  private var lastNonce: UInt256 = .zero

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash(name)) }

  init() throws {
    (alice, bob, key) = (try TestSigner(11), try TestSigner(12), try TestSigner(13))
    matching = Matching(address: Self.address("matching"), owner: Self.admin, chainId: 957)
    try matching.setExecutor(Self.executor, true, caller: Self.admin)
    for module in Self.modules {
      try matching.setModule(module, true, caller: Self.admin)
      modules[module] = BaseModule(address: module, matching: matching.address)
    }
    _ = try matching.createAccount(caller: alice.address)
    _ = try matching.createAccount(caller: bob.address)
  }

  /// An action that passes if its signer signs it.
  mutating func action(
    account: UInt256 = 1, owner: TestSigner? = nil, signer: TestSigner? = nil, module: Int = 0
  ) -> SignedAction {
    lastNonce = lastNonce &+ UInt256(1 as UInt64)
    let owner = owner ?? alice
    return SignedAction(
      account: account, nonce: lastNonce, module: Self.modules[module], data: [1, 2, 3], expiry: UInt256(now),
      owner: owner.address, signer: (signer ?? owner).address)
  }

  func sign(_ action: SignedAction, by signer: TestSigner? = nil) throws -> [UInt8] {
    try (signer ?? alice).sign(action.digest(domainSeparator: matching.domainSeparator))
  }

  /// The name by which a call is refused, or `done`.
  mutating func call(
    _ actions: [SignedAction], _ signatures: [[UInt8]], caller: Address = executor
  ) -> String {
    let before = (matching, modules)
    let name = outcome { () throws(ActionRefusal) in
      var module = actions.first.flatMap { modules[$0.module] }
      try matching.verifyAndMatch(actions, signatures: signatures, caller: caller, now: now) {
        (actions, tokens) throws(ActionRefusal) in
        try module?.useNonces(of: actions)
        try module?.giveBack(actions, tokens: &tokens)
        return []
      }
      if let module { modules[module.address] = module }
    }
    // FD-1: a call that failed has changed nothing.
    if name != "done" { #expect(matching == before.0 && modules == before.1) }
    return name
  }

  /// Signs one action and makes a call of it.
  mutating func call(_ action: SignedAction, by signer: TestSigner? = nil) throws -> String {
    call([action], [try sign(action, by: signer)])
  }
}

/// The name of a refusal, or `done`.
func outcome(_ body: () throws(ActionRefusal) -> Void) -> String {
  do throws(ActionRefusal) {
    try body()
    return "done"
  } catch {
    return error.name
  }
}
