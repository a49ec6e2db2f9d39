import Clearing
import Encoding
import FixedPoint
import Margin

/// The parameter that a step of a trace sets.
extension Parameter {
  init(trace name: JSONValue, _ args: JSONValue) throws(JSONError) {
    func value() throws(JSONError) -> JSONValue { try args.member("value") }
    func manager() throws(JSONError) -> Int { try args.member("manager").manager() }
    func key() throws(JSONError) -> AssetManager {
      AssetManager(try args.member("asset").asset(), try manager())
    }
    func perp() throws(JSONError) -> Int { try args.member("asset").perp() }
    func market() throws(JSONError) -> String { try args.member("market").string() }
    let (standard, portfolio) = (TraceNames.standard, TraceNames.portfolio)
    switch try name.string() {
    case "cash.smFee": self = .securityFee(try value().uint256())
    case "cash.interestModel": self = .interestModel(try InterestModel(args))
    case "auction.params": self = .auction(try AuctionParameters(args))
    case "auction.mtmCutoff": self = .auctionCutoff(try value().int256())
    case "auction.smAccount": self = .auctionSecurityAccount(try args.member("account").account())
    case "auction.whitelistManager": self = .auctionManager(try manager(), try value().bool())
    case "sm.whitelistModule": self = .securityModulePays(try value().bool())
    case "srm.perpMargin": self = .standard(standard, .perp(market: try market(), try .init(trace: args)))
    case "srm.optionMargin": self = .standard(standard, .option(market: try market(), try .init(trace: args)))
    case "srm.baseMargin": self = .standard(standard, .base(market: try market(), try .init(trace: args)))
    case "srm.oracleContingency": self = .standard(standard, .oracle(market: try market(), try .init(trace: args)))
    case "srm.depeg": self = .standard(standard, .depeg(try .init(trace: args)))
    case "srm.borrowingEnabled": self = .standard(standard, .borrowing(try value().bool()))
    case "manager.maxAccountSize": self = .manager(try manager(), .maxAccountSize(try value().uint256()))
    case "manager.minOIFee": self = .manager(try manager(), .minimumFee(try value().uint256()))
    case "manager.feeRecipient": self = .manager(try manager(), .feeRecipient(try args.member("account").account()))
    case "manager.feeBypassedCaller":
      self = .manager(try manager(), .feeBypass(try args.member("who").user(), try value().bool()))
    case "manager.trustedRiskAssessor":
      self = .manager(try manager(), .trustedAssessor(try args.member("who").user(), try value().bool()))
    case "manager.adjustmentsPaused": self = .manager(try manager(), .paused(try value().bool()))
    case "manager.oiFeeRate":
      self = .manager(try manager(), .feeRate(try args.member("asset").asset(), try value().uint256()))
    case "asset.cap": self = .cap(try key(), try value().uint256())
    case "asset.whitelistManager": self = .whitelist(try key(), try value().bool())
    case "perp.rateBounds": self = .perp(try perp(), .rateBound(try value().int256()))
    case "perp.staticInterestRate": self = .perp(try perp(), .staticInterestRate(try value().int256()))
    case "perp.convergencePeriod": self = .perp(try perp(), .convergencePeriod(try value().int256()))
    case "perp.disable": self = .perp(try perp(), .disable)
    case "pmrm.basis": self = .portfolio(portfolio, .basis(try .init(trace: args)))
    case "pmrm.other": self = .portfolio(portfolio, .other(try .init(trace: args)))
    case "pmrm.margin": self = .portfolio(portfolio, .margin(try .init(trace: args)))
    case "pmrm.vol": self = .portfolio(portfolio, .volShock(try .init(trace: args)))
    case "pmrm.skew": self = .portfolio(portfolio, .skewShock(try .init(trace: args)))
    case "pmrm.collateral":
      self = .portfolio(
        portfolio,
        .collateral(
          base: try args.member("asset").base(), isEnabled: try args.member("isEnabled").bool(), try .init(trace: args)))
    case "pmrm.maxExpiries": self = .portfolio(portfolio, .maxExpiries(try value().uint256()))
    case "pmrm.scenarios":
      self = .portfolio(portfolio, .scenarios(try Scenario.list(trace: args.member("scenarios"))))
    case "feed.heartbeat": self = .heartbeat(try FeedName(trace: args.member("feed")), try value().uint64())
    default: throw name.refusal(.outOfRange, expected: "a setter of the traces")
    }
  }
}

extension FeedName {
  fileprivate init(trace value: JSONValue) throws(JSONError) {
    let parts = try value.string().split(separator: ".").map(String.init)
    let market = parts.first.flatMap { TraceNames.markets.firstIndex(of: $0) }
    switch (market, parts.last) {
    case (nil, "stable"): self = .stable
    case (nil, "wsteth"): self = .collateral(0)
    case (let market?, "spot"): self = .spot(market: market)
    case (let market?, "mark"): self = .mark(market: market)
    case (let market?, "impact"): self = .impact(market: market)
    case (let market?, "fwd"): self = .forward(market: market)
    case (let market?, "vol"): self = .volatility(market: market)
    case (let market?, "rate"): self = .rate(market: market)
    default: throw value.refusal(.outOfRange, expected: "a feed of the traces")
    }
  }
}
