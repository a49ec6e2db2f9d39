import Clearing
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Pricing

/// A stream of signed transactions for the example venue, the same for one seed everywhere.
///
/// Traders are credited and open accounts under both managers; then prices move, and orders on the perp and on options
/// are matched, some of which the rules refuse.
struct ExampleStream {
  let venue: ExampleVenue
  private let traders: [PrivateKey]
  /// In whole cash.
  private let deposit: UInt64
  private let write: ([UInt8]) throws -> Void
  private var json = JSONWriter()
  private var random: BookStream
  private var time = ExampleVenue.start
  private var nonce: UInt64 = 0
  /// Of one BTC, in whole cash.
  private var price: UInt64 = 70_000

  /// - Parameters:
  ///   - deposit: what each trader begins with, whole cash.
  ///   - write: takes each line with its end.
  init(_ venue: ExampleVenue, traders: Int, deposit: UInt64, write: @escaping ([UInt8]) throws -> Void) throws {
    self.venue = venue
    self.deposit = deposit
    self.write = write
    random = BookStream(state: venue.seed)
    self.traders = try (0..<traders).map { try ExampleVenue.key("trader \($0)", venue.seed) }
  }

  /// Writes the opening of all accounts, then so many orders, and last prices that are lower by some percent.
  mutating func make(orders: Int, fall: UInt64) throws {
    try beginMoment()
    for (index, trader) in traders.enumerated() {
      try credit(trader, number: UInt64(index))
      let manager = index % 4 == 0 ? ExampleVenue.portfolio : ExampleVenue.standard
      try act(.deposit, DepositData(amount: .max, asset: ExampleVenue.cash, manager: manager), account: 0, trader)
    }
    for order in 0..<orders {
      if order > 0, order % 500 == 0 {
        price = price * UInt64(random.between(985, 1_015)) / 1_000
        try beginMoment()
      }
      try self.order(order)
    }
    if fall > 0 {
      price = price * (100 - min(fall, 99)) / 100
      try beginMoment()
    }
  }

  // MARK: Prices

  /// A minute later, with a message of every feed.
  private mutating func beginMoment() throws {
    time += 60
    json.removeAll()
    json.beginObject()
    json.key("time")
    json.decimal(time)
    json.endObject()
    try write(json.bytes + [10])
    let one = Bytes32(Wad.wide).bytes
    try message("stable", one + one)
    try message("spot", word(price, times: Wad.one) + one)
    for (name, tenths) in [("mark", Int128(1)), ("ask", 4), ("bid", -3)] {
      try message(name, Bytes32(Int256(Int128(price) * tenths * Int128(Wad.one) / 10_000)).bytes + one)
    }
    for term in ExampleVenue.terms {
      let expiry = ExampleVenue.start + term
      if time >= expiry { continue }
      let tau = UInt128(expiry - time) * Wad.one / 31_536_000
      try message(
        "forward",
        word(expiry) + word(0) + word(0) + Bytes32(Int256(Int128(price) * Int128(tau) / 25)).bytes + one)
      // A smile of about 55 percent a year.
      let variance = tau * 30 / 100
      try message(
        "volatility",
        word(expiry) + Bytes32(Int256(Int128(variance))).bytes + word(UInt64(variance / 10)) + word(0)
          + word(0) + word(UInt64(Wad.one / 10)) + word(price, times: Wad.one) + word(UInt64(tau)) + one)
      try message("rate", word(expiry) + word(UInt64(Wad.one / 25)) + one)
    }
  }

  private func word(_ value: UInt64, times factor: UInt128 = 1) -> [UInt8] {
    Bytes32(UInt256(UInt128(value) * factor)).bytes
  }

  private mutating func message(_ name: String, _ payload: [UInt8]) throws {
    guard let kind = ExampleVenue.feeds.first(where: { $0.name == name })?.kind else { return }
    let address = ExampleVenue.feed(name)
    let source = FeedSource(kind, address: address, owner: venue.ownerKey.address, chainId: ExampleVenue.chainId)
    let deadline = UInt256(time + 3_600)
    let hash = EIP712.structHash(
      FeedMessage.typeHash, [Keccak256.hash(payload), Bytes32(deadline), Bytes32(UInt256(time))])
    let digest = EIP712.digest(domainSeparator: source.domainSeparator, structHash: hash)
    let message = ABIValue.tuple([
      .bytes(payload), .unsigned(deadline), .unsigned(UInt256(time)),
      .array(venue.feedSigners.map { .address($0.address) }),
      .array(try venue.feedSigners.map { .bytes(try $0.sign(digest).bytes) }),
    ])
    try write(.message(feed: address, bytes: ABIEncoder.encode([message])))
  }

  // MARK: Actions

  private mutating func credit(_ trader: PrivateKey, number: UInt64) throws {
    let data = BridgeData(
      .credit, number: UInt256(number), asset: ExampleVenue.cash, owner: trader.address,
      amount: UInt256(UInt128(deposit) * 1_000_000))
    try act(.bridge, data, account: 0, venue.bridgeKey)
  }

  private mutating func act(
    _ kind: ModuleKind, _ data: some ModuleData, account: UInt256, _ key: PrivateKey
  ) throws {
    try write(.actions(ActionCall(module: ExampleVenue.module(kind), actions: [sign(kind, data, account, key)], data: [])))
  }

  private mutating func sign(
    _ kind: ModuleKind, _ data: some ModuleData, _ account: UInt256, _ key: PrivateKey
  ) throws -> ActionCall.Entry {
    nonce += 1
    let action = SignedAction(
      account: account, nonce: UInt256(nonce), module: ExampleVenue.module(kind), data: try data.encoded(),
      expiry: UInt256(ExampleVenue.start + 31_536_000), owner: key.address, signer: key.address)
    let digest = action.digest(domainSeparator: venue.domainSeparator)
    return ActionCall.Entry(action, signature: try key.sign(digest).bytes)
  }

  /// Two traders' orders, matched: mostly on the perp, some on options, and one in fifty beyond its limit.
  private mutating func order(_ index: Int) throws {
    let first = random.below(traders.count)
    let second = (first + 1 + random.below(traders.count - 1)) % traders.count
    let isOption = index % 5 == 4
    let limit = Int256(Int128(isOption ? price / 40 : price) * Int128(Wad.one))
    let amount = UInt256(UInt128(random.between(1, 20)) * Wad.one / 100)
    let isBid = index % 2 == 0
    let beyond = index % 50 == 49 ? Int256(Int128(Wad.one)) : .zero
    func order(_ account: UInt256, isBid: Bool) throws -> OrderData {
      OrderData(
        asset: isOption ? ExampleVenue.option : ExampleVenue.perp, subId: isOption ? try call(index) : .zero,
        limitPrice: limit, desiredAmount: Int256(bitPattern: amount), worstFee: Wad.wide, recipient: account, isBid: isBid)
    }
    let accounts = [first, second].map { UInt256(UInt64(ExampleVenue.firstAccounts + 1 + $0)) }
    let actions = [
      try sign(.trade, try order(accounts[0], isBid: isBid), accounts[0], traders[first]),
      try sign(.trade, try order(accounts[1], isBid: !isBid), accounts[1], traders[second]),
    ]
    let fill = FillData(
      takerAccount: accounts[0], takerFee: .zero,
      fills: [.init(account: accounts[1], amount: amount, price: isBid ? limit &+ beyond : limit &- beyond, fee: .zero)])
    try write(
      .actions(ActionCall(module: ExampleVenue.module(.trade), actions: actions, data: try fill.encoded())))
  }

  /// A call near the price the venue began with.
  private func call(_ index: Int) throws -> UInt256 {
    let expiry = ExampleVenue.start + ExampleVenue.terms[1 + index / 5 % 2]
    let strike = UInt256(UInt128(70_000 + 2_000 * UInt64(index / 10 % 6)) * Wad.one)
    return UInt256(try OptionIdentifier(expiry: UInt256(expiry), strike: strike, isCall: true).bits)
  }

  private mutating func write(_ transaction: Transaction) throws {
    json.removeAll()
    transaction.write(to: &json)
    try write(json.bytes + [10])
  }
}
