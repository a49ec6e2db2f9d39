import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// A venue with a module of every kind, a bridge, and accounts of three owners with cash: two under the standard
/// manager and one under the portfolio manager.
struct ModuleFixture {
  static let executor = TestVenue.user("executor")
  static let cash = TestVenue.directory.cash.address
  static let option = TestVenue.user("option")
  static let perp = TestVenue.user("perp")
  static let base = TestVenue.user("base")
  static let standard = TestVenue.user("standard manager")
  static let portfolio = TestVenue.user("portfolio manager")

  let (owner, bridge): (TestSigner, TestSigner)
  let (alice, bob, carol): (TestSigner, TestSigner, TestSigner)
  var state: ClearingState
  private(set) var a = UInt256.zero
  private(set) var b = UInt256.zero
  private(set) var c = UInt256.zero
  private(set) var lastNonce = UInt256.zero
  /// Every call that was accepted.
  private(set) var accepted: [MatchedCall] = []

  static func module(_ kind: ModuleKind) -> Address { TestVenue.user("module \(kind.rawValue)") }

  init(delay: UInt64 = 3_600) throws {
    (owner, bridge) = (try TestSigner(21), try TestSigner(22))
    (alice, bob, carol) = (try TestSigner(23), try TestSigner(24), try TestSigner(25))
    state = try TestVenue.make(
      owner: owner.address, gateway: Gateway(address: TestVenue.user("venue"), chainId: 957),
      treasury: Treasury(bridge: bridge.address), governance: Governance(delay: delay))
    _ = try state.apply(.set(.executor(Self.executor, true), caller: owner.address))
    for kind in ModuleKind.allCases {
      _ = try state.apply(.set(.module(Self.module(kind), kind), caller: owner.address))
      // The account of the first user of the venue.
      _ = try state.apply(.set(.moduleFeeRecipient(Self.module(kind), 2), caller: owner.address))
    }
    a = try open(alice, Self.standard)
    b = try open(bob, Self.standard)
    c = try open(carol, Self.portfolio)
    accepted = []
  }

  /// Credits 100,000 tokens of cash and deposits them into a new account.
  mutating func open(_ signer: TestSigner, _ manager: Address) throws -> UInt256 {
    try #require(try credit(signer, 100_000_000_000) == "done")
    let data = DepositData(amount: .max, asset: Self.cash, manager: manager)
    try #require(try send(.deposit, data, account: 0, by: signer) == "done")
    return UInt256(UInt64(state.accounts.count))
  }

  mutating func credit(_ signer: TestSigner, _ amount: UInt256, _ asset: Address = cash) throws -> String {
    let data = BridgeData(.credit, number: lastNonce, asset: asset, owner: signer.address, amount: amount)
    return try send(.bridge, data, account: 0, by: bridge)
  }

  /// An action with a new nonce.
  mutating func action(
    _ kind: ModuleKind, _ data: some ModuleData, account: UInt256, owner: TestSigner, signer: TestSigner? = nil
  ) throws -> SignedAction {
    lastNonce = lastNonce &+ UInt256(1 as UInt64)
    return SignedAction(
      account: account, nonce: lastNonce, module: Self.module(kind), data: try data.encoded(), expiry: .max,
      owner: owner.address, signer: (signer ?? owner).address)
  }

  func call(_ actions: [(SignedAction, TestSigner)], _ data: [UInt8] = []) throws -> MatchedCall {
    let separator = state.gateway.domainSeparator
    return MatchedCall(
      actions: actions.map(\.0), signatures: try actions.map { try $1.sign($0.digest(domainSeparator: separator)) },
      data: data, caller: Self.executor, domainSeparator: separator)
  }

  /// Makes a call of one action.
  mutating func send(
    _ kind: ModuleKind, _ data: some ModuleData, account: UInt256, by owner: TestSigner, signer: TestSigner? = nil
  ) throws -> String {
    let action = try action(kind, data, account: account, owner: owner, signer: signer)
    return send(try call([(action, signer ?? owner)]))
  }

  /// The name by which a call is refused, or `done`.
  mutating func send(_ call: MatchedCall) -> String {
    let name = outcome(.actions(call))
    if name == "done" { accepted.append(call) }
    return name
  }

  /// The name by which an operation is refused, or `done`. A refused one leaves no trace.
  mutating func outcome(_ operation: Operation) -> String {
    let before = RandomRunTests.image(state)
    do throws(ClearingRefusal) {
      _ = try state.apply(operation)
      #expect(state.brokenInvariants().isEmpty)
      return "done"
    } catch {
      #expect(RandomRunTests.image(state) == before)
      return error.name
    }
  }

  func balance(_ account: UInt256, _ instrument: SubAsset = SubAsset(.cash)) -> Int256 {
    guard let number = AccountNumber(fitting: account) else { return .zero }
    return (try? state.account(number).balance(instrument)) ?? .zero
  }

  func wallet(_ signer: TestSigner, _ asset: Asset = .cash) -> UInt256 {
    state.wallet(WalletName(asset: asset, owner: signer.address))
  }
}

/// Orders on one instrument, matched.
extension ModuleFixture {
  struct Side {
    var owner: TestSigner
    var account: UInt256
    var limit: Int256
    var desired: Int256
    var worstFee: UInt256 = .zero
    var recipient: UInt256?
  }

  mutating func order(
    _ side: Side, _ instrument: SubAsset, isBid: Bool, asset: Address? = nil
  ) throws -> SignedAction {
    let address = TestVenue.directory.listing(of: instrument.asset)?.address ?? .zero
    let data = OrderData(
      asset: asset ?? address, subId: UInt256(instrument.subId), limitPrice: side.limit, desiredAmount: side.desired,
      worstFee: side.worstFee, recipient: side.recipient ?? side.account, isBid: isBid)
    return try action(.trade, data, account: side.account, owner: side.owner)
  }

  func match(
    _ taker: (SignedAction, TestSigner), fee: UInt256 = .zero,
    _ makers: [(action: SignedAction, signer: TestSigner, amount: UInt256, price: Int256, fee: UInt256)]
  ) throws -> MatchedCall {
    let fills = makers.map {
      FillData.Fill(account: $0.action.account, amount: $0.amount, price: $0.price, fee: $0.fee)
    }
    let data = FillData(takerAccount: taker.0.account, takerFee: fee, fills: fills)
    return try call([taker] + makers.map { ($0.action, $0.signer) }, data.encoded())
  }
}
