import FixedPoint

extension PortfolioParameters {
  /// Tests every group as the protocol's setters do (PM-32).
  /// - Parameter path: where the parameters stand, for the refusal.
  /// - Throws: `BoundsError`, the first breach in the order of PM-32.
  public func checkBounds(at path: String = "params") throws(BoundsError) {
    try basisContingency.checkBounds(at: path + ".basisContingency")
    try otherContingency.checkBounds(at: path + ".otherContingency")
    try margin.checkBounds(at: path + ".margin")
    try volShock.checkBounds(at: path + ".volShock")
    try skewShock.checkBounds(at: path + ".skewShock")
    for (asset, collateral) in collaterals.sorted(by: { $0.key < $1.key }) {
      try collateral.checkBounds(at: "\(path).collaterals.\(asset)")
    }
    if let maxExpiries, !(1...30).contains(maxExpiries) {
      throw BoundsError(
        name: "PMRM_2_InvalidMaxExpiries", path: path + ".maxExpiries", expected: "1 to 30",
        found: "\(maxExpiries)")
    }
  }
}

extension PortfolioParameters.BasisContingency {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "PMRML2_InvalidBasisContingencyParameters", path: path)
    let one = Wad.wide
    try check.require(
      scenarioSpotUp > one && scenarioSpotUp < Fraction.whole(3).unsignedWad, "scenarioSpotUp",
      scenarioSpotUp, "more than 1 and less than 3")
    try check.require(scenarioSpotDown < one, "scenarioSpotDown", scenarioSpotDown, "less than 1")
    try check.require("addFactor", addFactor, atMost: .whole(20))
    try check.require("multFactor", multFactor, atMost: .whole(20))
  }
}

extension PortfolioParameters.OtherContingency {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "PMRML2_InvalidOtherContingencyParameters", path: path)
    try check.require("pegLossThreshold", pegLossThreshold, atMost: .whole(100))
    try check.require("pegLossFactor", pegLossFactor, atMost: .whole(10))
    try check.require("confThreshold", confThreshold, atMost: .one)
    try check.require("confMargin", confMargin, atMost: .whole(20))
    try check.require("mmPerpPercent", mmPerpPercent, atMost: .whole(3))
    try check.require("imPerpPercent", imPerpPercent, atMost: .whole(3))
    try check.require("mmOptionPercent", mmOptionPercent, atMost: .whole(2))
    try check.require("imOptionPercent", imOptionPercent, atMost: .whole(2))
  }
}

extension PortfolioParameters.MarginFactors {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "PMRML2_InvalidMarginParameters", path: path)
    try check.require("imFactor", imFactor, in: .thousandths(500) ... .whole(10))
    try check.require("mmFactor", mmFactor, in: .thousandths(100) ... .whole(10))
    try check.require("shortRateMultScale", shortRateMultScale, atMost: .whole(10))
    try check.require("longRateMultScale", longRateMultScale, atMost: .whole(10))
    try check.require("shortRateAddScale", shortRateAddScale, atMost: .whole(10))
    try check.require("longRateAddScale", longRateAddScale, atMost: .whole(10))
    try check.require("shortBaseStaticDiscount", shortBaseStaticDiscount, atMost: .whole(4))
    try check.require("longBaseStaticDiscount", longBaseStaticDiscount, atMost: .whole(4))
  }
}

extension PortfolioParameters.VolatilityShock {
  /// Four hundred days.
  static var longestFloorSeconds: UInt256 { UInt256(34_560_000 as UInt64) }

  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "PMRML2_InvalidVolShockParameters", path: path)
    try check.require("rangeUp", rangeUp, atMost: .whole(10))
    try check.require("rangeDown", rangeDown, atMost: .whole(10))
    try check.require("shortTermPower", shortTermPower, atMost: .whole(10))
    try check.require("longTermPower", longTermPower, atMost: .whole(10))
    try check.require(
      dteFloorSeconds <= Self.longestFloorSeconds, "dteFloorSeconds", dteFloorSeconds,
      "at most \(Self.longestFloorSeconds) seconds")
    try check.require("minVolUpShock", minVolUpShock, atMost: .whole(20))
  }
}

extension PortfolioParameters.SkewShock {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "PMRML2_InvalidSkewShockParameters", path: path)
    try check.require("linearBaseCap", linearBaseCap, atMost: .whole(10))
    try check.require("absBaseCap", absBaseCap, atMost: .whole(10))
    try check.require("linearCBase", linearCBase, in: .whole(-10) ... .whole(10))
    try check.require("absCBase", absCBase, in: .whole(-10) ... .whole(10))
    try check.require("minKStar", minKStar, in: .zero ... .whole(10))
    try check.require("widthScale", widthScale, in: .zero ... .whole(10))
    try check.require("volParamStatic", volParamStatic, in: .zero ... .whole(10))
    try check.require("volParamScale", volParamScale, in: .whole(-20) ... .whole(20))
  }
}

extension PortfolioParameters.Collateral {
  public func checkBounds(at path: String) throws(BoundsError) {
    let check = BoundsCheck(name: "PMRML2_InvalidCollateralParameters", path: path)
    try check.require("mmHaircut", mmHaircut, atMost: .one)
    try check.require(
      imHaircut <= Wad.wide &- mmHaircut, "imHaircut", imHaircut, "at most 1 together with mmHaircut")
  }
}
