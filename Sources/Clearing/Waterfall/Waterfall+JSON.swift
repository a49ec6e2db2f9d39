import Encoding
import FixedPoint

extension FundCaps {
  /// Reads caps (WF-15).
  /// - Parameter market: the place of a market, as the document names it.
  package init(_ json: JSONValue, market: (JSONValue) throws(JSONError) -> Int) throws(JSONError) {
    try json.refuseUnknownMembers(["moment", "window", "seconds", "markets"])
    var markets: [Int: UInt256] = [:]
    for element in try json.member("markets").elements() {
      try element.refuseUnknownMembers(["market", "cap"])
      let place = try market(element.member("market"))
      if markets.updateValue(try element.member("cap").uint256(), forKey: place) != nil {
        throw element.refusal(.duplicateElement, expected: "each market once")
      }
    }
    self.init(
      moment: try json.member("moment").uint256(), window: try json.member("window").uint256(),
      seconds: try json.member("seconds").uint64(), markets: markets)
  }

  /// Writes the same form, markets by rising places.
  package func write(to json: inout JSONWriter) {
    json.beginObject()
    for (name, value) in [("moment", moment), ("window", window)] {
      json.key(name)
      json.decimal(value)
    }
    json.key("seconds")
    json.decimal(seconds)
    json.key("markets")
    json.beginArray()
    for (market, cap) in markets.sorted(by: { $0.key < $1.key }) {
      json.beginObject()
      json.key("market")
      json.number(market)
      json.key("cap")
      json.decimal(cap)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}

extension Deleveraging {
  /// Reads settings (WF-16); bounds are not tested.
  package init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["rule", "keepsPairs", "largestRate", "socialisedFirst", "seconds"])
    let name = try json.member("rule")
    guard let rule = Rule(rawValue: try name.string()) else {
      let known = Rule.allCases.map(\.rawValue).joined(separator: ", ")
      throw name.refusal(.outOfRange, expected: "one of \(known)")
    }
    self.init(
      rule: rule, keepsPairs: try json.member("keepsPairs").bool(),
      largestRate: try json.member("largestRate").uint256(),
      socialisedFirst: try json.member("socialisedFirst").uint256(), seconds: try json.member("seconds").uint64())
  }

  /// Writes the same form.
  package func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("rule")
    json.string(rule.rawValue)
    json.key("keepsPairs")
    json.bool(keepsPairs)
    for (name, value) in [("largestRate", largestRate), ("socialisedFirst", socialisedFirst)] {
      json.key(name)
      json.decimal(value)
    }
    json.key("seconds")
    json.decimal(seconds)
    json.endObject()
  }
}
