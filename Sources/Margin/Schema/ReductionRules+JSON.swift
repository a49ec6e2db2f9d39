import Encoding
import FixedPoint

extension ReductionRules {
  /// Reads rules (GL-20).
  /// - Throws: `JSONError` with the path and what was expected; bounds of the discount are not tested.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["buffer", "steps", "least", "hedgesWithPerp", "keepsPairs", "penalty"])
    self.init(
      buffer: try json.uint("buffer"), steps: try Sizes(json.member("steps")), least: try Sizes(json.member("least")),
      hedgesWithPerp: try json.member("hedgesWithPerp").bool(), keepsPairs: try json.member("keepsPairs").bool(),
      penalty: try PenaltyRule(json.member("penalty")))
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([("buffer", buffer)])
    json.key("steps")
    steps.write(to: &json)
    json.key("least")
    least.write(to: &json)
    json.key("hedgesWithPerp")
    json.bool(hedgesWithPerp)
    json.key("keepsPairs")
    json.bool(keepsPairs)
    json.key("penalty")
    penalty.write(to: &json)
    json.endObject()
  }
}

extension ReductionRules.Sizes {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["option", "perp", "collateral"])
    self.init(option: try json.uint("option"), perp: try json.uint("perp"), collateral: try json.uint("collateral"))
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([("option", option), ("perp", perp), ("collateral", collateral)])
    json.endObject()
  }
}

extension PenaltyRule {
  /// Reads the rule of the discount (GL-20).
  /// - Throws: `JSONError` with the path and what was expected; bounds are not tested.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["maximumRate", "fullDepth", "initialShare", "rampSeconds", "equityShare"])
    self.init(
      maximumRate: try json.uint("maximumRate"), fullDepth: try json.uint("fullDepth"),
      initialShare: try json.uint("initialShare"), rampSeconds: try json.member("rampSeconds").uint64(),
      equityShare: try json.uint("equityShare"))
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([("maximumRate", maximumRate), ("fullDepth", fullDepth), ("initialShare", initialShare)])
    json.key("rampSeconds")
    json.decimal(rampSeconds)
    json.members([("equityShare", equityShare)])
    json.endObject()
  }
}

extension PortfolioSubject {
  /// Reads an account of the portfolio model that is to be reduced, from the members of a line (GL-20); others are not
  /// looked at.
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    var coins: [Coin] = []
    for coin in try json.list("coins", atMost: SchemaLimits.collaterals) {
      try coin.refuseUnknownMembers(["amount", "price"])
      coins.append(Coin(amount: try coin.uint("amount"), price: try coin.uint("price")))
    }
    self.init(
      portfolio: try Portfolio(json.member("portfolio")), spotConfidence: try json.uint("spotConfidence"),
      perpPrice: try json.uint("perpPrice"), perpConfidence: try json.uint("perpConfidence"), coins: coins,
      parameters: try PortfolioParameters(json.member("params")),
      scenarios: try Scenario.list(json.member("scenarios")))
  }
}
