import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

@testable import Clearing

/// AM-4 to AM-7, AM-10, AM-11 against the second implementation (AM-16).
@Suite struct AdaptiveVectorTests {
  @Test func everyLineIsWhatTheReferenceComputes() throws {
    var lines = JSONLines(try Repository.bytes("vectors/adaptive/rules.jsonl"))
    var counts: [String: Int] = [:]
    while let line = try lines.next() {
      let root = try JSONDocument(line.bytes).root
      let expected = try root.member("expected")
      for (kind, check) in [
        ("curve", Self.curve), ("realised", Self.realised), ("level", Self.level), ("parameters", Self.parameters),
      ] {
        guard let value = try root.optionalMember(kind) else { continue }
        counts[kind, default: 0] += 1
        #expect(try check(value, expected), "line \(line.number)")
      }
    }
    #expect(counts == ["curve": 28, "realised": 17, "level": 49, "parameters": 76])
  }

  private static func list<Value>(_ json: JSONValue, _ read: (JSONValue) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    for element in try json.elements() { values.append(try read(element)) }
    return values
  }

  private static func curve(_ value: JSONValue, _ expected: JSONValue) throws -> Bool {
    let curve = AdaptiveCurve(
      try list(value.member("points")) { .init(at: try $0.member("at").uint256(), add: try $0.member("add").uint256()) })
    let measured = try list(value.member("x")) { try $0.uint256() }
    return try measured.map { curve.value(at: $0) } == list(expected) { try $0.uint256() }
  }

  private static func realised(_ value: JSONValue, _ expected: JSONValue) throws -> Bool {
    var volatility = RealisedVolatility()
    let seconds = try value.member("seconds").uint64()
    let found = try list(value.member("looks")) { look in
      try volatility.look(look.member("price").uint256(), at: look.member("time").uint64(), seconds: seconds)
      return [volatility.variance, try volatility.variance.squareRootWad()]
    }
    return try found == list(expected) { [try $0.member("variance").uint256(), try $0.member("volatility").uint256()] }
  }

  private static func level(_ value: JSONValue, _ expected: JSONValue) throws -> Bool {
    let pace = AdaptivePace(
      step: try value.member("step").uint256(), notice: try value.member("notice").uint64(),
      calm: try value.member("calm").uint64(), isDownward: try value.member("downward").bool())
    let grace = try value.member("grace").uint64()
    var level = AdaptiveLevel(level: try value.member("level").uint256())
    let answers = try list(expected) { $0 }
    for (look, answer) in zip(try list(value.member("looks")) { $0 }, answers) {
      let time = try look.member("time").uint64()
      _ = level.settle(at: time, grace: grace)
      let target = try look.member("target")
      if !target.isNull { _ = level.follow(try target.uint256(), at: time, pace) }
      let past = try list(answer.member("past")) {
        AdaptiveLevel.Past(level: try $0.member("level").uint256(), until: try $0.member("until").uint64())
      }
      let isSame =
        try level.level == answer.member("level").uint256() && level.since == answer.member("since").uint64()
        && level.announced == answer.member("announced").uint256() && level.binds == answer.member("binds").uint64()
        && level.past == past && level.level(at: time) == answer.member("now").uint256()
        && level.level(at: time > grace ? time - grace : 0) == answer.member("before").uint256()
      if !isSame { return false }
    }
    return true
  }

  private static func parameters(_ value: JSONValue, _ expected: JSONValue) throws -> Bool {
    let asset: Asset =
      switch try value.member("asset").string() {
      case "base": .base(0)
      case "perp": .perp(0)
      default: .option(0)
      }
    let parameter = AdaptiveParameter(rawValue: try value.member("parameter").string()) ?? .requirement
    // The sum of additions is bounded before (AM-9).
    let amount = min(try value.member("add").uint256(), AdaptiveLimits.greatestAddition)
    let addition = AdaptiveAddition(asset: asset, parameter: parameter, amount: amount)
    if try value.member("model").string() == "standard" { return try standard(value, addition, expected) }
    return try portfolio(value, addition, expected)
  }

  private static func standard(_ value: JSONValue, _ addition: AdaptiveAddition, _ expected: JSONValue) throws -> Bool {
    guard case .standard(var groups) = try ParameterSet.builtIn("derive-standard-mainnet").model else { return false }
    func read(_ json: JSONValue, _ market: inout StandardParameters.Market) throws {
      market.base.marginFactor = try json.member("base").member("marginFactor").uint256()
      let (perp, option) = (try json.member("perp"), try json.member("option"))
      market.perp.mmPerpReq = try perp.member("mmPerpReq").uint256()
      market.perp.imPerpReq = try perp.member("imPerpReq").uint256()
      market.option.maxSpotReq = try option.member("maxSpotReq").uint256()
      market.option.minSpotReq = try option.member("minSpotReq").uint256()
      market.option.mmCallSpotReq = try option.member("mmCallSpotReq").uint256()
      market.option.mmPutSpotReq = try option.member("mmPutSpotReq").uint256()
      market.option.mmPutMtMReq = try option.member("mmPutMtMReq").uint256()
    }
    guard var market = groups.markets["ETH"] else { return false }
    var due = market
    try read(value.member("groups"), &market)
    try read(expected, &due)
    groups.markets["ETH"] = market
    var model = StandardManager(
      isBorrowingEnabled: true, parameters: groups,
      markets: [.init(name: "ETH", feeds: 0, option: 0, perp: 0, base: 0)])
    model.add(addition)
    return model.parameters.markets["ETH"] == due
  }

  private static func portfolio(_ value: JSONValue, _ addition: AdaptiveAddition, _ expected: JSONValue) throws -> Bool {
    guard case .portfolio(let set, _) = try ParameterSet.builtIn("derive-pmrm2-mainnet-eth").model,
      let token = AssetIdentifier.base(0)
    else { return false }
    func model(_ json: JSONValue) throws -> PortfolioManager {
      var parameters = set
      let (range, other) = (try json.member("volShock"), try json.member("otherContingency"))
      parameters.volShock.rangeUp = try range.member("rangeUp").uint256()
      parameters.volShock.rangeDown = try range.member("rangeDown").uint256()
      parameters.otherContingency.mmPerpPercent = try other.member("mmPerpPercent").uint256()
      parameters.otherContingency.imPerpPercent = try other.member("imPerpPercent").uint256()
      parameters.otherContingency.mmOptionPercent = try other.member("mmOptionPercent").uint256()
      parameters.otherContingency.imOptionPercent = try other.member("imOptionPercent").uint256()
      let collateral = try json.member("collateral")
      parameters.collaterals = [
        token: .init(
          isRiskCancelling: false, mmHaircut: try collateral.member("mmHaircut").uint256(),
          imHaircut: try collateral.member("imHaircut").uint256())
      ]
      let scenarios = try list(json.member("spotShocks")) {
        Scenario(spotShock: try $0.uint256(), volShock: .none, dampeningFactor: Wad.wide)
      }
      return PortfolioManager(
        parameters: parameters, scenarios: scenarios, feeds: 0, option: 0, perp: 0, collateralFeeds: [0: .spot(market: 0)])
    }
    var found = try model(value)
    found.add(addition)
    let due = try model(expected)
    return found.parameters == due.parameters && found.scenarios == due.scenarios
  }
}
