import Encoding
import FixedPoint

extension StandardParameters {
  /// Reads the parameters of the standard model (SM-3, SM-23).
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["depeg", "markets"])
    depeg = try Depeg(json.member("depeg"))
    markets = [:]
    let map = try json.member("markets")
    let members = try map.objectMembers()
    if members.count > SchemaLimits.markets {
      throw map.refusal(.outOfRange, expected: "at most \(SchemaLimits.markets) members")
    }
    var assets: Set<AssetIdentifier> = []
    for (name, value) in members {
      guard JSONValue.isMarketName(name) else {
        throw value.refusal(.wrongForm, expected: "a member whose name is " + JSONValue.marketNameForm)
      }
      let market = try Market(value)
      if let asset = market.baseAsset, !assets.insert(asset).inserted {
        throw try value.member("baseAsset").refusal(
          .duplicateElement, expected: "each base asset in one market")
      }
      markets[name] = market
    }
  }

  /// Writes the same form, markets by the bytes of their names.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("depeg")
    json.fields([("threshold", depeg.threshold), ("depegFactor", depeg.depegFactor)])
    json.key("markets")
    json.beginObject()
    for name in marketNames {
      json.key(name)
      markets[name]?.write(to: &json)
    }
    json.endObject()
    json.endObject()
  }

  /// The names of the markets in the order of their bytes, which is the same on every machine.
  public var marketNames: [String] {
    markets.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension StandardParameters.Market {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["baseAsset", "perp", "option", "base", "oracle"])
    self.init(
      baseAsset: try json.optionalMember("baseAsset")?.asset(),
      perp: try StandardParameters.Perp(json.member("perp")),
      option: try StandardParameters.Option(json.member("option")),
      base: try StandardParameters.Base(json.member("base")),
      oracle: try StandardParameters.Oracle(json.member("oracle")))
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    if let baseAsset {
      json.key("baseAsset")
      json.string(baseAsset.description)
    }
    json.key("perp")
    json.fields([("mmPerpReq", perp.mmPerpReq), ("imPerpReq", perp.imPerpReq)])
    json.key("option")
    json.fields([
      ("maxSpotReq", option.maxSpotReq), ("minSpotReq", option.minSpotReq),
      ("mmCallSpotReq", option.mmCallSpotReq), ("mmPutSpotReq", option.mmPutSpotReq),
      ("mmPutMtMReq", option.mmPutMtMReq), ("unpairedIMScale", option.unpairedIMScale),
      ("unpairedMMScale", option.unpairedMMScale), ("mmOffsetScale", option.mmOffsetScale),
    ])
    json.key("base")
    json.fields([("marginFactor", base.marginFactor), ("imScale", base.imScale)])
    json.key("oracle")
    json.fields([
      ("perpThreshold", oracle.perpThreshold), ("optionThreshold", oracle.optionThreshold),
      ("baseThreshold", oracle.baseThreshold), ("ocFactor", oracle.ocFactor),
    ])
    json.endObject()
  }
}

extension StandardParameters.Depeg {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["threshold", "depegFactor"])
    self.init(threshold: try json.uint("threshold"), depegFactor: try json.uint("depegFactor"))
  }
}

extension StandardParameters.Perp {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["mmPerpReq", "imPerpReq"])
    self.init(mmPerpReq: try json.uint("mmPerpReq"), imPerpReq: try json.uint("imPerpReq"))
  }
}

extension StandardParameters.Option {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "maxSpotReq", "minSpotReq", "mmCallSpotReq", "mmPutSpotReq", "mmPutMtMReq", "unpairedIMScale",
      "unpairedMMScale", "mmOffsetScale",
    ])
    self.init(
      maxSpotReq: try json.uint("maxSpotReq"), minSpotReq: try json.uint("minSpotReq"),
      mmCallSpotReq: try json.uint("mmCallSpotReq"), mmPutSpotReq: try json.uint("mmPutSpotReq"),
      mmPutMtMReq: try json.uint("mmPutMtMReq"), unpairedIMScale: try json.uint("unpairedIMScale"),
      unpairedMMScale: try json.uint("unpairedMMScale"), mmOffsetScale: try json.uint("mmOffsetScale"))
  }
}

extension StandardParameters.Base {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["marginFactor", "imScale"])
    self.init(marginFactor: try json.uint("marginFactor"), imScale: try json.uint("imScale"))
  }
}

extension StandardParameters.Oracle {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["perpThreshold", "optionThreshold", "baseThreshold", "ocFactor"])
    self.init(
      perpThreshold: try json.uint("perpThreshold"), optionThreshold: try json.uint("optionThreshold"),
      baseThreshold: try json.uint("baseThreshold"), ocFactor: try json.uint("ocFactor"))
  }
}
