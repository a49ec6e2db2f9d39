import Clearing
import Encoding
import Ethereum
import FixedPoint
import Margin

/// The venue before the first step of a trace.
extension ClearingState {
  init(trace config: JSONValue) throws(JSONError) {
    try config.refuseUnknownMembers([
      "stableDecimals", "baseDecimals", "startTime", "interest", "smFee", "auction", "mtmCutoff", "srm", "srmMarkets",
      "pmrm", "perp", "oiFeeRate", "caps", "feeRecipientSet", "accounts", "specialAccounts", "corrections",
    ])
    let start = try config.member("startTime").uint64()
    let perp = try config.member("perp")
    let auction = LiquidationState(
      parameters: try AuctionParameters(group: config.member("auction")), cutoff: try config.member("mtmCutoff").int256(),
      managers: [TraceNames.standard, TraceNames.portfolio], securityAccount: 2)
    var perps: [PerpState] = []
    for market in TraceNames.markets.indices {
      perps.append(
        PerpState(
          market: market, lastFundingPaidAt: start, staticInterestRate: try perp.member("staticInterestRate").int256(),
          largestRate: try perp.member("maxAbsRatePerHour").int256(),
          convergencePeriod: try perp.member("convergencePeriod").int256()))
    }
    var bases: [BaseState] = []
    for name in TraceNames.bases {
      let decimals = try config.member("baseDecimals").optionalMember(name)
      bases.append(BaseState(tokenDecimals: try decimals.map { (value) throws(JSONError) in try value.decimals() } ?? 18))
    }
    self.init(
      time: start, owner: TraceNames.address("owner"),
      cash: CashState(
        lastTimestamp: start, feePercentage: try config.member("smFee").uint256(),
        tokenDecimals: try config.member("stableDecimals").decimals(),
        interest: try InterestModel(group: config.member("interest"))),
      optionMarkets: Array(TraceNames.markets.indices), perps: perps, bases: bases,
      managers: [try .standard(config).with(internalAccount: 1), try .portfolio(config).with(internalAccount: 3)],
      liquidation: auction,
      feeds: Feeds(markets: TraceNames.markets.count, collaterals: TraceNames.ownFeeds.count), securityModule: 2,
      rules: try RuleSet(trace: config.optionalMember("corrections")))
    try prepare(config)
    for (manager, member) in [(TraceNames.standard, "srm"), (TraceNames.portfolio, "pmrm")] {
      guard let adaptive = try config.member(member).optionalMember("adaptive") else { continue }
      let settings = try AdaptiveSettings(adaptive, AdaptiveNames(TraceNames.directory))
      do { _ = try apply(.set(.manager(manager, .adaptive(settings)), caller: TraceNames.address("owner"))) } catch {
        throw adaptive.refusal(.outOfRange, expected: "settings within the bounds of AM-2")
      }
    }
  }

  /// Caps, the whitelists of assets, and the accounts that are there from the start.
  private mutating func prepare(_ config: JSONValue) throws(JSONError) {
    let owner = TraceNames.address("owner")
    let caps = try config.member("caps")
    let assets =
      [Asset.cash] + TraceNames.markets.indices.flatMap { [Asset.option($0), .perp($0)] }
      + TraceNames.bases.indices.map { Asset.base($0) }
    for asset in assets {
      let given = try caps.optionalMember(TraceNames.name(of: asset))
      // A token that no manager knows has a cap that nothing reaches.
      let cap = try given.map { (value) throws(JSONError) in try value.uint256() } ?? UInt256(1_000_000_000_000 * Wad.one)
      for manager in TraceNames.managers.indices {
        let key = AssetManager(asset, manager)
        _ = try? apply(.set(.whitelist(key, true), caller: owner))
        _ = try? apply(.set(.cap(key, cap), caller: owner))
      }
    }
    let special = ["srmInternal", "securityModule", "pmrmInternal", "srmFee", "pmrmFee"]
    let managers = [TraceNames.standard, TraceNames.standard, TraceNames.portfolio, TraceNames.standard, TraceNames.portfolio]
    for (index, name) in special.enumerated() {
      let number = try config.member("specialAccounts").member(name)
      guard try number.account() == AccountNumber(index + 1) else {
        throw number.refusal(.outOfRange, expected: "\(index + 1)")
      }
      _ = try? apply(.createAccount(owner: TraceNames.address(name), manager: managers[index]))
    }
    if try config.member("feeRecipientSet").bool() {
      _ = try? apply(.set(.manager(TraceNames.standard, .feeRecipient(4)), caller: owner))
      _ = try? apply(.set(.manager(TraceNames.portfolio, .feeRecipient(5)), caller: owner))
    }
    for (name, rate) in try config.member("oiFeeRate").objectMembers() {
      guard let asset = assets.first(where: { TraceNames.name(of: $0) == name }) else {
        throw rate.refusal(.unknownMember, expected: "an asset's name")
      }
      let part = try rate.uint256()
      for manager in TraceNames.managers.indices {
        _ = try? apply(.set(.manager(manager, .feeRate(asset, part)), caller: owner))
      }
    }
  }
}

extension RuleSet {
  /// The switches that a list names, each once (CL-56); none where there is no list.
  fileprivate init(trace list: JSONValue?) throws(JSONError) {
    self = .reference
    guard let list else { return }
    for element in try list.elements() {
      guard let rule = RuleSet(name: try element.string()), isDisjoint(with: rule) else {
        throw element.refusal(.outOfRange, expected: "a correction that was not named before")
      }
      formUnion(rule)
    }
  }
}

extension ManagerState {
  fileprivate func with(internalAccount: AccountNumber) -> ManagerState {
    var manager = self
    manager.internalAccount = internalAccount
    return manager
  }

  fileprivate static func standard(_ config: JSONValue) throws(JSONError) -> ManagerState {
    let srm = try config.member("srm")
    var parameters = StandardParameters(depeg: try .init(group: srm.member("depeg")), markets: [:])
    var markets: [StandardManager.Market] = []
    for (index, name) in TraceNames.markets.enumerated() {
      let groups = try config.member("srmMarkets").member(name)
      parameters.markets[name] = StandardParameters.Market(
        perp: try .init(group: groups.member("perp")), option: try .init(group: groups.member("option")),
        base: try .init(group: groups.member("base")), oracle: try .init(group: groups.member("oracle")))
      markets.append(StandardManager.Market(name: name, feeds: index, option: index, perp: index, base: index))
    }
    var manager = ManagerState(
      guardian: TraceNames.address("guardian"), maxAccountSize: try srm.member("maxAccountSize").uint64(),
      minimumFee: try srm.member("minOIFee").uint256(),
      model: .standard(
        StandardManager(
          isBorrowingEnabled: try srm.member("borrowingEnabled").bool(), parameters: parameters, markets: markets)))
    manager.isIsolated = try srm.optionalMember("isolated")?.bool() ?? false
    return manager
  }

  fileprivate static func portfolio(_ config: JSONValue) throws(JSONError) -> ManagerState {
    let pmrm = try config.member("pmrm")
    var parameters = PortfolioParameters(
      volShock: try .init(group: pmrm.member("vol")), margin: try .init(group: pmrm.member("margin")),
      basisContingency: try .init(group: pmrm.member("basis")), otherContingency: try .init(group: pmrm.member("other")),
      skewShock: try .init(group: pmrm.member("skew")), collaterals: [:],
      maxExpiries: Int(clamping: try pmrm.member("maxExpiries").uint64()))
    for (name, group) in try pmrm.member("collaterals").objectMembers() {
      guard let base = TraceNames.bases.firstIndex(of: name), let identifier = AssetIdentifier.base(base) else {
        throw group.refusal(.unknownMember, expected: "a wrapped token's name")
      }
      guard try group.member("isEnabled").bool() else { continue }
      parameters.collaterals[identifier] = try .init(group: group)
    }
    return ManagerState(
      guardian: TraceNames.address("guardian"), maxAccountSize: try pmrm.member("maxAccountSize").uint64(),
      minimumFee: try pmrm.member("minOIFee").uint256(),
      model: .portfolio(
        PortfolioManager(
          parameters: parameters, scenarios: try Scenario.list(group: pmrm.member("scenarios")), feeds: 0, option: 0,
          perp: 0, collateralFeeds: [0: .spot(market: 0), 1: .spot(market: 1), 2: .own(0)])))
  }
}

extension JSONValue {
  fileprivate func decimals() throws(JSONError) -> UInt8 {
    let value = try uint64()
    guard value <= 77 else { throw refusal(.outOfRange, expected: "at most 77 decimals") }
    return UInt8(value)
  }
}
