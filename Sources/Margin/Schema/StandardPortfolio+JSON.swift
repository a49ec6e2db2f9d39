import Encoding
import FixedPoint

extension StandardPortfolio {
  /// Reads an account of the standard model (SM-1).
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["cash", "stablePrice", "markets"])
    var markets: [Market] = []
    var names: Set<String> = []
    var options = 0
    for element in try json.list("markets", atMost: SchemaLimits.markets) {
      let market = try Market(element)
      try element.refuseRepetition(of: market.market, in: &names, "market")
      options += market.expiries.reduce(0) { $0 + $1.options.count }
      if options > SchemaLimits.options {
        throw element.refusal(.outOfRange, expected: "at most \(SchemaLimits.options) options in all")
      }
      markets.append(market)
    }
    self.init(cash: try json.int("cash"), stablePrice: try json.uint("stablePrice"), markets: markets)
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("cash")
    json.decimal(cash)
    json.key("stablePrice")
    json.decimal(stablePrice)
    json.key("markets")
    json.beginArray()
    for market in markets { market.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}

extension StandardPortfolio.Market {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "market", "spotPrice", "spotConfidence", "perpPrice", "perpConfidence", "perpPosition",
      "unsettledPerpCash", "basePosition", "expiries",
    ])
    var expiries: [StandardPortfolio.Expiry] = []
    for element in try json.list("expiries", atMost: SchemaLimits.expiries) {
      expiries.append(try StandardPortfolio.Expiry(element))
    }
    self.init(
      market: try json.member("market").marketName(), spotPrice: try json.uint("spotPrice"),
      spotConfidence: try json.uint("spotConfidence"), perpPrice: try json.uint("perpPrice"),
      perpConfidence: try json.uint("perpConfidence"), perpPosition: try json.int("perpPosition"),
      unsettledPerpCash: try json.int("unsettledPerpCash"), basePosition: try json.uint("basePosition"),
      expiries: expiries)
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("market")
    json.string(market)
    json.members([
      ("spotPrice", spotPrice), ("spotConfidence", spotConfidence), ("perpPrice", perpPrice),
      ("perpConfidence", perpConfidence), ("perpPosition", perpPosition),
      ("unsettledPerpCash", unsettledPerpCash), ("basePosition", basePosition),
    ])
    json.key("expiries")
    json.beginArray()
    for expiry in expiries { expiry.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}

extension StandardPortfolio.Expiry {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "secondsToExpiry", "forwardPrice", "forwardConfidence", "volConfidence", "options",
    ])
    var options: [StandardPortfolio.Option] = []
    var seen: Set<OptionKey> = []
    for element in try json.list("options", atMost: SchemaLimits.options) {
      let option = try StandardPortfolio.Option(element)
      try element.refuseRepetition(
        of: OptionKey(expiry: nil, strike: option.strike, isCall: option.isCall), in: &seen, "option")
      options.append(option)
    }
    self.init(
      secondsToExpiry: try json.member("secondsToExpiry").uint64(),
      forwardPrice: try json.uint("forwardPrice"), forwardConfidence: try json.uint("forwardConfidence"),
      volConfidence: try json.uint("volConfidence"), options: options)
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([
      ("secondsToExpiry", UInt256(secondsToExpiry)), ("forwardPrice", forwardPrice),
      ("forwardConfidence", forwardConfidence), ("volConfidence", volConfidence),
    ])
    json.key("options")
    json.beginArray()
    for option in options { option.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}

extension StandardPortfolio.Option {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["strike", "isCall", "amount", "vol"])
    self.init(
      strike: try json.uint("strike"), isCall: try json.member("isCall").bool(),
      amount: try json.int("amount"), vol: try json.uint("vol"))
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("strike")
    json.decimal(strike)
    json.key("isCall")
    json.bool(isCall)
    json.members([("amount", amount), ("vol", vol)])
    json.endObject()
  }
}

extension JSONValue {
  /// A market's name.
  func marketName() throws(JSONError) -> String {
    let name = try string()
    guard Self.isMarketName(name) else { throw refusal(.wrongForm, expected: Self.marketNameForm) }
    return name
  }

  /// Printable ASCII only, so that two names are equal exactly when their bytes are.
  static func isMarketName(_ name: String) -> Bool {
    (1...SchemaLimits.nameBytes).contains(name.utf8.count) && name.utf8.allSatisfy { (33...126).contains($0) }
  }

  static var marketNameForm: String {
    "a name of 1 to \(SchemaLimits.nameBytes) printable ASCII characters without spaces"
  }
}
