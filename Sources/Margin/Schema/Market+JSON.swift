import Encoding
import FixedPoint
import Pricing

extension Market {
  /// Reads a market (schema `market`, JS-8).
  ///
  /// Expiries are named by `secondsToExpiry`, or by `expiry` in Unix seconds where the market has a
  /// `timestamp`.
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "timestamp", "spotPrice", "spotConfidence", "stablePrice", "perpPrice", "perpConfidence",
      "collaterals", "expiries",
    ])
    let timestamp = try json.optionalMember("timestamp")?.uint64()
    var collaterals: [Collateral] = []
    var assets: Set<AssetIdentifier> = []
    for element in try json.list("collaterals", atMost: SchemaLimits.collaterals) {
      let collateral = try Collateral(element)
      try element.refuseRepetition(of: collateral.asset, in: &assets, "collateral")
      collaterals.append(collateral)
    }
    var expiries: [Expiry] = []
    var labels: Set<ExpiryLabel> = []
    for element in try json.list("expiries", atMost: SchemaLimits.expiries) {
      let expiry = try Expiry(element, at: timestamp)
      try element.refuseRepetition(of: expiry.label, in: &labels, "expiry")
      if let first = expiries.first, !first.label.isNamedLike(expiry.label) {
        throw element.refusal(.wrongForm, expected: ExpiryLabel.oneWay)
      }
      expiries.append(expiry)
    }
    self.init(
      timestamp: timestamp, spotPrice: try json.uint("spotPrice"),
      spotConfidence: try json.uint("spotConfidence"), stablePrice: try json.uint("stablePrice"),
      perpPrice: try json.uint("perpPrice"), perpConfidence: try json.uint("perpConfidence"),
      collaterals: collaterals, expiries: expiries)
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    if let timestamp {
      json.key("timestamp")
      json.decimal(timestamp)
    }
    json.key("spotPrice")
    json.decimal(spotPrice)
    json.key("spotConfidence")
    json.decimal(spotConfidence)
    json.key("stablePrice")
    json.decimal(stablePrice)
    json.key("perpPrice")
    json.decimal(perpPrice)
    json.key("perpConfidence")
    json.decimal(perpConfidence)
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

extension ExpiryLabel {
  /// Whether both are seconds, or both times.
  func isNamedLike(_ other: ExpiryLabel) -> Bool {
    switch (self, other) {
    case (.secondsToExpiry, .secondsToExpiry), (.timestamp, .timestamp): true
    default: false
    }
  }

  static var oneWay: String { "every expiry named the same way, by secondsToExpiry or by expiry" }

  /// Reads `secondsToExpiry` or `expiry`, exactly one of them.
  init(memberOf json: JSONValue) throws(JSONError) {
    let expiry = try json.optionalMember("expiry")
    if let seconds = try json.optionalMember("secondsToExpiry") {
      if let expiry { throw expiry.refusal(.unknownMember, expected: "no expiry beside secondsToExpiry") }
      self = .secondsToExpiry(try seconds.uint64())
    } else if let expiry {
      self = .timestamp(try expiry.uint64())
    } else {
      self = .secondsToExpiry(try json.member("secondsToExpiry").uint64())
    }
  }

  func write(to json: inout JSONWriter) {
    switch self {
    case .secondsToExpiry(let seconds):
      json.key("secondsToExpiry")
      json.decimal(seconds)
    case .timestamp(let time):
      json.key("expiry")
      json.decimal(time)
    }
  }
}

extension Market.Collateral {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["asset", "name", "price", "confidence"])
    self.init(
      asset: try json.member("asset").asset(), name: try json.optionalMember("name")?.string(),
      price: try json.uint("price"), confidence: try json.uint("confidence"))
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("asset")
    json.string(asset.description)
    if let name {
      json.key("name")
      json.string(name)
    }
    json.key("price")
    json.decimal(price)
    json.key("confidence")
    json.decimal(confidence)
    json.endObject()
  }
}

extension Market.Expiry {
  init(_ json: JSONValue, at timestamp: UInt64?) throws(JSONError) {
    try json.refuseUnknownMembers([
      "secondsToExpiry", "expiry", "forwardFixedPortion", "forwardVariablePortion", "forwardConfidence",
      "rate", "rateConfidence", "svi", "volConfidence",
    ])
    let label = try ExpiryLabel(memberOf: json)
    let seconds: UInt64
    switch label {
    case .secondsToExpiry(let value): seconds = value
    case .timestamp(let expiry):
      guard let timestamp else {
        throw try json.member("expiry").refusal(
          .wrongForm, expected: "secondsToExpiry, because the market has no timestamp")
      }
      seconds = expiry > timestamp ? expiry - timestamp : 0
    }
    self.init(
      label: label, secondsToExpiry: seconds, forwardFixedPortion: try json.uint("forwardFixedPortion"),
      forwardVariablePortion: try json.uint("forwardVariablePortion"),
      forwardConfidence: try json.uint("forwardConfidence"), rate: try json.int("rate"),
      rateConfidence: try json.uint("rateConfidence"), svi: try SVISlice(json.member("svi")),
      volConfidence: try json.uint("volConfidence"))
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    label.write(to: &json)
    json.key("forwardFixedPortion")
    json.decimal(forwardFixedPortion)
    json.key("forwardVariablePortion")
    json.decimal(forwardVariablePortion)
    json.key("forwardConfidence")
    json.decimal(forwardConfidence)
    json.key("rate")
    json.decimal(rate)
    json.key("rateConfidence")
    json.decimal(rateConfidence)
    json.key("svi")
    svi.write(to: &json)
    json.key("volConfidence")
    json.decimal(volConfidence)
    json.endObject()
  }
}

extension SVISlice {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["a", "b", "rho", "m", "sigma", "forward", "tau"])
    self.init(
      a: try json.int("a"), b: try json.uint("b"), rho: try json.int("rho"), m: try json.int("m"),
      sigma: try json.uint("sigma"), forward: try json.uint("forward"),
      tau: try json.member("tau").uint64())
  }

  func write(to json: inout JSONWriter) {
    json.fields([
      ("a", a), ("b", b), ("rho", rho), ("m", m), ("sigma", sigma), ("forward", forward),
      ("tau", UInt256(tau)),
    ])
  }
}
