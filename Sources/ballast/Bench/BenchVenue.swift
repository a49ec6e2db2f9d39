import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Margin

/// A venue to measure: one market, accounts with cash under the standard model, prices for the perp.
struct BenchVenue {
  static let start: UInt64 = 1_700_000_000
  static let accounts = 2_000
  static let operatorAddress = address("operator")

  let genesis: Genesis
  var state: ClearingState

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash(name)) }

  init() throws {
    genesis = try Genesis(bytes: Self.genesisBytes())
    state = genesis.state()
    state.isRecording = true
    let certain = { (units: UInt128) in FeedPrice(price: UInt256(units * Wad.one), confidence: Wad.wide) }
    let impact = ImpactPrices(bid: UInt256(2_000 * Wad.one), ask: UInt256(2_002 * Wad.one))
    var operations: [Operation] = [
      .feed(.stable(certain(1))), .feed(.spot(market: 0, certain(2_000))),
      .feed(.perp(market: 0, mark: certain(2_001), impact: impact)),
    ]
    for number in 2...AccountNumber(Self.accounts) {
      operations.append(.deposit(number, .cash, amount: 50_000_000_000))
      operations.append(.approve(number, to: Self.operatorAddress, caller: Self.address("owner")))
    }
    for operation in operations { _ = try state.apply(operation) }
    _ = state.takeEvents()
  }

  /// A trade of the perp between two accounts, either way.
  static func trade(_ index: Int) -> Operation {
    let from = AccountNumber(2 + index * 7_919 % (accounts - 1))
    let to = AccountNumber(2 + (index * 104_729 + 13) % (accounts - 1))
    let size = Int256(Int128(Wad.one) / 100 * Int128(1 + index % 5) * (index % 2 == 0 ? 1 : -1))
    let cash = Int256(Int128(Wad.one) / 10)
    return .trade(
      [
        Transfer(from: from, to: to == from ? 1 : to, instrument: SubAsset(.perp(0)), amount: size),
        Transfer(from: to == from ? 1 : to, to: from, instrument: SubAsset(.cash), amount: cash),
      ], caller: operatorAddress)
  }

  private static func genesisBytes() throws -> [UInt8] {
    guard case .standard(let parameters) = try ParameterSet.builtIn("derive-standard-mainnet").model else { return [] }
    var model = JSONWriter()
    parameters.write(to: &model)
    var venue = JSONWriter()
    Venue(
      name: "bench", chainId: 957, contract: .zero, depth: 20, securityModule: 0, feeRecipient: 0,
      cashTolerance: .zero, attestationWindow: 86_400,
      policy: SignerPolicy(
        version: 1, operatorKey: operatorAddress, witnesses: [], threshold: 0, rotationThreshold: 0, custodians: [])
    ).write(to: &venue)
    let owner = "\"\(Hex.encode(address("owner").bytes))\""
    let account = "{\"owner\":\(owner),\"manager\":0}"
    let million = "\"1000000000000000000000000\""
    let positions = ["cash", "perp 0"].map {
      "{\"asset\":\"\($0)\",\"manager\":0,\"whitelisted\":true,\"cap\":\(million)}"
    }
    let text = """
      {"ballastGenesis":1,"venue":\(String(decoding: venue.bytes, as: UTF8.self)),"time":"\(start)","owner":\(owner),
      "executor":"\(Hex.encode(operatorAddress.bytes))","gateway":"\(Hex.encode(address("gateway").bytes))",
      "rules":[{"height":"1","version":"1"}],"bridge":\(owner),"governanceDelay":"0","openingDeposit":"0",
      "cash":{"name":"cash","address":"\(Hex.encode(address("cash").bytes))","decimals":6,"feePercentage":"200000000000000000","interest":{
      "minimumRate":"60000000000000000","rateMultiplier":"200000000000000000",
      "highRateMultiplier":"400000000000000000","optimalUtilisation":"600000000000000000"}},
      "markets":[{"name":"ETH"}],"collaterals":[],"options":[],
      "perps":[{"name":"ETH-PERP","address":"\(Hex.encode(address("perp").bytes))","market":0,"staticInterestRate":"12500000000000","largestRate":"4000000000000000",
      "convergencePeriod":"8000000000000000000"}],"tokens":[],
      "managers":[{"name":"standard","address":\(owner),"manager":{"guardian":\(owner),"paused":false,"maxAccountSize":"48","minimumFee":"0","feeRecipient":"0",
      "internalAccount":"0","feeRates":[],"feeBypass":[],"trustedAssessors":[],"model":{"kind":"standard",
      "borrowing":true,"parameters":\(String(decoding: model.bytes, as: UTF8.self)),
      "markets":[{"name":"ETH","market":0,"perp":0}]}}}],
      "positions":[\(positions.joined(separator: ","))],
      "accounts":[\([String](repeating: account, count: accounts).joined(separator: ","))],
      "securityModule":"1","liquidation":{"parameters":{"startingPart":"1000000000000000000","cutoffPart":"0",
      "fastLength":"1","slowLength":"1","insolventLength":"1","feeRate":"0","bufferPart":"0"},"cutoff":"0",
      "managers":[],"securityAccount":"1","paidBySecurityModule":true},"feeds":[],"modules":[]}
      """
    return [UInt8](text.utf8)
  }
}
