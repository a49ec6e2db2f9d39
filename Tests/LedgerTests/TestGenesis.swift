import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint
import Margin

@testable import Ledger

/// A small venue: one market, a standard and a portfolio manager. Account 1 is the security module's.
enum TestGenesis {
  static let start: UInt64 = 1_700_000_000
  static let expiry: UInt64 = 1_700_600_000
  static let standard = 0
  static let portfolio = 1

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash(name)) }
  static let owner = address("owner")
  static let executor = address("executor")
  static let gateway = address("matching")
  static let modules = [address("module 1"), address("module 2")]
  static let feed = address("spot feed")

  static func wad(_ units: Int128) -> Int256 { Int256(units * Int128(Wad.one)) }
  static func price(_ units: UInt128) -> UInt256 { UInt256(units * Wad.one) }

  static func signer(_ number: UInt64) throws -> PrivateKey { try PrivateKey(Bytes32(UInt256(number)).bytes) }

  static func managers() throws -> [ManagerState] {
    guard case .standard(let groups) = try ParameterSet.builtIn("derive-standard-mainnet").model,
      case .portfolio(var parameters, let scenarios) = try ParameterSet.builtIn("derive-pmrm2-mainnet-eth").model,
      let token = AssetIdentifier.base(0)
    else { return [] }
    parameters.collaterals = [
      token: .init(isRiskCancelling: true, mmHaircut: UInt256(Wad.one / 100), imHaircut: UInt256(Wad.one / 50))
    ]
    parameters.maxExpiries = 10
    return [
      MarginModel.standard(
        StandardManager(
          isBorrowingEnabled: true, parameters: groups,
          markets: [.init(name: "ETH", feeds: 0, option: 0, perp: 0, base: 0)])),
      MarginModel.portfolio(
        PortfolioManager(
          parameters: parameters, scenarios: scenarios, feeds: 0, option: 0, perp: 0,
          collateralFeeds: [0: .spot(market: 0)])),
    ].map { ManagerState(guardian: owner, maxAccountSize: 48, minimumFee: .zero, model: $0) }
  }

  static func policy() throws -> SignerPolicy {
    SignerPolicy(
      version: 1, operatorKey: try signer(1).address, witnesses: [], threshold: 0, rotationThreshold: 1,
      custodians: [])
  }

  /// - Parameter change: what a test writes in the place of a member.
  static func bytes(
    accounts: Int = 6, maximumLead: UInt64? = nil, rules: String = #"[{"height":"1","version":"1"}]"#,
    change: [(String, String)] = []
  ) throws -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("ballastGenesis")
    json.number(1)
    json.key("venue")
    Venue(
      name: "test", chainId: 957, contract: .zero, depth: 20, securityModule: 0, feeRecipient: 0,
      cashTolerance: .zero, attestationWindow: 86_400, policy: try policy()
    ).write(to: &json)
    json.member("time", start)
    json.member("owner", owner)
    json.member("executor", executor)
    json.member("gateway", gateway)
    if let maximumLead { json.member("maximumLead", maximumLead) }
    json.key("rules")
    json.string("RULES")
    json.member("bridge", address("bridge"))
    json.member("governanceDelay", UInt64(3_600))
    json.member("openingDeposit", UInt256.zero)
    json.key("cash")
    json.beginObject()
    json.member("name", "cash")
    json.member("address", address("cash"))
    json.key("decimals")
    json.number(6)
    json.member("feePercentage", UInt256(Wad.one / 5))
    json.key("interest")
    json.beginObject()
    json.member("minimumRate", UInt256(Wad.one / 25))
    json.member("rateMultiplier", UInt256(Wad.one / 5))
    json.member("highRateMultiplier", UInt256(Wad.one))
    json.member("optimalUtilisation", UInt256(Wad.one / 2))
    json.endObject()
    json.endObject()
    json.member("stable", feed)
    writeAssets(to: &json)
    json.key("managers")
    json.beginArray()
    for (manager, name) in zip(try managers(), ["standard", "portfolio"]) {
      json.beginObject()
      json.member("name", name)
      json.member("address", address(name))
      json.key("manager")
      manager.write(to: &json)
      json.endObject()
    }
    json.endArray()
    json.key("positions")
    json.beginArray()
    for manager in [standard, portfolio] {
      for asset in [Asset.cash, .option(0), .perp(0), .base(0)] {
        json.beginObject()
        json.member("asset", asset.text)
        json.member("manager", number: manager)
        json.member("whitelisted", true)
        json.member("cap", price(1_000_000))
        json.endObject()
      }
    }
    json.endArray()
    json.key("accounts")
    json.beginArray()
    for index in 0..<accounts {
      json.beginObject()
      json.member("owner", index == 0 ? address("security module") : address("u\(index)"))
      json.member("manager", number: index < 4 ? standard : portfolio)
      json.endObject()
    }
    json.endArray()
    json.member("securityModule", UInt64(1))
    json.key("liquidation")
    LiquidationState(
      parameters: AuctionParameters(
        startingPart: Wad.wide, cutoffPart: .zero, fastLength: 1, slowLength: 1, insolventLength: 1, feeRate: .zero,
        bufferPart: .zero),
      cutoff: .zero, managers: [standard, portfolio], securityAccount: 1
    ).write(to: &json)
    json.key("feeds")
    json.beginArray()
    try writeFeed(to: &json)
    json.endArray()
    json.key("modules")
    json.beginArray()
    for module in modules {
      json.beginObject()
      json.member("address", module)
      json.member("kind", "least")
      json.endObject()
    }
    json.endArray()
    json.endObject()
    var text = String(decoding: json.bytes, as: UTF8.self)
    for (from, to) in [("\"RULES\"", rules)] + change { text = text.replacing(from, with: to) }
    return [UInt8](text.utf8)
  }

  private static func writeAssets(to json: inout JSONWriter) {
    json.key("markets")
    json.beginArray()
    json.beginObject()
    json.member("name", "ETH")
    json.endObject()
    json.endArray()
    json.key("collaterals")
    json.beginArray()
    json.endArray()
    json.key("options")
    json.beginArray()
    json.beginObject()
    json.member("name", "ETH-OPTION")
    json.member("address", address("ETH-OPTION"))
    json.member("market", number: 0)
    json.endObject()
    json.endArray()
    json.key("perps")
    json.beginArray()
    json.beginObject()
    json.member("name", "ETH-PERP")
    json.member("address", address("ETH-PERP"))
    json.member("market", number: 0)
    json.member("staticInterestRate", 12_500_000_000_000 as Int256)
    json.member("largestRate", 4_000_000_000_000_000 as Int256)
    json.member("convergencePeriod", wad(8))
    json.endObject()
    json.endArray()
    json.key("tokens")
    json.beginArray()
    json.beginObject()
    json.member("name", "ETH")
    json.member("address", address("ETH"))
    json.key("decimals")
    json.number(18)
    json.endObject()
    json.endArray()
  }

  private static func writeFeed(to json: inout JSONWriter) throws {
    json.beginObject()
    json.member("kind", "spot")
    json.member("address", feed)
    json.member("owner", owner)
    json.member("signers", try [signer(21).address, signer(22).address].sorted())
    json.key("requiredSigners")
    json.number(1)
    json.member("heartbeat", UInt64(3_600))
    json.endObject()
  }

  static func make(maximumLead: UInt64? = nil) throws -> Genesis {
    try Genesis(bytes: bytes(maximumLead: maximumLead))
  }
}

extension Genesis {
  /// A message of the feed, by its first signer.
  static func message(price: UInt128, timestamp: UInt64, signer: UInt64 = 21) throws -> Transaction {
    let payload = Bytes32(TestGenesis.price(price)).bytes + Bytes32(Wad.wide).bytes
    let source = FeedSource(.spot, address: TestGenesis.feed, owner: TestGenesis.owner, chainId: 957)
    let type = Keccak256.hash("FeedData(bytes data,uint256 deadline,uint64 timestamp)")
    let deadline = UInt256(timestamp + 1_000)
    let hash = EIP712.structHash(type, [Keccak256.hash(payload), Bytes32(deadline), Bytes32(UInt256(timestamp))])
    let key = try TestGenesis.signer(signer)
    let signature = try key.sign(EIP712.digest(domainSeparator: source.domainSeparator, structHash: hash)).bytes
    let message = ABIValue.tuple([
      .bytes(payload), .unsigned(deadline), .unsigned(UInt256(timestamp)), .array([.address(key.address)]),
      .array([.bytes(signature)]),
    ])
    return .message(feed: TestGenesis.feed, bytes: try ABIEncoder.encode([message]))
  }
}
