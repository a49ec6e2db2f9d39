import FixedPoint
import Margin
import Testing

/// Every bound of PM-32 and SM-17: the value at the bound passes, the next one is refused by name and path.
struct BoundsTests {
  /// The refusal of the test set after a change.
  static func refusal(_ change: (inout PortfolioParameters) -> Void) throws -> String? {
    var parameters = try ParameterSet.portfolio("derive-pmrm2-test").parameters
    change(&parameters)
    return refusal { () throws(BoundsError) in try parameters.checkBounds() }
  }

  static func refusal(_ check: () throws(BoundsError) -> Void) -> String? {
    do throws(BoundsError) {
      try check()
      return nil
    } catch {
      #expect(error.message == "\(error.path): expected \(error.expected), found \(error.found)")
      return "\(error.name) \(error.path)"
    }
  }

  /// A field of a group of `params`, and its bounds; the least is nil where none is set.
  struct Group {
    var path: String
    var name: String

    func bound(
      _ field: String, _ keyPath: WritableKeyPath<PortfolioParameters, UInt256>, least: UInt256? = nil,
      most: UInt256
    ) throws {
      let refused = "\(name) params.\(path).\(field)"
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = most } == nil, "\(field)")
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = most &+ 1 } == refused, "\(field)")
      guard let least else { return }
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = least } == nil, "\(field)")
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = least &- 1 } == refused, "\(field)")
    }

    func bound(
      _ field: String, _ keyPath: WritableKeyPath<PortfolioParameters, Int256>, least: Int256, most: Int256
    ) throws {
      let refused = "\(name) params.\(path).\(field)"
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = most } == nil, "\(field)")
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = most &+ 1 } == refused, "\(field)")
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = least } == nil, "\(field)")
      if least == .min { return }
      #expect(try BoundsTests.refusal { $0[keyPath: keyPath] = least &- 1 } == refused, "\(field)")
    }
  }

  @Test func basisContingency() throws {
    let group = Group(path: "basisContingency", name: "PMRML2_InvalidBasisContingencyParameters")
    try group.bound(
      "scenarioSpotUp", \.basisContingency.scenarioSpotUp, least: wad("1") &+ 1, most: wad("3") &- 1)
    try group.bound("scenarioSpotDown", \.basisContingency.scenarioSpotDown, most: wad("1") &- 1)
    try group.bound("addFactor", \.basisContingency.addFactor, most: wad("20"))
    try group.bound("multFactor", \.basisContingency.multFactor, most: wad("20"))
  }

  @Test func otherContingency() throws {
    let group = Group(path: "otherContingency", name: "PMRML2_InvalidOtherContingencyParameters")
    try group.bound("pegLossThreshold", \.otherContingency.pegLossThreshold, most: wad("100"))
    try group.bound("pegLossFactor", \.otherContingency.pegLossFactor, most: wad("10"))
    try group.bound("confThreshold", \.otherContingency.confThreshold, most: wad("1"))
    try group.bound("confMargin", \.otherContingency.confMargin, most: wad("20"))
    try group.bound("mmPerpPercent", \.otherContingency.mmPerpPercent, most: wad("3"))
    try group.bound("imPerpPercent", \.otherContingency.imPerpPercent, most: wad("3"))
    try group.bound("mmOptionPercent", \.otherContingency.mmOptionPercent, most: wad("2"))
    try group.bound("imOptionPercent", \.otherContingency.imOptionPercent, most: wad("2"))
  }

  @Test func marginFactors() throws {
    let group = Group(path: "margin", name: "PMRML2_InvalidMarginParameters")
    try group.bound("imFactor", \.margin.imFactor, least: wad("0.5"), most: wad("10"))
    try group.bound("mmFactor", \.margin.mmFactor, least: wad("0.1"), most: wad("10"))
    try group.bound("shortRateMultScale", \.margin.shortRateMultScale, most: wad("10"))
    try group.bound("longRateMultScale", \.margin.longRateMultScale, most: wad("10"))
    try group.bound("shortRateAddScale", \.margin.shortRateAddScale, most: wad("10"))
    try group.bound("longRateAddScale", \.margin.longRateAddScale, most: wad("10"))
    try group.bound("shortBaseStaticDiscount", \.margin.shortBaseStaticDiscount, most: wad("4"))
    try group.bound("longBaseStaticDiscount", \.margin.longBaseStaticDiscount, most: wad("4"))
  }

  @Test func volatilityShock() throws {
    let group = Group(path: "volShock", name: "PMRML2_InvalidVolShockParameters")
    try group.bound("rangeUp", \.volShock.rangeUp, most: wad("10"))
    try group.bound("rangeDown", \.volShock.rangeDown, most: wad("10"))
    // The powers are signed and have no lower bound; the floor has no minimum.
    try group.bound("shortTermPower", \.volShock.shortTermPower, least: .min, most: signedWad("10"))
    try group.bound("longTermPower", \.volShock.longTermPower, least: .min, most: signedWad("10"))
    try group.bound("dteFloorSeconds", \.volShock.dteFloorSeconds, most: 34_560_000)
    #expect(try Self.refusal { $0.volShock.dteFloorSeconds = .zero } == nil)
    try group.bound("minVolUpShock", \.volShock.minVolUpShock, most: wad("20"))
  }

  @Test func skewShock() throws {
    let group = Group(path: "skewShock", name: "PMRML2_InvalidSkewShockParameters")
    let (least, most) = (signedWad("-10"), signedWad("10"))
    try group.bound("linearBaseCap", \.skewShock.linearBaseCap, most: wad("10"))
    try group.bound("absBaseCap", \.skewShock.absBaseCap, most: wad("10"))
    try group.bound("linearCBase", \.skewShock.linearCBase, least: least, most: most)
    try group.bound("absCBase", \.skewShock.absCBase, least: least, most: most)
    try group.bound("minKStar", \.skewShock.minKStar, least: 0, most: most)
    try group.bound("widthScale", \.skewShock.widthScale, least: 0, most: most)
    try group.bound("volParamStatic", \.skewShock.volParamStatic, least: 0, most: most)
    try group.bound("volParamScale", \.skewShock.volParamScale, least: signedWad("-20"), most: signedWad("20"))
  }

  @Test func collateralsAndExpiries() throws {
    let asset = try #require(AssetIdentifier("0x0000000000000000000000000000000000455448"))
    func refusal(mm: UInt256, im: UInt256) throws -> String? {
      try Self.refusal {
        $0.collaterals[asset] = .init(isRiskCancelling: true, mmHaircut: mm, imHaircut: im)
      }
    }
    let refused = "PMRML2_InvalidCollateralParameters params.collaterals.\(asset)."
    #expect(try refusal(mm: wad("1"), im: .zero) == nil)
    #expect(try refusal(mm: wad("1") &+ 1, im: .zero) == refused + "mmHaircut")
    #expect(try refusal(mm: wad("0.3"), im: wad("0.7")) == nil)
    #expect(try refusal(mm: wad("0.3"), im: wad("0.7") &+ 1) == refused + "imHaircut")
    #expect(try refusal(mm: wad("0.3"), im: .max) == refused + "imHaircut")
    let tooMany = "PMRM_2_InvalidMaxExpiries params.maxExpiries"
    #expect(try Self.refusal { $0.maxExpiries = 0 } == tooMany)
    #expect(try Self.refusal { $0.maxExpiries = 30 } == nil)
    #expect(try Self.refusal { $0.maxExpiries = 31 } == tooMany)
  }

  @Test func scenarios() {
    func refusal(_ scenarios: [Scenario]) -> String? {
      Self.refusal { () throws(BoundsError) in try Scenario.checkBounds(scenarios) }
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
}

/// The bounds of the standard model.
struct StandardBoundsTests {
  /// The refusal of the worked example's parameters after a change.
  static func refusal(_ change: (inout StandardParameters.Market) -> Void) throws -> String? {
    var parameters = StandardMarginTests.parameters
    var market = try #require(parameters.markets["ETH"])
    change(&market)
    parameters.markets["ETH"] = market
    return BoundsTests.refusal { () throws(BoundsError) in try parameters.checkBounds() }
  }

  static func bound(
    _ field: String, _ name: String, _ keyPath: WritableKeyPath<StandardParameters.Market, UInt256>,
    least: UInt256 = .zero, most: UInt256
  ) throws {
    let refused = "\(name) params.markets.ETH.\(field)"
    #expect(try refusal { $0[keyPath: keyPath] = most } == nil, "\(field)")
    #expect(try refusal { $0[keyPath: keyPath] = most &+ 1 } == refused, "\(field)")
    #expect(try refusal { $0[keyPath: keyPath] = least } == nil, "\(field)")
    if least.isZero { return }
    #expect(try refusal { $0[keyPath: keyPath] = least &- 1 } == refused, "\(field)")
  }

  @Test func perp() throws {
    let name = "SRM_InvalidPerpMarginParams"
    try Self.bound("perp.mmPerpReq", name, \.perp.mmPerpReq, least: 1, most: wad("0.1"))
    #expect(try Self.refusal { $0.perp.imPerpReq = wad("1") &- 1 } == nil)
    #expect(try Self.refusal { $0.perp.imPerpReq = wad("1") } == name + " params.markets.ETH.perp.imPerpReq")
    // An initial requirement below that for maintenance.
    #expect(
      try Self.refusal { $0.perp.imPerpReq = wad("0.064") } == name + " params.markets.ETH.perp.mmPerpReq")
  }

  @Test func option() throws {
    let name = "SRM_InvalidOptionMarginParams"
    let (one, three) = (wad("1"), wad("3"))
    try Self.bound("option.maxSpotReq", name, \.option.maxSpotReq, most: wad("1.2"))
    try Self.bound("option.minSpotReq", name, \.option.minSpotReq, most: wad("1.2"))
    try Self.bound("option.mmCallSpotReq", name, \.option.mmCallSpotReq, most: one)
    try Self.bound("option.mmPutSpotReq", name, \.option.mmPutSpotReq, most: one)
    try Self.bound("option.mmPutMtMReq", name, \.option.mmPutMtMReq, most: one)
    try Self.bound("option.unpairedIMScale", name, \.option.unpairedIMScale, least: one, most: three)
    try Self.bound("option.unpairedMMScale", name, \.option.unpairedMMScale, least: one, most: three)
    try Self.bound("option.mmOffsetScale", name, \.option.mmOffsetScale, least: one, most: three)
  }

  @Test func baseAndOracle() throws {
    let (base, oracle, one) = ("SRM_InvalidBaseDiscountFactor", "SRM_InvalidOracleContingencyParams", wad("1"))
    try Self.bound("base.marginFactor", base, \.base.marginFactor, most: one)
    try Self.bound("base.imScale", base, \.base.imScale, most: one)
    try Self.bound("oracle.perpThreshold", oracle, \.oracle.perpThreshold, most: one)
    try Self.bound("oracle.optionThreshold", oracle, \.oracle.optionThreshold, most: one)
    try Self.bound("oracle.baseThreshold", oracle, \.oracle.baseThreshold, most: one)
    try Self.bound("oracle.ocFactor", oracle, \.oracle.ocFactor, most: one)
  }

  @Test func depeg() {
    func refusal(_ threshold: UInt256, _ factor: UInt256) -> String? {
      let depeg = StandardParameters.Depeg(threshold: threshold, depegFactor: factor)
      return BoundsTests.refusal { () throws(BoundsError) in try depeg.checkBounds(at: "depeg") }
    }
    #expect(refusal(wad("1"), wad("3")) == nil)
    #expect(refusal(wad("1") &+ 1, .zero) == "SRM_InvalidDepegParams depeg.threshold")
    #expect(refusal(.zero, wad("3") &+ 1) == "SRM_InvalidDepegParams depeg.depegFactor")
  }
}
