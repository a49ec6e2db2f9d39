import Clearing
import Encoding
import Ethereum
import FixedPoint
import Pricing

/// The operation of one step of a trace.
extension Operation {
  init(trace step: JSONValue) throws(JSONError) {
    let op = try step.member("op")
    let name = try op.string()
    if let feed = try FeedUpdate(name, step) {
      self = .feed(feed)
    } else if let operation = try Operation(name, step) {
      self = operation
    } else {
      throw op.refusal(.outOfRange, expected: "an operation of the traces")
    }
  }

  fileprivate init?(_ name: String, _ step: JSONValue) throws(JSONError) {
    func account() throws(JSONError) -> AccountNumber { try step.member("account").account() }
    func caller() throws(JSONError) -> Address { try step.member("caller").user() }
    func amount() throws(JSONError) -> UInt256 { try step.member("amount").uint256() }
    func scenario() throws(JSONError) -> UInt256 { try step.member("scenarioId").uint256() }
    switch name {
    case "createAccount":
      self = .createAccount(owner: try step.member("owner").user(), manager: try step.member("manager").manager())
    case "deposit": self = .deposit(try account(), try step.member("asset").asset(), amount: try amount())
    case "withdraw":
      self = .withdraw(try account(), try step.member("asset").asset(), amount: try amount(), caller: try caller())
    case "submitTransfers": self = .trade(try Transfer.list(step), caller: try caller())
    case "submitTransfer":
      let transfers = try Transfer.list(step)
      guard transfers.count == 1, let transfer = transfers.first else {
        throw try step.member("transfers").refusal(.outOfRange, expected: "one transfer")
      }
      self = .transfer(transfer, caller: try caller())
    case "approve": self = .approve(try account(), to: try step.member("to").user(), caller: try caller())
    case "setAssetAllowance", "setSubIdAllowance":
      let key = AllowanceKey(
        account: try account(), delegate: try step.member("delegate").user(), asset: try step.member("asset").asset(),
        subId: name == "setSubIdAllowance" ? try step.member("subId").uint256() : nil)
      let allowance = Allowance(
        positive: try step.member("positive").uint256(), negative: try step.member("negative").uint256())
      self = .setAllowance(allowance, key, caller: try caller())
    case "changeManager":
      self = .changeManager(try account(), to: try step.member("manager").manager(), caller: try caller())
    case "warp": self = .warp(to: try step.member("to").uint64())
    case "settleInterest": self = .settleInterest(try account())
    case "settlePerps": self = .settlePerps(try account())
    case "settleOptions": self = .settleOptions(try account(), option: try step.member("asset").option())
    case "realizePerp": self = .realisePerp(try account(), perp: try step.member("asset").perp())
    case "accrueInterest": self = .accrueInterest
    case "transferSmFees": self = .transferSecurityFees
    case "disableWithdrawFee": self = .disableWithdrawFee
    case "donateBalance": self = .donateBalance(try account(), amount: try amount(), caller: try caller())
    case "smDonate": self = .donateToSecurityModule(amount: try amount())
    case "smWithdraw": self = .withdrawFromSecurityModule(amount: try amount(), caller: try caller())
    case "payCashInsolvency": self = .payCashInsolvency
    case "startAuction": self = .startAuction(try account(), scenario: try scenario())
    case "bid":
      self = .bid(
        Bid(
          account: try account(), bidder: try step.member("bidder").account(), part: try step.member("percent").uint256(),
          priceLimit: try step.member("priceLimit").int256(),
          expectedLastTrade: try step.member("expectedLastTradeId").uint256(), caller: try caller()))
    case "announce": self = .announce(try account())
    case "withdrawAnnouncement": self = .withdrawAnnouncement(try account())
    case "reduce":
      self = .reduce(
        Takeover(
          account: try account(), keeper: try step.member("keeper").account(),
          steps: try step.member("steps").uint64(), part: try step.member("part").uint256(),
          leastDiscount: try step.member("leastDiscount").uint256(),
          expectedLastTrade: try step.member("expectedLastTradeId").uint256(), caller: try caller()))
    case "convertToInsolvent": self = .convertToInsolvent(try account())
    case "terminateAuction": self = .terminateAuction(try account())
    case "updateScenarioId": self = .updateScenario(try account(), scenario: try scenario())
    case "setParam":
      self = .set(try Parameter(step.member("param"), step.member("args"), TraceNames.directory), caller: try caller())
    default: return nil
    }
  }
}

extension Transfer {
  fileprivate static func list(_ step: JSONValue) throws(JSONError) -> [Transfer] {
    var transfers: [Transfer] = []
    for element in try step.member("transfers").elements() {
      let asset = try element.member("asset").asset()
      let subId = try element.member("subId").uint256()
      transfers.append(
        Transfer(
          from: try element.member("from").account(), to: try element.member("to").account(),
          instrument: SubAsset(asset, anySubId: subId), amount: try element.member("amount").int256()))
      if let option = try element.optionalMember("option") { try check(option, subId) }
    }
    return transfers
  }

  /// The option that the trace names for people must be the one that the identifier means.
  private static func check(_ option: JSONValue, _ subId: UInt256) throws(JSONError) {
    guard let identifier = try? OptionIdentifier(subId),
      try option.member("expiry").uint64() == identifier.expiry,
      try option.member("strike").uint256() == UInt256(identifier.strike),
      try option.member("isCall").bool() == identifier.isCall
    else { throw option.refusal(.outOfRange, expected: "the option of the identifier \(subId)") }
  }
}

extension FeedUpdate {
  fileprivate init?(_ name: String, _ step: JSONValue) throws(JSONError) {
    func market() throws(JSONError) -> Int { try step.member("market").market() }
    func expiry() throws(JSONError) -> UInt64 { try step.member("expiry").uint64() }
    func confidence() throws(JSONError) -> UInt256 { try step.member("confidence").uint256() }
    func price() throws(JSONError) -> FeedPrice {
      FeedPrice(price: try step.member("price").uint256(), confidence: try confidence())
    }
    switch name {
    case "setSpot": self = .spot(market: try market(), try price())
    case "setStable": self = .stable(try price())
    case "setCollateralPrice":
      let asset = try step.member("asset")
      guard let feed = TraceNames.ownFeeds.firstIndex(of: try asset.string()) else {
        throw asset.refusal(.outOfRange, expected: TraceNames.ownFeeds.joined(separator: ", "))
      }
      self = .collateral(feed: feed, try price())
    case "setPerpPrices":
      let mark = FeedPrice(
        price: try step.member("mark").uint256(), confidence: try step.member("markConfidence").uint256())
      let impact = ImpactPrices(bid: try step.member("bid").uint256(), ask: try step.member("ask").uint256())
      self = .perp(market: try market(), mark: mark, impact: impact)
    case "setForward":
      let forward = ForwardPrice(
        fixed: try step.member("fixed").uint256(), variable: try step.member("variable").uint256(),
        confidence: try confidence())
      self = .forward(market: try market(), expiry: try expiry(), forward)
    case "setVolSVI":
      let slice = SVISlice(
        a: try step.member("a").int256(), b: try step.member("b").uint256(), rho: try step.member("rho").int256(),
        m: try step.member("m").int256(), sigma: try step.member("sigma").uint256(),
        forward: try step.member("fwd").uint256(), tau: try step.member("tau").uint64())
      self = .volatility(
        market: try market(), expiry: try expiry(),
        VolatilitySlice(shape: .surface(slice), confidence: try confidence()))
    case "setVolFlat":
      self = .volatility(
        market: try market(), expiry: try expiry(),
        VolatilitySlice(shape: .flat(try step.member("vol").uint256()), confidence: try confidence()))
    case "setRate":
      self = .rate(
        market: try market(), expiry: try expiry(),
        InterestRate(rate: try step.member("rate").int256(), confidence: try confidence()))
    case "setSettlementPrice":
      self = .settlement(market: try market(), expiry: try expiry(), price: try step.member("price").uint256())
    default: return nil
    }
  }
}
