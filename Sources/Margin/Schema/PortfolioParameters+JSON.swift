import Encoding
import FixedPoint

extension PortfolioParameters {
  /// Reads the parameters of the portfolio model (schema `params`, JS-5).
  /// - Throws: `JSONError` with the path and what was expected.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "volShock", "margin", "basisContingency", "otherContingency", "skewShock", "collaterals",
      "maxExpiries",
    ])
    volShock = try VolatilityShock(json.member("volShock"))
    margin = try MarginFactors(json.member("margin"))
    basisContingency = try BasisContingency(json.member("basisContingency"))
    otherContingency = try OtherContingency(json.member("otherContingency"))
    skewShock = try SkewShock(json.member("skewShock"))
    collaterals = [:]
    let map = try json.member("collaterals")
    let members = try map.objectMembers()
    if members.count > SchemaLimits.collaterals {
      throw map.refusal(.outOfRange, expected: "at most \(SchemaLimits.collaterals) members")
    }
    for (name, value) in members {
      guard let asset = AssetIdentifier(name) else {
        throw value.refusal(.wrongForm, expected: "a member whose name is " + JSONValue.assetForm)
      }
      if collaterals.updateValue(try Collateral(value), forKey: asset) != nil {
        throw value.refusal(.duplicateElement, expected: "each collateral once")
      }
    }
    maxExpiries = try json.optionalMember("maxExpiries")?.smallInteger(1...SchemaLimits.expiries)
  }

  /// Writes the same form, members in the order of the specification and collaterals by address.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("volShock")
    json.fields([
      ("rangeUp", volShock.rangeUp), ("rangeDown", volShock.rangeDown),
      ("shortTermPower", volShock.shortTermPower), ("longTermPower", volShock.longTermPower),
      ("dteFloorSeconds", volShock.dteFloorSeconds), ("minVolUpShock", volShock.minVolUpShock),
    ])
    json.key("margin")
    json.fields([
      ("imFactor", margin.imFactor), ("mmFactor", margin.mmFactor),
      ("shortRateMultScale", margin.shortRateMultScale), ("longRateMultScale", margin.longRateMultScale),
      ("shortRateAddScale", margin.shortRateAddScale), ("longRateAddScale", margin.longRateAddScale),
      ("shortBaseStaticDiscount", margin.shortBaseStaticDiscount),
      ("longBaseStaticDiscount", margin.longBaseStaticDiscount),
    ])
    json.key("basisContingency")
    json.fields([
      ("scenarioSpotUp", basisContingency.scenarioSpotUp),
      ("scenarioSpotDown", basisContingency.scenarioSpotDown),
      ("addFactor", basisContingency.addFactor), ("multFactor", basisContingency.multFactor),
    ])
    json.key("otherContingency")
    json.fields([
      ("pegLossThreshold", otherContingency.pegLossThreshold),
      ("pegLossFactor", otherContingency.pegLossFactor),
      ("confThreshold", otherContingency.confThreshold), ("confMargin", otherContingency.confMargin),
      ("mmPerpPercent", otherContingency.mmPerpPercent), ("imPerpPercent", otherContingency.imPerpPercent),
      ("mmOptionPercent", otherContingency.mmOptionPercent),
      ("imOptionPercent", otherContingency.imOptionPercent),
    ])
    json.key("skewShock")
    json.fields([
      ("linearBaseCap", skewShock.linearBaseCap), ("absBaseCap", skewShock.absBaseCap),
      ("linearCBase", skewShock.linearCBase), ("absCBase", skewShock.absCBase),
      ("minKStar", skewShock.minKStar), ("widthScale", skewShock.widthScale),
      ("volParamStatic", skewShock.volParamStatic), ("volParamScale", skewShock.volParamScale),
    ])
    json.key("collaterals")
    json.beginObject()
    for (asset, collateral) in collaterals.sorted(by: { $0.key < $1.key }) {
      json.key(asset.description)
      json.beginObject()
      json.key("isRiskCancelling")
      json.bool(collateral.isRiskCancelling)
      json.key("mmHaircut")
      json.decimal(collateral.mmHaircut)
      json.key("imHaircut")
      json.decimal(collateral.imHaircut)
      json.endObject()
    }
    json.endObject()
    if let maxExpiries {
      json.key("maxExpiries")
      json.number(maxExpiries)
    }
    json.endObject()
  }
}

extension PortfolioParameters.VolatilityShock {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "rangeUp", "rangeDown", "shortTermPower", "longTermPower", "dteFloorSeconds", "minVolUpShock",
    ])
    self.init(
      rangeUp: try json.uint("rangeUp"), rangeDown: try json.uint("rangeDown"),
      shortTermPower: try json.int("shortTermPower"), longTermPower: try json.int("longTermPower"),
      dteFloorSeconds: try json.uint("dteFloorSeconds"), minVolUpShock: try json.uint("minVolUpShock"))
  }
}

extension PortfolioParameters.MarginFactors {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "imFactor", "mmFactor", "shortRateMultScale", "longRateMultScale", "shortRateAddScale",
      "longRateAddScale", "shortBaseStaticDiscount", "longBaseStaticDiscount",
    ])
    self.init(
      imFactor: try json.uint("imFactor"), mmFactor: try json.uint("mmFactor"),
      shortRateMultScale: try json.uint("shortRateMultScale"),
      longRateMultScale: try json.uint("longRateMultScale"),
      shortRateAddScale: try json.uint("shortRateAddScale"),
      longRateAddScale: try json.uint("longRateAddScale"),
      shortBaseStaticDiscount: try json.uint("shortBaseStaticDiscount"),
      longBaseStaticDiscount: try json.uint("longBaseStaticDiscount"))
  }
}

extension PortfolioParameters.BasisContingency {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["scenarioSpotUp", "scenarioSpotDown", "addFactor", "multFactor"])
    self.init(
      scenarioSpotUp: try json.uint("scenarioSpotUp"), scenarioSpotDown: try json.uint("scenarioSpotDown"),
      addFactor: try json.uint("addFactor"), multFactor: try json.uint("multFactor"))
  }
}

extension PortfolioParameters.OtherContingency {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "pegLossThreshold", "pegLossFactor", "confThreshold", "confMargin", "mmPerpPercent", "imPerpPercent",
      "mmOptionPercent", "imOptionPercent",
    ])
    self.init(
      pegLossThreshold: try json.uint("pegLossThreshold"), pegLossFactor: try json.uint("pegLossFactor"),
      confThreshold: try json.uint("confThreshold"), confMargin: try json.uint("confMargin"),
      mmPerpPercent: try json.uint("mmPerpPercent"), imPerpPercent: try json.uint("imPerpPercent"),
      mmOptionPercent: try json.uint("mmOptionPercent"), imOptionPercent: try json.uint("imOptionPercent"))
  }
}

extension PortfolioParameters.SkewShock {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "linearBaseCap", "absBaseCap", "linearCBase", "absCBase", "minKStar", "widthScale", "volParamStatic",
      "volParamScale",
    ])
    self.init(
      linearBaseCap: try json.uint("linearBaseCap"), absBaseCap: try json.uint("absBaseCap"),
      linearCBase: try json.int("linearCBase"), absCBase: try json.int("absCBase"),
      minKStar: try json.int("minKStar"), widthScale: try json.int("widthScale"),
      volParamStatic: try json.int("volParamStatic"), volParamScale: try json.int("volParamScale"))
  }
}

extension PortfolioParameters.Collateral {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["isRiskCancelling", "mmHaircut", "imHaircut"])
    self.init(
      isRiskCancelling: try json.member("isRiskCancelling").bool(), mmHaircut: try json.uint("mmHaircut"),
      imHaircut: try json.uint("imHaircut"))
  }
}

extension JSONWriter {
  /// An object of decimal members.
  mutating func fields(_ members: [(String, any WritableInteger)]) {
    beginObject()
    self.members(members)
    endObject()
  }

  /// Decimal members of an open object.
  mutating func members(_ members: [(String, any WritableInteger)]) {
    for (name, value) in members {
      key(name)
      value.write(to: &self)
    }
  }
}

/// An integer that a writer spells as a decimal string.
protocol WritableInteger {
  func write(to json: inout JSONWriter)
}

extension UInt256: WritableInteger {
  func write(to json: inout JSONWriter) { json.decimal(self) }
}

extension Int256: WritableInteger {
  func write(to json: inout JSONWriter) { json.decimal(self) }
}
