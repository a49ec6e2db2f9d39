import Clearing
import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Margin

/// A small venue to try things with: one market, a manager of each model, signed feeds, and keys that everybody can
/// make again from the seed.
struct ExampleVenue {
  static let start: UInt64 = 1_770_000_000
  /// Seconds after the start at which options expire.
  static let terms: [UInt64] = [86_400, 604_800, 2_419_200]
  /// The accounts that a genesis opens: the security module's and the portfolio manager's own.
  static let firstAccounts = 2

  let seed: UInt64
  let domainSeparator: Bytes32
  let operatorKey: PrivateKey
  let ownerKey: PrivateKey
  let bridgeKey: PrivateKey
  /// In rising order of their addresses.
  let feedSigners: [PrivateKey]
  /// Who signs checkpoints, cosigns them after executing the log, and attests custody: one's own keys, or none.
  let signers: Signers

  struct Signers {
    var operatorKey: Address?
    var witness: Address?
    var custodian: Address?
  }

  init(seed: UInt64, signers: Signers = Signers()) throws {
    self.seed = seed
    self.signers = signers
    domainSeparator = Gateway(address: Self.address("gateway"), chainId: Self.chainId).domainSeparator
    operatorKey = try Self.key("operator", seed)
    ownerKey = try Self.key("owner", seed)
    bridgeKey = try Self.key("bridge", seed)
    feedSigners = try ["signer 1", "signer 2"].map { try Self.key($0, seed) }.sorted { $0.address < $1.address }
  }

  static let chainId: UInt256 = 957
  static let cash = address("cash")
  static let option = address("option")
  static let perp = address("perp")
  static let token = address("token")
  static let standard = address("standard manager")
  static let portfolio = address("portfolio manager")

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash("ballast example: \(name)")) }

  static func module(_ kind: ModuleKind) -> Address { address("module \(kind.rawValue)") }

  /// A key that is no secret.
  static func key(_ name: String, _ seed: UInt64) throws -> PrivateKey { try PrivateKey(number(name, seed).bytes) }

  /// The number that a key is.
  static func number(_ name: String, _ seed: UInt64) -> Bytes32 {
    Keccak256.hash("ballast example, seed \(seed): \(name)")
  }

  /// The feeds of the market, by the names that a genesis has for them.
  static let feeds: [(name: String, kind: FeedKind)] = [
    ("stable", .spot), ("spot", .spot), ("mark", .spotDifference), ("ask", .spotDifference), ("bid", .spotDifference),
    ("forward", .forward), ("volatility", .volatility), ("rate", .rate),
  ]

  static func feed(_ name: String) -> Address { address("feed \(name)") }

  // MARK: Genesis

  /// The genesis, indented for people.
  func genesis() throws -> [UInt8] {
    guard case .standard(let groups) = try ParameterSet.builtIn("derive-standard-mainnet").model,
      case .portfolio(var parameters, let scenarios) = try ParameterSet.builtIn("derive-pmrm2-mainnet-btc").model,
      let token = AssetIdentifier.base(0)
    else { return [] }
    parameters.collaterals = [
      token: .init(isRiskCancelling: true, mmHaircut: UInt256(Wad.one / 50), imHaircut: UInt256(Wad.one / 40))
    ]
    let text = """
      {"ballastGenesis":1,"venue":\(venue),"time":"\(Self.start)","owner":\(quoted(ownerKey.address)),
      "executor":\(quoted(operatorKey.address)),"gateway":\(quoted(Self.address("gateway"))),"maximumLead":"600",
      "rules":[{"height":"1","version":"1"}],"bridge":\(quoted(bridgeKey.address)),"governanceDelay":"3600",
      "openingDeposit":"\(Wad.one)",
      "cash":{"name":"cash","address":\(quoted(Self.cash)),"decimals":6,"feePercentage":"200000000000000000",
      "interest":{"minimumRate":"20000000000000000","rateMultiplier":"80000000000000000",
      "highRateMultiplier":"900000000000000000","optimalUtilisation":"850000000000000000"}},
      "stable":\(quoted(Self.feed("stable"))),
      "markets":[{"name":"BTC","sources":{\(sources)}}],"collaterals":[],
      "options":[{"name":"BTC-OPTION","address":\(quoted(Self.option)),"market":0}],
      "perps":[{"name":"BTC-PERP","address":\(quoted(Self.perp)),"market":0,"staticInterestRate":"12500000000000",
      "largestRate":"4000000000000000","convergencePeriod":"8000000000000000000"}],
      "tokens":[{"name":"BTC","address":\(quoted(Self.token)),"decimals":8}],
      "managers":[\(manager("standard", Self.standard, 0, try model { json in
        json.key("kind"); json.string("standard"); json.key("borrowing"); json.bool(true)
        json.key("parameters"); groups.write(to: &json)
      }, #","markets":[{"name":"BTC","market":0,"option":0,"perp":0,"base":0}]"#)),
      \(manager("portfolio", Self.portfolio, 2, try model { json in
        json.key("kind"); json.string("portfolio"); json.key("market"); json.number(0)
        json.key("option"); json.number(0); json.key("perp"); json.number(0)
        json.key("parameters"); parameters.write(to: &json)
        json.key("scenarios")
        json.beginArray()
        for scenario in scenarios { scenario.write(to: &json) }
        json.endArray()
      }, #","collaterals":[{"base":0,"spot":0}]"#))],
      "positions":[\(positions)],
      "accounts":[{"owner":\(quoted(ownerKey.address)),"manager":0},{"owner":\(quoted(Self.portfolio)),"manager":1}],
      "securityModule":"1","liquidation":{"parameters":{"startingPart":"950000000000000000",
      "cutoffPart":"700000000000000000","fastLength":"900","slowLength":"43200","insolventLength":"3600",
      "feeRate":"100000000000000000","bufferPart":"150000000000000000"},"cutoff":"0","managers":[0,1],
      "securityAccount":"1","paidBySecurityModule":true},
      "feeds":[\(feeds)],"modules":[\(modules)]}
      """
    return try CommandFailure.ledger { () throws(LedgerRefusal) in try Genesis(bytes: [UInt8](text.utf8)).bytes }
  }

  private func quoted(_ address: Address) -> String { "\"\(Hex.encode(address.bytes))\"" }

  private var venue: String {
    var json = JSONWriter()
    Venue(
      name: "example \(seed)", chainId: Self.chainId, contract: .zero, depth: 24, securityModule: 0, feeRecipient: 0,
      cashTolerance: UInt256(Wad.one), attestationWindow: 86_400,
      policy: SignerPolicy(
        version: 1, operatorKey: signers.operatorKey ?? operatorKey.address,
        witnesses: signers.witness.map { [SignerPolicy.Witness(key: $0, role: .executes)] } ?? [],
        threshold: signers.witness == nil ? 0 : 1, rotationThreshold: 1,
        custodians: signers.custodian.map { key in
          [.zero, Self.token].map { SignerPolicy.Custodian(asset: $0, key: key) }
        } ?? [])
    ).write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private var sources: String {
    Self.feeds.dropFirst().map { "\"\($0.name)\":\(quoted(Self.feed($0.name)))" }.joined(separator: ",")
  }

  private var positions: String {
    (0...1).flatMap { manager in
      ["cash", "option 0", "perp 0", "base 0"].map {
        #"{"asset":"\#($0)","manager":\#(manager),"whitelisted":true,"cap":"1000000000000000000000000"}"#
      }
    }.joined(separator: ",")
  }

  private var feeds: String {
    Self.feeds.map { feed in
      var text = "{\"kind\":\"\(feed.kind.text)\",\"address\":\(quoted(Self.feed(feed.name))),"
      text += "\"owner\":\(quoted(ownerKey.address)),"
      text += "\"signers\":[\(feedSigners.map { quoted($0.address) }.joined(separator: ","))],"
      text += "\"requiredSigners\":2,\"heartbeat\":\"3600\""
      if feed.kind == .spotDifference || feed.kind == .forward { text += ",\"spotFeed\":\(quoted(Self.feed("spot")))" }
      if feed.kind == .spotDifference { text += ",\"cap\":\"60000000000000000\"" }
      if feed.kind == .forward { text += ",\"settlementHeartbeat\":\"300\",\"maximumExpiry\":\"34560000\"" }
      return text + "}"
    }.joined(separator: ",")
  }

  private var modules: String {
    // Without graduated liquidation there is nothing for the module of reductions to do.
    ModuleKind.allCases.filter { $0 != .least && $0 != .reduction }
      .map { "{\"address\":\(quoted(Self.module($0))),\"kind\":\"\($0.rawValue)\",\"feeRecipient\":\"1\"}" }
      .joined(separator: ",")
  }

  private func model(_ write: (inout JSONWriter) -> Void) throws -> String {
    var json = JSONWriter()
    json.beginObject()
    write(&json)
    json.endObject()
    return String(decoding: json.bytes.dropLast(), as: UTF8.self)
  }

  private func manager(_ name: String, _ address: Address, _ own: Int, _ model: String, _ rest: String) -> String {
    """
    {"name":"\(name)","address":\(quoted(address)),"manager":{"guardian":\(quoted(ownerKey.address)),"paused":false,
    "maxAccountSize":"128","minimumFee":"0","feeRecipient":"0","internalAccount":"\(own)","feeRates":[],
    "feeBypass":[],"trustedAssessors":[],"model":\(model)\(rest)}}}
    """
  }
}
