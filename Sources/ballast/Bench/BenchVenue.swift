import Clearing
import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Margin

/// A venue to measure: one market with signed feeds, accounts in custody with cash under the standard model, and
/// orders of their owners.
struct BenchVenue {
  static let start: UInt64 = 1_700_000_000
  static let accounts = 2_000

  static let executor = address("executor")
  static let perp = address("perp")
  private static let feedKinds: [(name: String, kind: FeedKind)] = [
    ("stable", .spot), ("spot", .spot), ("mark", .spotDifference), ("ask", .spotDifference), ("bid", .spotDifference),
    ("forward", .forward), ("volatility", .volatility), ("rate", .rate),
  ]

  let genesis: Genesis
  var ledger: Ledger
  private let owners: [PrivateKey]
  private let bridge: PrivateKey
  private let signer: PrivateKey
  private var nonce: UInt64 = 0

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash(name)) }
  private static func key(_ number: Int) throws -> PrivateKey {
    try PrivateKey(Bytes32(UInt256(UInt64(number))).bytes)
  }

  init() throws {
    bridge = try Self.key(1)
    signer = try Self.key(2)
    owners = try (0..<Self.accounts).map { try Self.key($0 + 10) }
    genesis = try Genesis(bytes: Self.genesisBytes(bridge: bridge.address, signer: signer.address))
    ledger = try Ledger(genesis)
    var opening: [Transaction] = [
      try message("stable", Wad.one), try message("spot", 2_000 * Wad.one), try message("mark", Wad.one),
      try message("ask", 2 * Wad.one), try message("bid", 0),
    ]
    for (index, owner) in owners.enumerated() {
      let amount: UInt256 = 50_000_000_000
      let credit = BridgeData(
        .credit, number: UInt256(UInt64(index)), asset: Self.address("cash"), owner: owner.address, amount: amount)
      opening.append(try call("bridge", [(bridge, 0, credit.encoded())]))
      let deposit = DepositData(amount: amount, asset: Self.address("cash"), manager: Self.address("standard"))
      opening.append(try call("deposit", [(owner, 0, deposit.encoded())]))
    }
    let block = try ledger.apply(checked(opening), time: Self.start)
    let refused = block.receipts.compactMap { receipt in
      if case .refused(let name, _) = receipt.outcome { name } else { nil as String? }
    }
    if let name = block.omitted.first?.refusal.name ?? refused.first {
      throw CommandFailure(.badInput, "the venue to measure cannot be opened: \(name)")
    }
  }

  func checked(_ transactions: [Transaction]) -> [CheckedTransaction] {
    CheckedTransaction.check(
      transactions, domainSeparator: ledger.state.gateway.domainSeparator, workers: Parallel.width)
  }

  /// Trades of the perp, each of two accounts, both sides signed.
  mutating func trades(_ count: Int) throws -> [Transaction] {
    var trades: [Transaction] = []
    for index in 0..<count {
      let first = index * 7_919 % Self.accounts
      let second = (first + 1 + index % 997) % Self.accounts
      let size = Int256(Int128(Wad.one) / 100 * Int128(1 + index % 5))
      let price = Int256(Int128(2_001 * Wad.one))
      let isBid = index % 2 == 0
      // Account 1 is the security module's.
      let (taker, maker) = (UInt256(UInt64(first + 2)), UInt256(UInt64(second + 2)))
      func order(_ account: UInt256, _ isBid: Bool) throws -> [UInt8] {
        try OrderData(
          asset: Self.perp, subId: .zero, limitPrice: price, desiredAmount: size, worstFee: Wad.wide,
          recipient: account, isBid: isBid
        ).encoded()
      }
      let fills = FillData(
        takerAccount: taker, takerFee: .zero,
        fills: [.init(account: maker, amount: size.magnitude, price: price, fee: .zero)])
      trades.append(
        try call(
          "trade",
          [
            (owners[first], UInt64(first + 2), order(taker, isBid)),
            (owners[second], UInt64(second + 2), order(maker, !isBid)),
          ], data: fills.encoded()))
    }
    return trades
  }

  private mutating func call(
    _ module: String, _ actions: [(owner: PrivateKey, account: UInt64, data: [UInt8])], data: [UInt8] = []
  ) throws -> Transaction {
    let module = Self.address(module)
    var entries: [ActionCall.Entry] = []
    for (owner, account, bytes) in actions {
      nonce += 1
      let action = SignedAction(
        account: UInt256(account), nonce: UInt256(nonce), module: module, data: bytes,
        expiry: UInt256(Self.start + 1_000_000), owner: owner.address, signer: owner.address)
      let digest = action.digest(domainSeparator: ledger.state.gateway.domainSeparator)
      entries.append(.init(action, signature: try owner.sign(digest).bytes))
    }
    return .actions(ActionCall(module: module, actions: entries, data: data))
  }

  /// A message of a price or a difference, with full confidence.
  func message(_ feed: String, _ value: UInt128, at time: UInt64 = start) throws -> Transaction {
    let payload = Bytes32(UInt256(value)).bytes + Bytes32(Wad.wide).bytes
    let address = Self.address(feed)
    guard let kind = Self.feedKinds.first(where: { $0.name == feed })?.kind else { return .message(feed: address, bytes: []) }
    let source = FeedSource(kind, address: address, owner: Self.address("owner"), chainId: 957)
    let deadline = UInt256(Self.start + 1_000)
    let hash = EIP712.structHash(
      Keccak256.hash("FeedData(bytes data,uint256 deadline,uint64 timestamp)"),
      [Keccak256.hash(payload), Bytes32(deadline), Bytes32(UInt256(time))])
    let signature = try signer.sign(EIP712.digest(domainSeparator: source.domainSeparator, structHash: hash)).bytes
    let message = ABIValue.tuple([
      .bytes(payload), .unsigned(deadline), .unsigned(UInt256(time)), .array([.address(signer.address)]),
      .array([.bytes(signature)]),
    ])
    return .message(feed: address, bytes: try ABIEncoder.encode([message]))
  }

  private static func text(_ address: Address) -> String { "\"\(Hex.encode(address.bytes))\"" }

  private static func genesisBytes(bridge: Address, signer: Address) throws -> [UInt8] {
    guard case .standard(let parameters) = try ParameterSet.builtIn("derive-standard-mainnet").model else { return [] }
    var model = JSONWriter()
    parameters.write(to: &model)
    var venue = JSONWriter()
    Venue(
      name: "bench", chainId: 957, contract: .zero, depth: 20, securityModule: 0, feeRecipient: 0,
      cashTolerance: .zero, attestationWindow: 86_400,
      policy: SignerPolicy(
        version: 1, operatorKey: executor, witnesses: [], threshold: 0, rotationThreshold: 0, custodians: [])
    ).write(to: &venue)
    let owner = text(address("owner"))
    let million = "\"1000000000000000000000000\""
    let positions = ["cash", "perp 0"].map {
      "{\"asset\":\"\($0)\",\"manager\":0,\"whitelisted\":true,\"cap\":\(million)}"
    }
    let feeds = feedKinds.map { name, kind in
      let more =
        switch kind {
        case .spotDifference: ",\"spotFeed\":\(text(address("spot"))),\"cap\":\"100000000000000000\""
        case .forward:
          ",\"spotFeed\":\(text(address("spot"))),\"settlementHeartbeat\":\"300\",\"maximumExpiry\":\"31536000\""
        default: ""
        }
      let form = name == "stable" ? "spot" : ["mark", "ask", "bid"].contains(name) ? "spotDifference" : name
      return "{\"kind\":\"\(form)\",\"address\":\(text(address(name))),\"owner\":\(owner),\"signers\":[\(text(signer))],"
        + "\"requiredSigners\":1,\"heartbeat\":\"1000000\"\(more)}"
    }
    let sources = feedKinds.dropFirst().map { "\"\($0.name)\":\(text(address($0.name)))" }
    let modules = [("trade", "trade"), ("deposit", "deposit"), ("bridge", "bridge")].map {
      "{\"address\":\(text(address($0.0))),\"kind\":\"\($0.1)\"}"
    }
    let document = """
      {"ballastGenesis":1,"venue":\(String(decoding: venue.bytes, as: UTF8.self)),"time":"\(start)","owner":\(owner),
      "executor":\(text(executor)),"gateway":\(text(address("gateway"))),"bridge":\(text(bridge)),
      "governanceDelay":"0","openingDeposit":"0","rules":[{"height":"1","version":"1"}],
      "cash":{"name":"cash","address":\(text(address("cash"))),"decimals":6,"feePercentage":"200000000000000000",
      "interest":{"minimumRate":"60000000000000000","rateMultiplier":"200000000000000000",
      "highRateMultiplier":"400000000000000000","optimalUtilisation":"600000000000000000"}},
      "stable":\(text(address("stable"))),
      "markets":[{"name":"ETH","sources":{\(sources.joined(separator: ","))}}],"collaterals":[],"options":[],
      "perps":[{"name":"ETH-PERP","address":\(text(perp)),"market":0,"staticInterestRate":"12500000000000",
      "largestRate":"4000000000000000","convergencePeriod":"8000000000000000000"}],"tokens":[],
      "managers":[{"name":"standard","address":\(text(address("standard"))),"manager":{"guardian":\(owner),
      "paused":false,"maxAccountSize":"48","minimumFee":"0","feeRecipient":"0","internalAccount":"0","feeRates":[],
      "feeBypass":[],"trustedAssessors":[],"model":{"kind":"standard","borrowing":true,
      "parameters":\(String(decoding: model.bytes, as: UTF8.self)),
      "markets":[{"name":"ETH","market":0,"perp":0}]}}}],
      "positions":[\(positions.joined(separator: ","))],"accounts":[{"owner":\(owner),"manager":0}],
      "securityModule":"1","liquidation":{"parameters":{"startingPart":"1000000000000000000","cutoffPart":"0",
      "fastLength":"1","slowLength":"1","insolventLength":"1","feeRate":"0","bufferPart":"0"},"cutoff":"0",
      "managers":[],"securityAccount":"1","paidBySecurityModule":true},
      "feeds":[\(feeds.joined(separator: ","))],"modules":[\(modules.joined(separator: ","))]}
      """
    return [UInt8](document.utf8)
  }
}
