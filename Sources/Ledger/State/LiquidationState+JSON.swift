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
    graduated = try json.setting("graduated", GraduatedSettings.init)
    fund = try json.setting("fund") { (caps) throws(JSONError) in
      try FundCaps(caps) { (place) throws(JSONError) in try place.place() }
    }
    deleveraging = try json.setting("deleveraging", Deleveraging.init)
    oracle = try json.setting("oracle", OracleBreaker.init)
    withdrawals = try json.setting("withdrawals", WithdrawalLimit.init)
    interest = try json.setting("interest") { (limit) throws(JSONError) in
      try InterestLimit(limit) { (asset) throws(JSONError) in try asset.asset() }
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
    json.setting("graduated", graduated?.write)
    json.setting("fund", fund?.write)
    json.setting("deleveraging", deleveraging?.write)
    json.setting("oracle", oracle?.write)
    json.setting("withdrawals", withdrawals?.write)
    json.setting("interest", interest?.write)
    if judgesBids { json.member("judgesBids", true) }
    json.endObject()
  }
}

/// A setting that a venue need not have is a member where it has it.
extension JSONValue {
  fileprivate func setting<Setting>(
    _ name: String, _ read: (JSONValue) throws(JSONError) -> Setting
  ) throws(JSONError) -> Setting? {
    guard let value = try optionalMember(name) else { return nil }
    return try read(value)
  }
}

extension JSONWriter {
  fileprivate mutating func setting(_ name: String, _ write: ((inout JSONWriter) -> Void)?) {
    guard let write else { return }
    key(name)
    write(&self)
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
