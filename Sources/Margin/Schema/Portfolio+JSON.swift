import Encoding
import FixedPoint

extension Portfolio {
  /// Reads an arranged portfolio (schema `portfolio`, JS-7).
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "spotPrice", "perpPrice", "stablePrice", "cash", "perpPosition", "perpValue", "minConfidence",
      "collaterals", "expiries",
    ])
    var collaterals: [Collateral] = []
    var assets: Set<AssetIdentifier> = []
    for element in try json.list("collaterals", atMost: SchemaLimits.collaterals) {
      let collateral = try Collateral(element)
      try element.refuseRepetition(of: collateral.asset, in: &assets, "collateral")
      collaterals.append(collateral)
    }
    var expiries: [Expiry] = []
    var options = 0
    for element in try json.list("expiries", atMost: SchemaLimits.expiries) {
      let expiry = try Expiry(element)
      options += expiry.options.count
      if options > SchemaLimits.options {
        throw element.refusal(.outOfRange, expected: "at most \(SchemaLimits.options) options in all")
      }
      expiries.append(expiry)
    }
    self.init(
      spotPrice: try json.uint("spotPrice"), perpPrice: try json.uint("perpPrice"),
      stablePrice: try json.uint("stablePrice"), cash: try json.int("cash"),
      perpPosition: try json.int("perpPosition"), perpValue: try json.int("perpValue"),
      minConfidence: try json.uint("minConfidence"), collaterals: collaterals, expiries: expiries)
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("spotPrice")
    json.decimal(spotPrice)
    json.key("perpPrice")
    json.decimal(perpPrice)
    json.key("stablePrice")
    json.decimal(stablePrice)
    json.key("cash")
    json.decimal(cash)
    json.key("perpPosition")
    json.decimal(perpPosition)
    json.key("perpValue")
    json.decimal(perpValue)
    json.key("minConfidence")
    json.decimal(minConfidence)
    json.key("collaterals")
    json.beginArray()
    for collateral in collaterals { collateral.write(to: &json) }
    json.endArray()
    json.key("expiries")
    json.beginArray()
    for expiry in expiries { expiry.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}

extension Portfolio.Collateral {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["asset", "value", "minConfidence"])
    self.init(
      asset: try json.member("asset").asset(), value: try json.uint("value"),
      minConfidence: try json.uint("minConfidence"))
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("asset")
    json.string(asset.description)
    json.key("value")
    json.decimal(value)
    json.key("minConfidence")
    json.decimal(minConfidence)
    json.endObject()
  }
}

extension Portfolio.Expiry {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "secondsToExpiry", "forwardFixedPortion", "forwardVariablePortion", "rate", "discount",
      "minConfidence", "options",
    ])
    var options: [Portfolio.Option] = []
    var seen: Set<OptionKey> = []
    for element in try json.list("options", atMost: SchemaLimits.options) {
      let option = try Portfolio.Option(element)
      try element.refuseRepetition(
        of: OptionKey(expiry: nil, strike: option.strike, isCall: option.isCall), in: &seen, "option")
      options.append(option)
    }
    self.init(
      secondsToExpiry: try json.uint("secondsToExpiry"),
      forwardFixedPortion: try json.uint("forwardFixedPortion"),
      forwardVariablePortion: try json.uint("forwardVariablePortion"), rate: try json.uint("rate"),
      discount: try json.member("discount").uint64(), minConfidence: try json.uint("minConfidence"),
      options: options)
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("secondsToExpiry")
    json.decimal(secondsToExpiry)
    json.key("forwardFixedPortion")
    json.decimal(forwardFixedPortion)
    json.key("forwardVariablePortion")
    json.decimal(forwardVariablePortion)
    json.key("rate")
    json.decimal(rate)
    json.key("discount")
    json.decimal(discount)
    json.key("minConfidence")
    json.decimal(minConfidence)
    json.key("options")
    json.beginArray()
    for option in options { option.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}

extension Portfolio.Option {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["strike", "vol", "amount", "isCall"])
    self.init(
      strike: try json.uint("strike"), vol: try json.uint("vol"), amount: try json.int("amount"),
      isCall: try json.member("isCall").bool())
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("strike")
    json.decimal(strike)
    json.key("vol")
    json.decimal(vol)
    json.key("amount")
    json.decimal(amount)
    json.key("isCall")
    json.bool(isCall)
    json.endObject()
  }
}

/// What makes two options the same instrument.
struct OptionKey: Hashable {
  var expiry: ExpiryLabel?
  var strike: UInt256
  var isCall: Bool
}
