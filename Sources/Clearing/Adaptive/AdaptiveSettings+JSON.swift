import Encoding
import FixedPoint

/// How a document names assets, markets and collaterals.
package struct AdaptiveNames {
  package var asset: (JSONValue) throws(JSONError) -> Asset
  package var market: (JSONValue) throws(JSONError) -> Int
  package var collateral: (JSONValue) throws(JSONError) -> Int

  package init(
    asset: @escaping (JSONValue) throws(JSONError) -> Asset, market: @escaping (JSONValue) throws(JSONError) -> Int,
    collateral: @escaping (JSONValue) throws(JSONError) -> Int
  ) {
    (self.asset, self.market, self.collateral) = (asset, market, collateral)
  }

  /// The names of a venue.
  package init(_ directory: Directory) {
    self.init(
      asset: { (json) throws(JSONError) in try directory.asset(json) },
      market: { (json) throws(JSONError) in try directory.market(json) },
      collateral: { (json) throws(JSONError) in
        guard let place = directory.collateralFeeds.firstIndex(of: try json.string()) else {
          throw json.refusal(.outOfRange, expected: "a collateral with a feed of its own")
        }
        return place
      })
  }
}

extension AdaptiveSettings {
  /// Reads settings (AM-13); bounds are not tested, but for how many there are.
  package init(_ json: JSONValue, _ names: AdaptiveNames) throws(JSONError) {
    try json.refuseUnknownMembers(["grace", "rules"])
    var rules: [AdaptiveRule] = []
    for rule in try json.member("rules").elements() {
      guard rules.count < AdaptiveLimits.rules else {
        throw rule.refusal(.outOfRange, expected: "\(AdaptiveLimits.rules) rules at most")
      }
      rules.append(try AdaptiveRule(rule, names))
    }
    self.init(grace: try json.member("grace").uint64(), rules: rules)
  }
}

extension AdaptiveRule {
  fileprivate init(_ json: JSONValue, _ names: AdaptiveNames) throws(JSONError) {
    try json.refuseUnknownMembers(["asset", "parameter", "input", "curve", "step", "notice", "calm"])
    let name = try json.member("parameter")
    guard let parameter = AdaptiveParameter(rawValue: try name.string()) else {
      let known = AdaptiveParameter.allCases.map(\.rawValue).joined(separator: ", ")
      throw name.refusal(.outOfRange, expected: "one of \(known)")
    }
    var points: [AdaptiveCurve.Point] = []
    for point in try json.member("curve").elements() {
      guard points.count < AdaptiveLimits.points else {
        throw point.refusal(.outOfRange, expected: "\(AdaptiveLimits.points) points at most")
      }
      try point.refuseUnknownMembers(["at", "add"])
      points.append(.init(at: try point.member("at").uint256(), add: try point.member("add").uint256()))
    }
    self.init(
      asset: try names.asset(json.member("asset")), parameter: parameter,
      input: try AdaptiveInput(json.member("input"), names), curve: AdaptiveCurve(points),
      step: try json.member("step").uint256(), notice: try json.member("notice").uint64(),
      calm: try json.member("calm").uint64())
  }
}

extension AdaptiveInput {
  fileprivate init(_ json: JSONValue, _ names: AdaptiveNames) throws(JSONError) {
    let kind = try json.member("kind")
    func settings(_ members: String...) throws(JSONError) { try json.refuseUnknownMembers(["kind"] + members) }
    switch try kind.string() {
    case "realised":
      try settings("seconds")
      self = .realised(seconds: try json.member("seconds").uint64())
    case "implied":
      try settings("expiries", "tenor")
      var expiries: [UInt64] = []
      for expiry in try json.member("expiries").elements() {
        guard expiries.count < AdaptiveLimits.expiries else {
          throw expiry.refusal(.outOfRange, expected: "\(AdaptiveLimits.expiries) expiries at most")
        }
        expiries.append(try expiry.uint64())
      }
      self = .implied(expiries: expiries, tenor: try json.member("tenor").uint64())
    case "confidence":
      try settings()
      self = .confidence
    case "peg":
      try settings("price", "market", "rate")
      var reference = PegReference(price: try json.member("price").uint256())
      if let market = try json.optionalMember("market") { reference.market = try names.market(market) }
      if let rate = try json.optionalMember("rate") { reference.rate = try names.collateral(rate) }
      self = .peg(reference)
    case "interest":
      try settings("reference")
      self = .interest(reference: try json.member("reference").uint256())
    case "size":
      try settings("depth")
      self = .size(depth: try json.member("depth").uint256())
    case "share":
      try settings("least")
      self = .share(least: try json.member("least").uint256())
    default:
      throw kind.refusal(
        .outOfRange, expected: "one of realised, implied, confidence, peg, interest, size, share")
    }
  }
}
