import Clearing
import Encoding
import FixedPoint

extension LiquidationState {
  /// The settings of auctions (LG-7).
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "parameters", "cutoff", "managers", "securityAccount", "paidBySecurityModule", "missingMargin", "graduated",
      "judgesBids", "fund", "deleveraging", "oracle", "withdrawals", "interest",
    ])
    var managers: Set<Int> = []
    for element in try json.member("managers").elements() {
      if !managers.insert(try element.place()).inserted {
        throw element.refusal(.duplicateElement, expected: "each manager once")
      }
    }
    self.init(
      parameters: try AuctionParameters(json.member("parameters")), cutoff: try json.member("cutoff").int256(),
      managers: managers, securityAccount: try json.member("securityAccount").uint64())
    if let missing = try json.optionalMember("missingMargin") {
      totalInsolventMargin = try missing.uint256()
      if totalInsolventMargin.isZero { throw missing.refusal(.outOfRange, expected: "more than zero, or no member") }
    }
    if let settings = try json.optionalMember("graduated") { graduated = try GraduatedSettings(settings) }
    if let caps = try json.optionalMember("fund") {
      fund = try FundCaps(caps) { (place) throws(JSONError) in try place.place() }
    }
    if let settings = try json.optionalMember("deleveraging") { deleveraging = try Deleveraging(settings) }
    if let rule = try json.optionalMember("oracle") { oracle = try OracleBreaker(rule) }
    if let limit = try json.optionalMember("withdrawals") { withdrawals = try WithdrawalLimit(limit) }
    if let limit = try json.optionalMember("interest") {
      interest = try InterestLimit(limit) { (asset) throws(JSONError) in try asset.asset() }
    }
    if let judges = try json.optionalMember("judgesBids") {
      judgesBids = try judges.bool()
      if !judgesBids { throw judges.refusal(.outOfRange, expected: "true, or no member") }
    }
    isPaidBySecurityModule = try json.member("paidBySecurityModule").bool()
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("parameters")
    parameters.write(to: &json)
    json.member("cutoff", cutoff)
    json.key("managers")
    json.beginArray()
    for manager in managers.sorted() { json.number(manager) }
    json.endArray()
    json.member("securityAccount", securityAccount)
    json.member("paidBySecurityModule", isPaidBySecurityModule)
    if !totalInsolventMargin.isZero { json.member("missingMargin", totalInsolventMargin) }
    if let graduated {
      json.key("graduated")
      graduated.write(to: &json)
    }
    if let fund {
      json.key("fund")
      fund.write(to: &json)
    }
    if let deleveraging {
      json.key("deleveraging")
      deleveraging.write(to: &json)
    }
    if let oracle {
      json.key("oracle")
      oracle.write(to: &json)
    }
    if let withdrawals {
      json.key("withdrawals")
      withdrawals.write(to: &json)
    }
    if let interest {
      json.key("interest")
      interest.write(to: &json)
    }
    if judgesBids { json.member("judgesBids", true) }
    json.endObject()
  }
}

extension AuctionParameters {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "startingPart", "cutoffPart", "fastLength", "slowLength", "insolventLength", "feeRate", "bufferPart",
    ])
    self.init(
      startingPart: try json.member("startingPart").uint256(), cutoffPart: try json.member("cutoffPart").uint256(),
      fastLength: try json.member("fastLength").uint256(), slowLength: try json.member("slowLength").uint256(),
      insolventLength: try json.member("insolventLength").uint256(), feeRate: try json.member("feeRate").uint256(),
      bufferPart: try json.member("bufferPart").int256())
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("startingPart", startingPart)
    json.member("cutoffPart", cutoffPart)
    json.member("fastLength", fastLength)
    json.member("slowLength", slowLength)
    json.member("insolventLength", insolventLength)
    json.member("feeRate", feeRate)
    json.member("bufferPart", bufferPart)
    json.endObject()
  }
}
