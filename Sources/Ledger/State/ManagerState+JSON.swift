import Clearing
import Encoding
import Ethereum
import FixedPoint
import Margin

extension ManagerState {
  /// The settings of a manager (LG-7).
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "guardian", "paused", "maxAccountSize", "minimumFee", "feeRecipient", "internalAccount", "feeRates", "feeBypass",
      "trustedAssessors", "isolated", "adaptive", "model",
    ])
    self.init(
      guardian: try json.member("guardian").address(), maxAccountSize: try json.member("maxAccountSize").uint64(),
      minimumFee: try json.member("minimumFee").uint256(), model: try MarginModel(json.member("model")))
    isPaused = try json.member("paused").bool()
    feeRecipient = try json.member("feeRecipient").uint64()
    internalAccount = try json.member("internalAccount").uint64()
    for rate in try json.member("feeRates").elements() {
      try rate.refuseUnknownMembers(["asset", "rate"])
      let asset = try rate.member("asset").asset()
      if feeRates.updateValue(try rate.member("rate").uint256(), forKey: asset) != nil {
        throw rate.refusal(.duplicateElement, expected: "each asset once")
      }
    }
    feeBypass = Set(try json.member("feeBypass").addresses())
    trustedAssessors = Set(try json.member("trustedAssessors").addresses())
    isIsolated = try json.optionalMember("isolated")?.bool() ?? false
    if let settings = try json.optionalMember("adaptive") { adaptive = try AdaptiveSettings(settings, .places) }
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("guardian", guardian)
    json.member("paused", isPaused)
    json.member("maxAccountSize", maxAccountSize)
    json.member("minimumFee", minimumFee)
    json.member("feeRecipient", feeRecipient)
    json.member("internalAccount", internalAccount)
    json.key("feeRates")
    json.beginArray()
    for (asset, rate) in feeRates.sorted(by: { $0.key.order < $1.key.order }) {
      json.beginObject()
      json.member("asset", asset.text)
      json.member("rate", rate)
      json.endObject()
    }
    json.endArray()
    json.member("feeBypass", feeBypass.sorted())
    json.member("trustedAssessors", trustedAssessors.sorted())
    json.member("isolated", isIsolated)
    if let adaptive {
      json.key("adaptive")
      adaptive.write(to: &json)
    }
    json.key("model")
    model.write(to: &json)
    json.endObject()
  }
}

extension Asset {
  /// Kind before place.
  var order: (Int, Int) {
    switch self {
    case .cash: (0, 0)
    case .option(let place): (1, place)
    case .perp(let place): (2, place)
    case .base(let place): (3, place)
    }
  }
}

extension MarginModel {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    let kind = try json.member("kind")
    switch try kind.string() {
    case "standard": self = .standard(try StandardManager(json))
    case "portfolio": self = .portfolio(try PortfolioManager(json))
    default: throw kind.refusal(.wrongForm, expected: "standard or portfolio")
    }
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    switch self {
    case .standard(let model): model.writeMembers(to: &json)
    case .portfolio(let model): model.writeMembers(to: &json)
    }
    json.endObject()
  }
}

extension StandardManager {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["kind", "borrowing", "parameters", "markets"])
    var markets: [Market] = []
    for market in try json.member("markets").elements() {
      try market.refuseUnknownMembers(["name", "market", "option", "perp", "base"])
      markets.append(
        Market(
          name: try market.member("name").string(), feeds: try market.member("market").place(),
          option: try market.optionalMember("option")?.place(), perp: try market.optionalMember("perp")?.place(),
          base: try market.optionalMember("base")?.place()))
    }
    self.init(
      isBorrowingEnabled: try json.member("borrowing").bool(),
      parameters: try StandardParameters(json.member("parameters")), markets: markets)
  }

  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("kind", "standard")
    json.member("borrowing", isBorrowingEnabled)
    json.key("parameters")
    parameters.write(to: &json)
    json.key("markets")
    json.beginArray()
    for market in markets {
      json.beginObject()
      json.member("name", market.name)
      json.member("market", number: market.feeds)
      if let option = market.option { json.member("option", number: option) }
      if let perp = market.perp { json.member("perp", number: perp) }
      if let base = market.base { json.member("base", number: base) }
      json.endObject()
    }
    json.endArray()
  }
}

extension PortfolioManager {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "kind", "market", "option", "perp", "parameters", "scenarios", "collaterals",
    ])
    var feeds: [Int: CollateralFeed] = [:]
    for collateral in try json.member("collaterals").elements() {
      try collateral.refuseUnknownMembers(["base", "spot", "own"])
      let base = try collateral.member("base").place()
      let feed: CollateralFeed
      if let market = try collateral.optionalMember("spot") {
        feed = .spot(market: try market.place())
        if try collateral.optionalMember("own") != nil {
          throw collateral.refusal(.unknownMember, expected: "either spot or own")
        }
      } else {
        feed = .own(try collateral.member("own").place())
      }
      if feeds.updateValue(feed, forKey: base) != nil {
        throw collateral.refusal(.duplicateElement, expected: "each wrapped token once")
      }
    }
    self.init(
      parameters: try PortfolioParameters(json.member("parameters")),
      scenarios: try Scenario.list(json.member("scenarios")), feeds: try json.member("market").place(),
      option: try json.member("option").place(), perp: try json.member("perp").place(), collateralFeeds: feeds)
  }

  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("kind", "portfolio")
    json.member("market", number: feeds)
    json.member("option", number: option)
    json.member("perp", number: perp)
    json.key("parameters")
    parameters.write(to: &json)
    json.key("scenarios")
    json.beginArray()
    for scenario in scenarios { scenario.write(to: &json) }
    json.endArray()
    json.key("collaterals")
    json.beginArray()
    for (base, feed) in collateralFeeds.sorted(by: { $0.key < $1.key }) {
      json.beginObject()
      json.member("base", number: base)
      switch feed {
      case .spot(let market): json.member("spot", number: market)
      case .own(let index): json.member("own", number: index)
      }
      json.endObject()
    }
    json.endArray()
  }
}
