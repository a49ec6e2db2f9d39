import Encoding
import Ethereum

extension MarginProof {
  /// From an object of PF-4.
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["account", "market", "parameters", "arrays", "claimed"])
    self.init(
      account: try InclusionProof(json.member("account")), market: try RiskProof(json.member("market")),
      parameters: try RiskProof(json.member("parameters")),
      arrays: try json.list("arrays") { (json) throws(JSONError) in try RiskProof(json) },
      claimed: try ClaimedMargin(json.member("claimed")))
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("account")
      account.write(to: &json)
      json.list("arrays", arrays) { $1.write(to: &$0) }
      json.key("claimed")
      claimed.write(to: &json)
      json.key("market")
      market.write(to: &json)
      json.key("parameters")
      parameters.write(to: &json)
    }
  }
}

extension ClaimedMargin {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["initialMargin", "maintenanceMargin", "markToMarket", "worstScenario"])
    self.init(
      initialMargin: try json.member("initialMargin").int256(),
      maintenanceMargin: try json.member("maintenanceMargin").int256(),
      markToMarket: try json.member("markToMarket").int256(), worstScenario: try json.member("worstScenario").count())
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("initialMargin", initialMargin)
      json.member("maintenanceMargin", maintenanceMargin)
      json.member("markToMarket", markToMarket)
      json.member("worstScenario", number: worstScenario)
    }
  }
}

extension RiskProof {
  /// From an object of PF-8.
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["index", "count", "kind", "key", "value", "path"])
    let kind = try json.member("kind")
    guard let known = RiskItem.Kind(rawValue: try kind.byte()) else {
      throw kind.refusal(.outOfRange, expected: "a kind of 1 (market), 2 (parameters) or 3 (prices)")
    }
    // Their lengths are checked under their own names (CM-24).
    let lengths = 0...ProofFileLimits.bytes
    self.init(
      index: try json.member("index").count(), count: try json.member("count").count(),
      item: RiskItem(
        kind: known, key: try json.member("key").octets(lengths), value: try json.member("value").octets(lengths)),
      path: try json.list("path", atMost: ProofFileLimits.riskPath) { (json) throws(JSONError) in try json.word() })
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("count", number: count)
      json.member("index", number: index)
      json.member("key", octets: item.key)
      json.member("kind", number: Int(item.kind.rawValue))
      json.list("path", path) { $0.hexadecimal($1.bytes) }
      json.member("value", octets: item.value)
    }
  }
}
