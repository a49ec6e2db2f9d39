import Encoding
import Ethereum
import FixedPoint
import Margin

/// The parameter that a name and its arguments set, as the traces spell them and as the owner signs them (MO-30,
/// MO-31).
extension Parameter {
  /// - Parameters:
  ///   - name: of the setter.
  ///   - args: its arguments by name.
  public init(_ name: JSONValue, _ args: JSONValue, _ directory: Directory) throws(JSONError) {
    let text = try name.string()
    guard let members = Self.members[text] else { throw name.refusal(.outOfRange, expected: "the name of a parameter") }
    try args.refuseUnknownMembers(members)
    let reader = ParameterReader(args: args, directory: directory)
    var parameter = try Self.venue(text, reader)
    if case nil = parameter { parameter = try Self.manager(text, reader) }
    if case nil = parameter { parameter = try Self.asset(text, reader) }
    if case nil = parameter { parameter = try Self.standard(text, reader) }
    if case nil = parameter { parameter = try Self.portfolio(text, reader) }
    if case nil = parameter { parameter = try Self.door(text, reader) }
    guard let parameter else { throw name.refusal(.outOfRange, expected: "the name of a parameter") }
    self = parameter
  }

  /// Cash, auctions, the security module and the table of readings.
  private static func venue(_ name: String, _ reader: ParameterReader) throws(JSONError) -> Parameter? {
    switch name {
    case "cash.smFee": .securityFee(try reader.value().uint256())
    case "cash.interestModel": .interestModel(try InterestModel(group: reader.args))
    case "auction.params": .auction(try AuctionParameters(group: reader.args))
    case "auction.mtmCutoff": .auctionCutoff(try reader.value().int256())
    case "auction.smAccount": .auctionSecurityAccount(try reader.account())
    case "auction.whitelistManager": .auctionManager(try reader.manager(), try reader.value().bool())
    case "sm.whitelistModule": .securityModulePays(try reader.value().bool())
    case "liquidation.graduated": .graduated(try reader.setting(GraduatedSettings.init))
    case "liquidation.fund":
      .fundCaps(
        try reader.setting { (json) throws(JSONError) in
          try FundCaps(json) { (name) throws(JSONError) in try reader.directory.market(name) }
        })
    case "liquidation.deleveraging": .deleveraging(try reader.setting(Deleveraging.init))
    case "liquidation.oracle": .oracleBreaker(try reader.setting(OracleBreaker.init))
    case "liquidation.withdrawals": .withdrawalLimit(try reader.setting(WithdrawalLimit.init))
    case "liquidation.interest":
      .interestLimit(
        try reader.setting { (json) throws(JSONError) in
          try InterestLimit(json) { (name) throws(JSONError) in try reader.directory.asset(name) }
        })
    case "liquidation.judgesBids": .bidsJudged(try reader.value().bool())
    case "feed.heartbeat": .heartbeat(try reader.reading(), try reader.value().uint64())
    default: nil
    }
  }

  private static func manager(_ name: String, _ reader: ParameterReader) throws(JSONError) -> Parameter? {
    let setting: ManagerSetting
    switch name {
    case "manager.maxAccountSize": setting = .maxAccountSize(try reader.value().uint256())
    case "manager.minOIFee": setting = .minimumFee(try reader.value().uint256())
    case "manager.feeRecipient": setting = .feeRecipient(try reader.account())
    case "manager.feeBypassedCaller": setting = .feeBypass(try reader.address("who"), try reader.value().bool())
    case "manager.trustedRiskAssessor":
      setting = .trustedAssessor(try reader.address("who"), try reader.value().bool())
    case "manager.adjustmentsPaused": setting = .paused(try reader.value().bool())
    case "manager.isolated": setting = .isolated(try reader.value().bool())
    case "manager.adaptive":
      setting = .adaptive(
        try reader.setting { (json) throws(JSONError) in try AdaptiveSettings(json, AdaptiveNames(reader.directory)) })
    case "manager.oiFeeRate": setting = .feeRate(try reader.asset(), try reader.value().uint256())
    default: return nil
    }
    return .manager(try reader.manager(), setting)
  }

  private static func asset(_ name: String, _ reader: ParameterReader) throws(JSONError) -> Parameter? {
    switch name {
    case "asset.cap": .cap(AssetManager(try reader.asset(), try reader.manager()), try reader.value().uint256())
    case "asset.whitelistManager":
      .whitelist(AssetManager(try reader.asset(), try reader.manager()), try reader.value().bool())
    case "perp.rateBounds": .perp(try reader.perp(), .rateBound(try reader.value().int256()))
    case "perp.staticInterestRate": .perp(try reader.perp(), .staticInterestRate(try reader.value().int256()))
    case "perp.convergencePeriod": .perp(try reader.perp(), .convergencePeriod(try reader.value().int256()))
    case "perp.disable": .perp(try reader.perp(), .disable)
    default: nil
    }
  }

  private static func standard(_ name: String, _ reader: ParameterReader) throws(JSONError) -> Parameter? {
    let args = reader.args
    let setting: StandardSetting
    switch name {
    case "srm.perpMargin": setting = .perp(market: try reader.market(), try .init(group: args))
    case "srm.optionMargin": setting = .option(market: try reader.market(), try .init(group: args))
    case "srm.baseMargin": setting = .base(market: try reader.market(), try .init(group: args))
    case "srm.oracleContingency": setting = .oracle(market: try reader.market(), try .init(group: args))
    case "srm.depeg": setting = .depeg(try .init(group: args))
    case "srm.borrowingEnabled": setting = .borrowing(try reader.value().bool())
    default: return nil
    }
    return .standard(try reader.manager(of: .standard), setting)
  }

  private static func portfolio(_ name: String, _ reader: ParameterReader) throws(JSONError) -> Parameter? {
    let args = reader.args
    let setting: PortfolioSetting
    switch name {
    case "pmrm.basis": setting = .basis(try .init(group: args))
    case "pmrm.other": setting = .other(try .init(group: args))
    case "pmrm.margin": setting = .margin(try .init(group: args))
    case "pmrm.vol": setting = .volShock(try .init(group: args))
    case "pmrm.skew": setting = .skewShock(try .init(group: args))
    case "pmrm.collateral":
      setting = .collateral(
        base: try reader.base(), isEnabled: try args.member("isEnabled").bool(), try .init(group: args))
    case "pmrm.maxExpiries": setting = .maxExpiries(try reader.value().uint256())
    case "pmrm.scenarios": setting = .scenarios(try Scenario.list(group: args.member("scenarios")))
    default: return nil
    }
    return .portfolio(try reader.manager(of: .portfolio), setting)
  }

  /// Signed feeds, the door for signed actions, the bridge and governance itself.
  private static func door(_ name: String, _ reader: ParameterReader) throws(JSONError) -> Parameter? {
    func feed(_ setting: FeedSetting) throws(JSONError) -> Parameter {
      .signedFeed(try reader.address("feed"), setting)
    }
    switch name {
    case "signedFeed.signer":
      return try feed(.signer(try reader.address("signer"), isWhitelisted: try reader.value().bool()))
    case "signedFeed.requiredSigners":
      return try feed(.requiredSigners(UInt8(truncatingIfNeeded: try reader.value().smallInteger(0...255))))
    case "signedFeed.heartbeat": return try feed(.heartbeat(try reader.value().uint64()))
    case "signedFeed.cap": return try feed(.differenceCap(try reader.value().uint256()))
    case "signedFeed.spotFeed": return try feed(.spotFeed(try reader.address("value")))
    case "signedFeed.settlementHeartbeat": return try feed(.settlementHeartbeat(try reader.value().uint64()))
    case "signedFeed.maxExpiry": return try feed(.maximumExpiry(try reader.value().uint64()))
    case "gateway.executor": return .executor(try reader.address("who"), try reader.value().bool())
    case "gateway.module": return .module(try reader.address("module"), try reader.moduleKind())
    case "gateway.feeRecipient": return .moduleFeeRecipient(try reader.address("module"), try reader.account())
    case "gateway.openingDeposit": return .openingDeposit(try reader.value().uint256())
    case "bridge.key": return .bridge(try reader.address("who"))
    case "governance.delay": return .governanceDelay(try reader.value().uint64())
    case "rules.version": return .rules(try reader.ruleVersion())
    default: return nil
    }
  }
}
