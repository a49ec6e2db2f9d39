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
  /// The accounts of both owners.
  private(set) var first: UInt256
  private(set) var second: UInt256
  var state: ClearingState
  private var lastNonce: UInt256 = .zero

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash(name)) }

  init() throws {
    (alice, bob, key) = (try TestSigner(11), try TestSigner(12), try TestSigner(13))
    state = try TestVenue.make(
      owner: Self.admin, gateway: Gateway(address: Self.address("matching"), chainId: 957))
    _ = try state.apply(.set(.executor(Self.executor, true), caller: Self.admin))
    for module in Self.modules { _ = try state.apply(.set(.module(module, .least), caller: Self.admin)) }
    (first, second) = (.zero, .zero)
    first = try account(alice)
    second = try account(bob)
  }

  /// Makes an account that is in custody from the start.
  mutating func account(_ owner: TestSigner) throws -> UInt256 {
    guard case .account(let number) = try state.apply(
      .owner(.createAccount(manager: TestVenue.standard), caller: owner.address))
    else { return .zero }
    return UInt256(number)
  }

  /// An action that passes if its signer signs it.
  mutating func action(
    account: UInt256? = nil, owner: TestSigner? = nil, signer: TestSigner? = nil, module: Int = 0
  ) -> SignedAction {
    lastNonce = lastNonce &+ UInt256(1 as UInt64)
    let owner = owner ?? alice
    return SignedAction(
      account: account ?? first, nonce: lastNonce, module: Self.modules[module], data: [1, 2, 3], expiry: UInt256(state.time),
      owner: owner.address, signer: (signer ?? owner).address)
  }

  func sign(_ action: SignedAction, by signer: TestSigner? = nil) throws -> [UInt8] {
    try (signer ?? alice).sign(action.digest(domainSeparator: state.gateway.domainSeparator))
  }

  /// The name by which a call is refused, or `done`.
  mutating func call(
    _ actions: [SignedAction], _ signatures: [[UInt8]], caller: Address = executor
  ) -> String {
    outcome(
      .actions(
        MatchedCall(
          actions: actions, signatures: signatures, data: [], caller: caller,
          domainSeparator: state.gateway.domainSeparator)))
  }

  /// Signs one action and makes a call of it.
  mutating func call(_ action: SignedAction, by signer: TestSigner? = nil) throws -> String {
    call([action], [try sign(action, by: signer)])
  }

  /// The name by which an operation is refused, or `done`.
  mutating func outcome(_ operation: Operation) -> String {
    let before = RandomRunTests.image(state)
    do throws(ClearingRefusal) {
      _ = try state.apply(operation)
      return "done"
    } catch {
      // FD-1: a call that failed has changed nothing.
      #expect(RandomRunTests.image(state) == before)
      return error.name
    }
  }

  func holder(_ account: UInt256) throws -> Address { try state.holder(of: account) }
}
