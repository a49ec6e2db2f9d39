import Encoding
import TestSupport
import Testing

@testable import ballast

/// JS-13: what `ballast vectors check` compares, and in which forms it takes lines.
struct VectorCheckTests {
  private static func check(_ text: String) throws -> (isClean: Bool, passed: Int, failed: Int) {
    var check = VectorCheck(path: "-", asJSON: false)
    try check.run(Array(text.utf8))
    return (check.isClean, check.passed, check.failed)
  }

  /// An account without holdings on a market without prices, which arrangement copies.
  private static func line(scenarios: String, held: String = "", stablePrice: String = "7", expected: String) -> String {
    let zeros = { (names: [String]) in names.map { "\"\($0)\":\"0\"" }.joined(separator: ",") }
    let params = [
      (
        "volShock",
        ["rangeUp", "rangeDown", "shortTermPower", "longTermPower", "dteFloorSeconds", "minVolUpShock"]
      ),
      (
        "margin",
        [
          "imFactor", "mmFactor", "shortRateMultScale", "longRateMultScale", "shortRateAddScale",
          "longRateAddScale", "shortBaseStaticDiscount", "longBaseStaticDiscount",
        ]
      ),
      ("basisContingency", ["scenarioSpotUp", "scenarioSpotDown", "addFactor", "multFactor"]),
      (
        "otherContingency",
        [
          "pegLossThreshold", "pegLossFactor", "confThreshold", "confMargin", "mmPerpPercent", "imPerpPercent",
          "mmOptionPercent", "imOptionPercent",
        ]
      ),
      (
        "skewShock",
        [
          "linearBaseCap", "absBaseCap", "linearCBase", "absCBase", "minKStar", "widthScale", "volParamStatic",
          "volParamScale",
        ]
      ),
    ].map { "\"\($0)\":{\(zeros($1))}" }.joined(separator: ",")
    let market = zeros(["spotPrice", "spotConfidence", "perpPrice", "perpConfidence"])
    let account = zeros(["cash", "perpPosition", "unsettledPerpCash"])
    let arranged = zeros(["spotPrice", "perpPrice", "cash", "perpPosition", "perpValue", "minConfidence"])
    return """
      {"params":{\(params),"collaterals":{}},"scenarios":[\(scenarios)],
      "market":{\(market),"stablePrice":"7","collaterals":[],"expiries":[]},
      "account":{\(account),"collaterals":[\(held)],"options":[]},
      "arranged":{\(arranged),"stablePrice":"\(stablePrice)","collaterals":[],"expiries":[]},
      "expected":\(expected)}
      """
  }

  private static let scenario = #"{"spotShock":"0","volShock":"none","dampeningFactor":"0"}"#
  private static let nothing = """
    {"initialMargin":"0","maintenanceMargin":"0","markToMarket":"0","worstScenarioInitial":1,
    "worstScenarioMaintenance":1,"basisContingency":"0","mmContingency":"0","imContingency":"0",
    "scenarioPnl":["0"],"expiries":[]}
    """
  private static let noScenarios = #"{"revert":"PMRML2_InvalidGetMarginState"}"#

  /// What arrangement gives is compared, also where the margin fails after it.
  @Test func arrangedIsComparedBeforeAFailure() throws {
    #expect(try Self.check(Self.line(scenarios: Self.scenario, expected: Self.nothing)).isClean)
    #expect(try Self.check(Self.line(scenarios: "", expected: Self.noScenarios)).isClean)
    for (scenarios, expected) in [(Self.scenario, Self.nothing), ("", Self.noScenarios)] {
      let found = try Self.check(Self.line(scenarios: scenarios, stablePrice: "8", expected: expected))
      #expect(found == (false, 0, 1))
    }
  }

  /// Where arrangement fails there is no arranged form, so that one in the line is a difference.
  @Test func arrangedBesideAFailingArrangement() throws {
    let held = #"{"asset":"0x00000000000000000000000000000000000000ff","amount":"0"}"#
    let line = Self.line(scenarios: Self.scenario, held: held, expected: #"{"revert":"EmptyRevert"}"#)
    #expect(try Self.check(line) == (false, 0, 1))
  }

  /// Lines may stand in an array or be spread over several lines of text, as in every input (JS-1).
  @Test func documents() throws {
    let line = Self.line(scenarios: Self.scenario, expected: Self.nothing)
    let joined = line.split(separator: "\n").joined()
    #expect(try Self.check(line) == (true, 1, 0))
    #expect(try Self.check("[\(line),\n\(line)]\n") == (true, 2, 0))
    #expect(try Self.check("\n\(joined)\n\n\(joined)") == (true, 2, 0))
    #expect(try !Self.check("[]").isClean)
    #expect(try !Self.check("[\(line),{}]").isClean)
  }

  /// A case that is not of its form does not hide the cases after it.
  @Test func aRefusedCaseLeavesTheOthers() throws {
    let cases = #"[{"in":["-1"],"out":["0"]},{"in":["0"],"out":["0"]},{"in":["0"],"out":["1"]}]"#
    #expect(try Self.check("{\"function\":\"sqrt(uint256)\",\"cases\":\(cases)}") == (false, 1, 1))
  }
}
