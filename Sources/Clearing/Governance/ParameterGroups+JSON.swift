import Encoding
import FixedPoint
import Margin

/// Groups of parameters by the names of the traces, which are those of the protocol.
extension InterestModel {
  public init(group value: JSONValue) throws(JSONError) {
    try value.refuseUnknownMembers(["minRate", "rateMultiplier", "highRateMultiplier", "optimalUtil"])
    self.init(
      minimumRate: try value.member("minRate").uint256(), rateMultiplier: try value.member("rateMultiplier").uint256(),
      highRateMultiplier: try value.member("highRateMultiplier").uint256(),
      optimalUtilisation: try value.member("optimalUtil").uint256())
  }
}

extension AuctionParameters {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      startingPart: try value.member("startingMtMPercentage").uint256(),
      cutoffPart: try value.member("fastAuctionCutoffPercentage").uint256(),
      fastLength: try value.member("fastAuctionLength").uint256(),
      slowLength: try value.member("slowAuctionLength").uint256(),
      insolventLength: try value.member("insolventAuctionLength").uint256(),
      feeRate: try value.member("liquidatorFeeRate").uint256(),
      bufferPart: try value.member("bufferMarginPercentage").int256())
  }
}

extension StandardParameters.Depeg {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      threshold: try value.member("threshold").uint256(), depegFactor: try value.member("depegFactor").uint256())
  }
}

extension StandardParameters.Perp {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(mmPerpReq: try value.member("mmPerpReq").uint256(), imPerpReq: try value.member("imPerpReq").uint256())
  }
}

extension StandardParameters.Option {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      maxSpotReq: try value.member("maxSpotReq").uint256(), minSpotReq: try value.member("minSpotReq").uint256(),
      mmCallSpotReq: try value.member("mmCallSpotReq").uint256(),
      mmPutSpotReq: try value.member("mmPutSpotReq").uint256(), mmPutMtMReq: try value.member("MMPutMtMReq").uint256(),
      unpairedIMScale: try value.member("unpairedIMScale").uint256(),
      unpairedMMScale: try value.member("unpairedMMScale").uint256(),
      mmOffsetScale: try value.member("mmOffsetScale").uint256())
  }
}

extension StandardParameters.Base {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(marginFactor: try value.member("marginFactor").uint256(), imScale: try value.member("IMScale").uint256())
  }
}

extension StandardParameters.Oracle {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      perpThreshold: try value.member("perpThreshold").uint256(),
      optionThreshold: try value.member("optionThreshold").uint256(),
      baseThreshold: try value.member("baseThreshold").uint256(), ocFactor: try value.member("OCFactor").uint256())
  }
}

extension PortfolioParameters.BasisContingency {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      scenarioSpotUp: try value.member("scenarioSpotUp").uint256(),
      scenarioSpotDown: try value.member("scenarioSpotDown").uint256(),
      addFactor: try value.member("basisContAddFactor").uint256(),
      multFactor: try value.member("basisContMultFactor").uint256())
  }
}

extension PortfolioParameters.OtherContingency {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      pegLossThreshold: try value.member("pegLossThreshold").uint256(),
      pegLossFactor: try value.member("pegLossFactor").uint256(),
      confThreshold: try value.member("confThreshold").uint256(), confMargin: try value.member("confMargin").uint256(),
      mmPerpPercent: try value.member("MMPerpPercent").uint256(),
      imPerpPercent: try value.member("IMPerpPercent").uint256(),
      mmOptionPercent: try value.member("MMOptionPercent").uint256(),
      imOptionPercent: try value.member("IMOptionPercent").uint256())
  }
}

extension PortfolioParameters.MarginFactors {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      imFactor: try value.member("imFactor").uint256(), mmFactor: try value.member("mmFactor").uint256(),
      shortRateMultScale: try value.member("shortRateMultScale").uint256(),
      longRateMultScale: try value.member("longRateMultScale").uint256(),
      shortRateAddScale: try value.member("shortRateAddScale").uint256(),
      longRateAddScale: try value.member("longRateAddScale").uint256(),
      shortBaseStaticDiscount: try value.member("shortBaseStaticDiscount").uint256(),
      longBaseStaticDiscount: try value.member("longBaseStaticDiscount").uint256())
  }
}

extension PortfolioParameters.VolatilityShock {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      rangeUp: try value.member("volRangeUp").uint256(), rangeDown: try value.member("volRangeDown").uint256(),
      shortTermPower: try value.member("shortTermPower").int256(),
      longTermPower: try value.member("longTermPower").int256(),
      dteFloorSeconds: try value.member("dteFloor").uint256(),
      minVolUpShock: try value.member("minVolUpShock").uint256())
  }
}

extension PortfolioParameters.SkewShock {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      linearBaseCap: try value.member("linearBaseCap").uint256(), absBaseCap: try value.member("absBaseCap").uint256(),
      linearCBase: try value.member("linearCBase").int256(), absCBase: try value.member("absCBase").int256(),
      minKStar: try value.member("minKStar").int256(), widthScale: try value.member("widthScale").int256(),
      volParamStatic: try value.member("volParamStatic").int256(),
      volParamScale: try value.member("volParamScale").int256())
  }
}

extension PortfolioParameters.Collateral {
  public init(group value: JSONValue) throws(JSONError) {
    self.init(
      isRiskCancelling: try value.member("isRiskCancelling").bool(), mmHaircut: try value.member("MMHaircut").uint256(),
      imHaircut: try value.member("IMHaircut").uint256())
  }
}

extension Scenario {
  public static func list(group value: JSONValue) throws(JSONError) -> [Scenario] {
    let moves: [String: VolatilityMove] = ["None": .none, "Up": .up, "Down": .down, "Linear": .linear, "Abs": .abs]
    var scenarios: [Scenario] = []
    for element in try value.elements() {
      let move = try element.member("volShock")
      guard let shock = moves[try move.string()] else {
        throw move.refusal(.outOfRange, expected: "None, Up, Down, Linear or Abs")
      }
      scenarios.append(
        Scenario(
          spotShock: try element.member("spotShock").uint256(), volShock: shock,
          dampeningFactor: try element.member("dampeningFactor").uint256()))
    }
    return scenarios
  }
}
