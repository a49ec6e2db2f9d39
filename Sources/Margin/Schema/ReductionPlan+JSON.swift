import Encoding
import FixedPoint

extension ReductionPlan {
  /// Reads a plan (GL-20), of which nothing is checked but its form.
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["outcome", "rate", "before", "steps", "notional", "penalty"])
    var steps: [Step] = []
    for step in try json.list("steps", atMost: SchemaLimits.reductionParts) { steps.append(try Step(step)) }
    self.init(
      outcome: try Outcome(json.member("outcome")), rate: try json.uint("rate"),
      before: try ReductionLevels(json.member("before")), steps: steps, notional: try json.uint("notional"),
      penalty: try json.uint("penalty"))
  }

  /// Writes the same form, the contents of a receipt.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("outcome")
    json.string(outcome.word)
    json.members([("rate", rate)])
    json.key("before")
    before.write(to: &json)
    json.key("steps")
    json.beginArray()
    for step in steps { step.write(to: &json) }
    json.endArray()
    json.members([("notional", notional), ("penalty", penalty)])
    json.endObject()
  }
}

extension ReductionPlan.Outcome {
  /// `reached`, or the reason why everything is taken.
  var word: String {
    switch self {
    case .reached: "reached"
    case .everything(let reason): reason.rawValue
    }
  }

  fileprivate init(_ json: JSONValue) throws(JSONError) {
    let word = try json.string()
    if word == "reached" {
      self = .reached
    } else if let reason = ReductionPlan.Reason(rawValue: word) {
      self = .everything(reason)
    } else {
      throw json.refusal(.wrongForm, expected: "reached, insolvent or unreachable")
    }
  }
}

extension ReductionLevels {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["initialMargin", "maintenanceMargin", "markToMarket", "binding"])
    self.init(
      initialMargin: try json.int("initialMargin"), maintenanceMargin: try json.int("maintenanceMargin"),
      markToMarket: try json.int("markToMarket"),
      binding: try json.member("binding").smallInteger(0...SchemaLimits.scenarios))
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([
      ("initialMargin", initialMargin), ("maintenanceMargin", maintenanceMargin), ("markToMarket", markToMarket),
    ])
    json.key("binding")
    json.number(binding)
    json.endObject()
  }
}

extension ReductionPlan.Step {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "packages", "trades", "proceeds", "penalty", "notional", "contribution", "after",
    ])
    var takings: [ReductionPlan.Taking] = []
    for taking in try json.list("packages", atMost: SchemaLimits.reductionParts) {
      takings.append(try ReductionPlan.Taking(taking))
    }
    var trades: [ReductionPlan.Trade] = []
    for trade in try json.list("trades", atMost: SchemaLimits.reductionParts) {
      try trade.refuseUnknownMembers(["place", "amount"])
      trades.append(
        ReductionPlan.Trade(place: try ReductionLeg.Place(trade.member("place")), amount: try trade.int("amount")))
    }
    self.init(
      takings: takings, trades: trades, proceeds: try json.int("proceeds"), penalty: try json.uint("penalty"),
      notional: try json.uint("notional"), contribution: try json.int("contribution"),
      after: try ReductionLevels(json.member("after")))
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("packages")
    json.beginArray()
    for taking in takings { taking.write(to: &json) }
    json.endArray()
    json.key("trades")
    json.beginArray()
    for trade in trades {
      json.beginObject()
      json.key("place")
      json.string(trade.place.text)
      json.members([("amount", trade.amount)])
      json.endObject()
    }
    json.endArray()
    json.members([("proceeds", proceeds), ("penalty", penalty), ("notional", notional), ("contribution", contribution)])
    json.key("after")
    after.write(to: &json)
    json.endObject()
  }
}

extension ReductionPlan.Taking {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["kind", "isBought", "size", "parts"])
    let kind = try json.member("kind")
    guard let word = ReductionPackage.Kind(rawValue: try kind.string()) else {
      throw kind.refusal(.wrongForm, expected: "single, pair, hedge or whole")
    }
    var parts: [ReductionPackage.Part] = []
    for part in try json.list("parts", atMost: SchemaLimits.reductionParts) {
      try part.refuseUnknownMembers(["leg", "lots"])
      parts.append(
        ReductionPackage.Part(
          leg: try part.member("leg").smallInteger(0...SchemaLimits.reductionParts),
          lots: try part.member("lots").uint128()))
    }
    self.init(
      package: ReductionPackage(kind: word, parts: parts, isBought: try json.member("isBought").bool()),
      size: try json.member("size").uint128())
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("kind")
    json.string(package.kind.rawValue)
    json.key("isBought")
    json.bool(package.isBought)
    json.key("size")
    json.decimal(size)
    json.key("parts")
    json.beginArray()
    for part in package.parts {
      json.beginObject()
      json.key("leg")
      json.number(part.leg)
      json.key("lots")
      json.decimal(part.lots)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}

extension ReductionLeg.Place {
  /// `perp:MARKET`, `option:MARKET:EXPIRY:OPTION`, `collateral:INDEX`.
  public var text: String {
    switch self {
    case .perp(let market): "perp:\(market)"
    case .option(let market, let expiry, let option): "option:\(market):\(expiry):\(option)"
    case .collateral(let index): "collateral:\(index)"
    }
  }

  fileprivate init(_ json: JSONValue) throws(JSONError) {
    let words = try json.string().split(separator: ":", omittingEmptySubsequences: false)
    let numbers = words.dropFirst().compactMap { word in
      word.utf8.count <= 6 && word.utf8.allSatisfy { (48...57).contains($0) } ? Int(word) : nil
    }
    switch (words.first, words.count, numbers.count) {
    case ("perp", 2, 1): self = .perp(market: numbers[0])
    case ("option", 4, 3): self = .option(market: numbers[0], expiry: numbers[1], option: numbers[2])
    case ("collateral", 2, 1): self = .collateral(numbers[0])
    default: throw json.refusal(.wrongForm, expected: "perp:n, option:n:n:n or collateral:n")
    }
  }
}
