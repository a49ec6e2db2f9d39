import Encoding
import FixedPoint

extension Account {
  /// Reads an account (schema `account`, JS-9).
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "cash", "perpPosition", "unsettledPerpCash", "collaterals", "options",
    ])
    var collaterals: [Collateral] = []
    var assets: Set<AssetIdentifier> = []
    for element in try json.list("collaterals", atMost: SchemaLimits.collaterals) {
      let collateral = try Collateral(element)
      try element.refuseRepetition(of: collateral.asset, in: &assets, "collateral")
      collaterals.append(collateral)
    }
    var options: [Option] = []
    var seen: Set<OptionKey> = []
    for element in try json.list("options", atMost: SchemaLimits.options) {
      let option = try Option(element)
      try element.refuseRepetition(
        of: OptionKey(expiry: option.expiry, strike: option.strike, isCall: option.isCall), in: &seen,
        "option")
      if let first = options.first, !first.expiry.isNamedLike(option.expiry) {
        throw element.refusal(.wrongForm, expected: ExpiryLabel.oneWay)
      }
      options.append(option)
    }
    self.init(
      cash: try json.int("cash"), perpPosition: try json.int("perpPosition"),
      unsettledPerpCash: try json.int("unsettledPerpCash"), collaterals: collaterals, options: options)
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("cash")
    json.decimal(cash)
    json.key("perpPosition")
    json.decimal(perpPosition)
    json.key("unsettledPerpCash")
    json.decimal(unsettledPerpCash)
    json.key("collaterals")
    json.beginArray()
    for collateral in collaterals {
      json.beginObject()
      json.key("asset")
      json.string(collateral.asset.description)
      json.key("amount")
      json.decimal(collateral.amount)
      json.endObject()
    }
    json.endArray()
    json.key("options")
    json.beginArray()
    for option in options {
      json.beginObject()
      option.expiry.write(to: &json)
      json.key("strike")
      json.decimal(option.strike)
      json.key("isCall")
      json.bool(option.isCall)
      json.key("amount")
      json.decimal(option.amount)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}

extension Account.Collateral {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["asset", "amount"])
    self.init(asset: try json.member("asset").asset(), amount: try json.int("amount"))
  }
}

extension Account.Option {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["secondsToExpiry", "expiry", "strike", "isCall", "amount"])
    self.init(
      expiry: try ExpiryLabel(memberOf: json), strike: try json.uint("strike"),
      isCall: try json.member("isCall").bool(), amount: try json.int("amount"))
  }
}
