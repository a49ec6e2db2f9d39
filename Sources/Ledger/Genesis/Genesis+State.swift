import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint

/// The venue that a genesis describes (LG-12).
extension Genesis {
  static let members = [
    "ballastGenesis", "venue", "time", "owner", "executor", "gateway", "maximumLead", "rules", "cash", "stable",
    "markets", "collaterals", "options", "perps", "tokens", "managers", "positions", "accounts", "securityModule",
    "liquidation", "feeds", "modules", "bridge", "governanceDelay", "openingDeposit", "corrections",
  ]

  static func state(
    _ json: JSONValue, venue: Venue, time: UInt64, rules: [RuleVersion]
  ) throws(LedgerRefusal) -> ClearingState {
    let state: ClearingState
    do throws(JSONError) {
      state = try read(json, venue: venue, time: time, rules: rules)
    } catch {
      throw .json(error)
    }
    // What the state map cannot say, a genesis cannot either.
    let entries = StateCodec.entries(of: state)
    for entry in entries {
      if let count = entry.value?.count, count > LedgerLimits.valueBytes {
        throw .tooLarge("a part of the state", limit: LedgerLimits.valueBytes, found: count)
      }
    }
    return try StateCodec.state(from: entries)
  }

  private static func read(
    _ json: JSONValue, venue: Venue, time: UInt64, rules: [RuleVersion]
  ) throws(JSONError) -> ClearingState {
    let owner = try json.member("owner").address()
    let markets = try list(json, "markets") { (market) throws(JSONError) in
      try market.refuseUnknownMembers(["name", "sources"])
      return try market.optionalMember("sources").map { (sources) throws(JSONError) in try FeedAddresses(sources) }
    }
    let collaterals = try list(json, "collaterals") { (collateral) throws(JSONError) in
      try collateral.refuseUnknownMembers(["name", "feed"])
      return try collateral.optionalMember("feed")?.address()
    }
    var feeds = Feeds(markets: markets.count, collaterals: collaterals.count)
    for (place, sources) in markets.enumerated() { feeds.markets[place].sources = sources }
    for (place, address) in collaterals.enumerated() { feeds.collateralSources[place] = address }
    feeds.stableSource = try json.optionalMember("stable")?.address()
    var book = FeedBook()
    let feedList = try json.member("feeds")
    for feed in try feedList.elements() {
      let feed = try Feed(feed, chainId: venue.chainId)
      if book[feed.source.address] != nil {
        throw feedList.refusal(.duplicateElement, expected: "each feed at an address of its own")
      }
      book.add(feed)
    }
    let securityModule = try json.member("securityModule")
    guard try securityModule.uint64() == UInt64(venue.securityModule) + 1 else {
      throw securityModule.refusal(.outOfRange, expected: "the account after the index that the venue names")
    }
    let managers = try list(json, "managers") { (manager) throws(JSONError) in
      try manager.refuseUnknownMembers(["name", "address", "manager"])
      return try ManagerState(manager.member("manager"))
    }
    var state = ClearingState(
      time: time, owner: owner, cash: try CashState(json.member("cash"), time: time),
      optionMarkets: try list(json, "options") { (option) throws(JSONError) in
        try option.refuseUnknownMembers(["name", "address", "market"])
        return try option.member("market").place()
      },
      perps: try list(json, "perps") { (perp) throws(JSONError) in try PerpState(perp, time: time) },
      bases: try list(json, "tokens") { (token) throws(JSONError) in
        try token.refuseUnknownMembers(["name", "address", "decimals"])
        return BaseState(tokenDecimals: try token.member("decimals").decimals())
      },
      managers: managers,
      liquidation: try LiquidationState(json.member("liquidation")), feeds: feeds,
      securityModule: UInt64(venue.securityModule) + 1, signedFeeds: book,
      gateway: Gateway(address: try json.member("gateway").address(), chainId: venue.chainId),
      treasury: Treasury(bridge: try json.member("bridge").address()),
      governance: Governance(delay: try json.member("governanceDelay").uint64(), versions: rules),
      directory: try directory(json, managers), rules: try corrections(json))
    try prepare(&state, json, owner)
    return state
  }

  /// What actions and parameters call the venue's assets, markets and managers (MO-2).
  private static func directory(_ json: JSONValue, _ states: [ManagerState]) throws(JSONError) -> Directory {
    func names(_ name: String) throws(JSONError) -> [String] {
      try list(json, name) { (element) throws(JSONError) in try element.member("name").string() }
    }
    func listings(_ name: String) throws(JSONError) -> [Directory.Listing] {
      try list(json, name) { (element) throws(JSONError) in try Directory.Listing(element) }
    }
    let directory = Directory(
      cash: try Directory.Listing(json.member("cash")), markets: try names("markets"),
      options: try listings("options"), perps: try listings("perps"), bases: try listings("tokens"),
      managers: try listings("managers"), collateralFeeds: try names("collaterals"),
      firstStandard: states.firstIndex { $0.model.isStandard },
      firstPortfolio: states.firstIndex { !$0.model.isStandard })
    if let repeated = directory.repeated {
      throw json.refusal(.duplicateElement, expected: "names and addresses of one part each, and \(repeated) is of two")
    }
    return directory
  }

  /// The switches that are on, by their names (CL-56); none where the member is left out.
  static func corrections(_ json: JSONValue) throws(JSONError) -> RuleSet {
    guard let list = try json.optionalMember("corrections") else { return .reference }
    var rules = RuleSet.reference
    for name in try list.elements() {
      guard let rule = RuleSet(name: try name.string()) else {
        throw name.refusal(.outOfRange, expected: "the name of a switch")
      }
      guard rules.insert(rule).inserted else { throw name.refusal(.duplicateElement, expected: "each switch once") }
    }
    return rules
  }

  /// What is set by operations: executors and modules, whitelists and caps, the accounts that are there from the
  /// start.
  private static func prepare(
    _ state: inout ClearingState, _ json: JSONValue, _ owner: Address
  ) throws(JSONError) {
    func apply(_ operation: Operation, _ at: JSONValue) throws(JSONError) {
      do throws(ClearingRefusal) {
        _ = try state.apply(operation)
      } catch {
        throw at.refusal(.outOfRange, expected: "what can be set (\(error.name))")
      }
    }
    let executor = try json.member("executor")
    try apply(.set(.executor(try executor.address(), true), caller: owner), executor)
    for module in try json.member("modules").elements() {
      try module.refuseUnknownMembers(["address", "kind", "feeRecipient"])
      let kind = try module.member("kind")
      guard let moduleKind = ModuleKind(rawValue: try kind.string()) else {
        throw kind.refusal(.wrongForm, expected: "a kind of module")
      }
      try apply(.set(.module(try module.member("address").address(), moduleKind), caller: owner), module)
    }
    let openingDeposit = try json.member("openingDeposit")
    try apply(.set(.openingDeposit(try openingDeposit.uint256()), caller: owner), openingDeposit)
    for position in try json.member("positions").elements() {
      try position.refuseUnknownMembers(["asset", "manager", "whitelisted", "cap"])
      let key = AssetManager(try position.member("asset").asset(), try position.member("manager").place())
      try apply(.set(.whitelist(key, try position.member("whitelisted").bool()), caller: owner), position)
      let cap = try position.member("cap").uint256()
      if key.asset != .cash { try apply(.set(.cap(key, cap), caller: owner), position) }
    }
    let managers = try json.member("managers")
    for (place, manager) in state.managers.enumerated() where manager.adaptive != nil {
      // Levels begin with the setting (AM-8).
      try apply(.set(.manager(place, .adaptive(manager.adaptive)), caller: owner), managers)
    }
    for account in try json.member("accounts").elements() {
      try account.refuseUnknownMembers(["owner", "manager"])
      try apply(
        .createAccount(owner: try account.member("owner").address(), manager: try account.member("manager").place()),
        account)
    }
    for module in try json.member("modules").elements() {
      guard let recipient = try module.optionalMember("feeRecipient") else { continue }
      try apply(
        .set(
          .moduleFeeRecipient(try module.member("address").address(), try recipient.uint64()), caller: owner), recipient)
    }
  }

  private static func list<Value>(
    _ json: JSONValue, _ name: String, _ read: (JSONValue) throws(JSONError) -> Value
  ) throws(JSONError) -> [Value] {
    var values: [Value] = []
    for element in try json.member(name).elements() { values.append(try read(element)) }
    return values
  }
}

extension JSONValue {
  /// More decimals than these leave no integer of 256 bits.
  fileprivate func decimals() throws(JSONError) -> UInt8 { UInt8(truncatingIfNeeded: try smallInteger(0...77)) }
}

extension Directory.Listing {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    self.init(try json.member("name").string(), try json.member("address").address())
  }
}

extension FeedAddresses {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["spot", "mark", "ask", "bid", "forward", "volatility", "rate"])
    self.init(
      spot: try json.member("spot").address(), mark: try json.member("mark").address(),
      ask: try json.member("ask").address(), bid: try json.member("bid").address(),
      forward: try json.member("forward").address(), volatility: try json.member("volatility").address(),
      rate: try json.member("rate").address())
  }
}

extension CashState {
  fileprivate init(_ json: JSONValue, time: UInt64) throws(JSONError) {
    try json.refuseUnknownMembers(["name", "address", "decimals", "feePercentage", "interest"])
    let interest = try json.member("interest")
    try interest.refuseUnknownMembers(["minimumRate", "rateMultiplier", "highRateMultiplier", "optimalUtilisation"])
    self.init(
      lastTimestamp: time, feePercentage: try json.member("feePercentage").uint256(),
      tokenDecimals: try json.member("decimals").decimals(),
      interest: InterestModel(
        minimumRate: try interest.member("minimumRate").uint256(),
        rateMultiplier: try interest.member("rateMultiplier").uint256(),
        highRateMultiplier: try interest.member("highRateMultiplier").uint256(),
        optimalUtilisation: try interest.member("optimalUtilisation").uint256()))
  }
}

extension PerpState {
  fileprivate init(_ json: JSONValue, time: UInt64) throws(JSONError) {
    try json.refuseUnknownMembers([
      "name", "address", "market", "staticInterestRate", "largestRate", "convergencePeriod",
    ])
    self.init(
      market: try json.member("market").place(), lastFundingPaidAt: time,
      staticInterestRate: try json.member("staticInterestRate").int256(),
      largestRate: try json.member("largestRate").int256(),
      convergencePeriod: try json.member("convergencePeriod").int256())
  }
}
