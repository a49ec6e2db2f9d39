import FixedPoint

extension StandardParameters {
  /// Tests every group as the protocol's setters do (SM-17), markets by the bytes of their names.
  /// - Parameter path: where the parameters stand, for the refusal.
  /// - Throws: `BoundsError`, the first breach in the order of SM-17 within each market, the depeg last.
  public func checkBounds(at path: String = "params") throws(BoundsError) {
    for name in marketNames {
      guard let market = markets[name] else { continue }
      let place = "\(path).markets.\(name)"
      try market.perp.checkBounds(at: place + ".perp")
      try market.option.checkBounds(at: place + ".option")
      try market.base.checkBounds(at: place + ".base")
      try market.oracle.checkBounds(at: place + ".oracle")
    }
    try depeg.checkBounds(at: path + ".depeg")
  }
}

extension StandardParameters.Perp {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "SRM_InvalidPerpMarginParams", path: path)
    try check.require(
      !mmPerpReq.isZero && mmPerpReq <= imPerpReq, "mmPerpReq", mmPerpReq,
      "more than 0 and at most imPerpReq")
    try check.require(imPerpReq < Wad.wide, "imPerpReq", imPerpReq, "less than 1")
  }
}

extension StandardParameters.Option {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "SRM_InvalidOptionMarginParams", path: path)
    try check.require("maxSpotReq", maxSpotReq, atMost: .thousandths(1200))
    try check.require("minSpotReq", minSpotReq, atMost: .thousandths(1200))
    try check.require("mmCallSpotReq", mmCallSpotReq, atMost: .one)
    try check.require("mmPutSpotReq", mmPutSpotReq, atMost: .one)
    try check.require("mmPutMtMReq", mmPutMtMReq, atMost: .one)
    try check.require("unpairedIMScale", unpairedIMScale, in: .one ... .whole(3))
    try check.require("unpairedMMScale", unpairedMMScale, in: .one ... .whole(3))
    try check.require("mmOffsetScale", mmOffsetScale, in: .one ... .whole(3))
  }
}

extension StandardParameters.Base {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "SRM_InvalidBaseDiscountFactor", path: path)
    try check.require("marginFactor", marginFactor, atMost: .one)
    try check.require("imScale", imScale, atMost: .one)
  }
}

extension StandardParameters.Oracle {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "SRM_InvalidOracleContingencyParams", path: path)
    try check.require("perpThreshold", perpThreshold, atMost: .one)
    try check.require("optionThreshold", optionThreshold, atMost: .one)
    try check.require("baseThreshold", baseThreshold, atMost: .one)
    try check.require("ocFactor", ocFactor, atMost: .one)
  }
}

extension StandardParameters.Depeg {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "SRM_InvalidDepegParams", path: path)
    try check.require("threshold", threshold, atMost: .one)
    try check.require("depegFactor", depegFactor, atMost: .whole(3))
  }
}
