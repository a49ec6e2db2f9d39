import FixedPoint
import Margin
import Testing

/// Every bound of PM-32 and SM-17: the value at the bound passes, the next one is refused by name and path.
struct BoundsTests {
  static func u(_ value: Int256) -> UInt256 { value.bitPattern }
  static let asset = AssetIdentifier("0x0000000000000000000000000000000000455448")

  /// The refusal of the test set after a change.
  static func refusal(_ change: (inout PortfolioParameters) -> Void) throws -> String? {
    var parameters = try ParameterSet.portfolio("derive-pmrm2-test").parameters
    change(&parameters)
    do throws(BoundsError) {
      try parameters.checkBounds()
      return nil
    } catch {
      #expect(error.message.contains("expected") && !error.found.isEmpty)
      return "\(error.name) \(error.path)"
    }
  }

  /// Least and greatest of a field; the least is nil where the type has no smaller value or none is set.
  static func check(
    _ path: String, _ name: String, least: Int256? = nil, most: Int256,
    _ set: (inout PortfolioParameters, Int256) -> Void
  ) throws {
    let refused = "\(name) params.\(path)"
    #expect(try refusal { set(&$0, most) } == nil, "\(path)")
    #expect(try refusal { set(&$0, most &+ 1) } == refused, "\(path)")
    guard let least else { return }
    #expect(try refusal { set(&$0, least) } == nil, "\(path)")
    #expect(try refusal { set(&$0, least &- 1) } == refused, "\(path)")
  }

  @Test func basisContingency() throws {
    let name = "PMRML2_InvalidBasisContingencyParameters"
    try Self.check("basisContingency.scenarioSpotUp", name, least: signedWad("1") &+ 1, most: signedWad("3") &- 1) {
      $0.basisContingency.scenarioSpotUp = Self.u($1)
    }
    try Self.check("basisContingency.scenarioSpotDown", name, most: signedWad("1") &- 1) {
      $0.basisContingency.scenarioSpotDown = Self.u($1)
    }
    try Self.check("basisContingency.addFactor", name, most: signedWad("20")) { $0.basisContingency.addFactor = Self.u($1) }
    try Self.check("basisContingency.multFactor", name, most: signedWad("20")) { $0.basisContingency.multFactor = Self.u($1) }
  }

  @Test func otherContingency() throws {
    let name = "PMRML2_InvalidOtherContingencyParameters"
    try Self.check("otherContingency.pegLossThreshold", name, most: signedWad("100")) {
      $0.otherContingency.pegLossThreshold = Self.u($1)
    }
    try Self.check("otherContingency.pegLossFactor", name, most: signedWad("10")) { $0.otherContingency.pegLossFactor = Self.u($1) }
    try Self.check("otherContingency.confThreshold", name, most: signedWad("1")) { $0.otherContingency.confThreshold = Self.u($1) }
    try Self.check("otherContingency.confMargin", name, most: signedWad("20")) { $0.otherContingency.confMargin = Self.u($1) }
    try Self.check("otherContingency.mmPerpPercent", name, most: signedWad("3")) { $0.otherContingency.mmPerpPercent = Self.u($1) }
    try Self.check("otherContingency.imPerpPercent", name, most: signedWad("3")) { $0.otherContingency.imPerpPercent = Self.u($1) }
    try Self.check("otherContingency.mmOptionPercent", name, most: signedWad("2")) { $0.otherContingency.mmOptionPercent = Self.u($1) }
    try Self.check("otherContingency.imOptionPercent", name, most: signedWad("2")) { $0.otherContingency.imOptionPercent = Self.u($1) }
  }

  @Test func marginFactors() throws {
    let name = "PMRML2_InvalidMarginParameters"
    try Self.check("margin.imFactor", name, least: signedWad("0.5"), most: signedWad("10")) { $0.margin.imFactor = Self.u($1) }
    try Self.check("margin.mmFactor", name, least: signedWad("0.1"), most: signedWad("10")) { $0.margin.mmFactor = Self.u($1) }
    try Self.check("margin.shortRateMultScale", name, most: signedWad("10")) { $0.margin.shortRateMultScale = Self.u($1) }
    try Self.check("margin.longRateMultScale", name, most: signedWad("10")) { $0.margin.longRateMultScale = Self.u($1) }
    try Self.check("margin.shortRateAddScale", name, most: signedWad("10")) { $0.margin.shortRateAddScale = Self.u($1) }
    try Self.check("margin.longRateAddScale", name, most: signedWad("10")) { $0.margin.longRateAddScale = Self.u($1) }
    try Self.check("margin.shortBaseStaticDiscount", name, most: signedWad("4")) { $0.margin.shortBaseStaticDiscount = Self.u($1) }
    try Self.check("margin.longBaseStaticDiscount", name, most: signedWad("4")) { $0.margin.longBaseStaticDiscount = Self.u($1) }
  }

  @Test func volatilityShock() throws {
    let name = "PMRML2_InvalidVolShockParameters"
    try Self.check("volShock.rangeUp", name, most: signedWad("10")) { $0.volShock.rangeUp = Self.u($1) }
    try Self.check("volShock.rangeDown", name, most: signedWad("10")) { $0.volShock.rangeDown = Self.u($1) }
    try Self.check("volShock.shortTermPower", name, most: signedWad("10")) { $0.volShock.shortTermPower = $1 }
    try Self.check("volShock.longTermPower", name, most: signedWad("10")) { $0.volShock.longTermPower = $1 }
    try Self.check("volShock.dteFloorSeconds", name, most: 34_560_000) { $0.volShock.dteFloorSeconds = Self.u($1) }
    try Self.check("volShock.minVolUpShock", name, most: signedWad("20")) { $0.volShock.minVolUpShock = Self.u($1) }
    // The powers are signed and have no lower bound; the floor has no minimum.
    #expect(try Self.refusal { $0.volShock.shortTermPower = .min } == nil)
    #expect(try Self.refusal { $0.volShock.dteFloorSeconds = .zero } == nil)
  }

  @Test func skewShock() throws {
    let name = "PMRML2_InvalidSkewShockParameters"
    let ten = signedWad("10")
    try Self.check("skewShock.linearBaseCap", name, most: ten) { $0.skewShock.linearBaseCap = Self.u($1) }
    try Self.check("skewShock.absBaseCap", name, most: ten) { $0.skewShock.absBaseCap = Self.u($1) }
    try Self.check("skewShock.linearCBase", name, least: signedWad("-10"), most: ten) { $0.skewShock.linearCBase = $1 }
    try Self.check("skewShock.absCBase", name, least: signedWad("-10"), most: ten) { $0.skewShock.absCBase = $1 }
    try Self.check("skewShock.minKStar", name, least: 0, most: ten) { $0.skewShock.minKStar = $1 }
    try Self.check("skewShock.widthScale", name, least: 0, most: ten) { $0.skewShock.widthScale = $1 }
    try Self.check("skewShock.volParamStatic", name, least: 0, most: ten) { $0.skewShock.volParamStatic = $1 }
    try Self.check("skewShock.volParamScale", name, least: signedWad("-20"), most: signedWad("20")) {
      $0.skewShock.volParamScale = $1
    }
  }

  @Test func collateralsAndExpiries() throws {
    let asset = try #require(Self.asset)
    let name = "PMRML2_InvalidCollateralParameters"
    try Self.check("collaterals.\(asset).mmHaircut", name, most: signedWad("1")) {
      $0.collaterals[asset] = .init(isRiskCancelling: true, mmHaircut: Self.u($1), imHaircut: .zero)
    }
    try Self.check("collaterals.\(asset).imHaircut", name, most: signedWad("0.7")) {
      $0.collaterals[asset] = .init(isRiskCancelling: true, mmHaircut: wad("0.3"), imHaircut: Self.u($1))
    }
    let refused = "PMRM_2_InvalidMaxExpiries params.maxExpiries"
    #expect(try Self.refusal { $0.maxExpiries = 0 } == refused)
    #expect(try Self.refusal { $0.maxExpiries = 30 } == nil)
    #expect(try Self.refusal { $0.maxExpiries = 31 } == refused)
  }

  @Test func scenarios() throws {
    func refusal(_ scenarios: [Scenario]) -> String? {
      do throws(BoundsError) {
        try Scenario.checkBounds(scenarios)
        return nil
      } catch {
        return "\(error.name) \(error.path)"
      }
    }
    let name = "PMRM_2_InvalidScenarios scenarios"
    let up = Scenario(spotShock: .max, volShock: .up, dampeningFactor: .max)
    let linear = Scenario(spotShock: Wad.wide, volShock: .linear, dampeningFactor: .zero)
    let abs = Scenario(spotShock: Wad.wide, volShock: .abs, dampeningFactor: .zero)
    #expect(refusal([]) == name)
    #expect(refusal([up, linear, abs]) == nil)
    #expect(refusal(Array(repeating: up, count: 40)) == nil)
    #expect(refusal(Array(repeating: up, count: 41)) == name)
    #expect(refusal([linear, up, linear]) == name + "[2].volShock")
    #expect(refusal([abs, abs]) == name + "[1].volShock")
    #expect(refusal([Scenario(spotShock: 1, volShock: .abs, dampeningFactor: 1)]) == name + "[0].spotShock")
  }

  /// The refusal of the worked example's parameters after a change.
  static func standardRefusal(
    _ change: (inout StandardParameters.Market, inout StandardParameters.Depeg) -> Void
  ) throws -> String? {
    var parameters = StandardMarginTests.parameters
    var market = try #require(parameters.markets["ETH"])
    change(&market, &parameters.depeg)
    parameters.markets["ETH"] = market
    do throws(BoundsError) {
      try parameters.checkBounds()
      return nil
    } catch {
      return "\(error.name) \(error.path)"
    }
  }

  static func checkStandard(
    _ path: String, _ name: String, least: UInt256 = .zero, most: UInt256,
    _ set: (inout StandardParameters.Market, inout StandardParameters.Depeg, UInt256) -> Void
  ) throws {
    #expect(try standardRefusal { set(&$0, &$1, most) } == nil, "\(path)")
    #expect(try standardRefusal { set(&$0, &$1, least) } == nil, "\(path)")
    let refused = "\(name) params.\(path)"
    #expect(try standardRefusal { set(&$0, &$1, most &+ 1) } == refused, "\(path)")
    if !least.isZero { #expect(try standardRefusal { set(&$0, &$1, least &- 1) } == refused, "\(path)") }
  }

  @Test func standardOption() throws {
    let (name, place) = ("SRM_InvalidOptionMarginParams", "markets.ETH.option.")
    let one = wad("1")
    try Self.checkStandard(place + "maxSpotReq", name, most: wad("1.2")) { $0.option.maxSpotReq = $2; _ = $1 }
    try Self.checkStandard(place + "minSpotReq", name, most: wad("1.2")) { $0.option.minSpotReq = $2; _ = $1 }
    try Self.checkStandard(place + "mmCallSpotReq", name, most: one) { $0.option.mmCallSpotReq = $2; _ = $1 }
    try Self.checkStandard(place + "mmPutSpotReq", name, most: one) { $0.option.mmPutSpotReq = $2; _ = $1 }
    try Self.checkStandard(place + "mmPutMtMReq", name, most: one) { $0.option.mmPutMtMReq = $2; _ = $1 }
    try Self.checkStandard(place + "unpairedIMScale", name, least: one, most: wad("3")) { $0.option.unpairedIMScale = $2; _ = $1 }
    try Self.checkStandard(place + "unpairedMMScale", name, least: one, most: wad("3")) { $0.option.unpairedMMScale = $2; _ = $1 }
    try Self.checkStandard(place + "mmOffsetScale", name, least: one, most: wad("3")) { $0.option.mmOffsetScale = $2; _ = $1 }
  }

  @Test func standardOthers() throws {
    let one = wad("1")
    let perp = "SRM_InvalidPerpMarginParams"
    try Self.checkStandard("markets.ETH.perp.mmPerpReq", perp, least: 1, most: wad("0.1")) { $0.perp.mmPerpReq = $2; _ = $1 }
    try Self.checkStandard("markets.ETH.perp.imPerpReq", perp, least: wad("0.065"), most: one &- 1) { market, _, value in
      // Below the maintenance requirement it is that one that is out of its bounds.
      if value < wad("0.065") { market.perp.imPerpReq = one } else { market.perp.imPerpReq = value }
    }
    let base = "SRM_InvalidBaseDiscountFactor"
    try Self.checkStandard("markets.ETH.base.marginFactor", base, most: one) { $0.base.marginFactor = $2; _ = $1 }
    try Self.checkStandard("markets.ETH.base.imScale", base, most: one) { $0.base.imScale = $2; _ = $1 }
    let oracle = "SRM_InvalidOracleContingencyParams"
    try Self.checkStandard("markets.ETH.oracle.perpThreshold", oracle, most: one) { $0.oracle.perpThreshold = $2; _ = $1 }
    try Self.checkStandard("markets.ETH.oracle.optionThreshold", oracle, most: one) { $0.oracle.optionThreshold = $2; _ = $1 }
    try Self.checkStandard("markets.ETH.oracle.baseThreshold", oracle, most: one) { $0.oracle.baseThreshold = $2; _ = $1 }
    try Self.checkStandard("markets.ETH.oracle.ocFactor", oracle, most: one) { $0.oracle.ocFactor = $2; _ = $1 }
    try Self.checkStandard("depeg.threshold", "SRM_InvalidDepegParams", most: one) { $1.threshold = $2; _ = $0 }
    try Self.checkStandard("depeg.depegFactor", "SRM_InvalidDepegParams", most: wad("3")) { $1.depegFactor = $2; _ = $0 }
  }
}
