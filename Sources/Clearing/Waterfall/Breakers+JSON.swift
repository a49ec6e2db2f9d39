import Encoding
import FixedPoint

extension OracleBreaker {
  /// Reads the rule (WF-24); bounds are not tested.
  package init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "leastConfidence", "divergence", "band", "slowSeconds", "pause", "longestPause", "holdsWithdrawals",
    ])
    self.init(
      leastConfidence: try json.member("leastConfidence").uint256(),
      divergence: try json.member("divergence").uint256(), band: try json.member("band").uint256(),
      slowSeconds: try json.member("slowSeconds").uint64(), pause: try json.member("pause").uint64(),
      longestPause: try json.member("longestPause").uint64())
    if let holds = try json.optionalMember("holdsWithdrawals") {
      holdsWithdrawals = try holds.bool()
      if !holdsWithdrawals { throw holds.refusal(.outOfRange, expected: "true, or no member") }
    }
  }

  /// Writes the same form.
  package func write(to json: inout JSONWriter) {
    json.beginObject()
    for (name, value) in [("leastConfidence", leastConfidence), ("divergence", divergence), ("band", band)] {
      json.key(name)
      json.decimal(value)
    }
    for (name, value) in [("slowSeconds", slowSeconds), ("pause", pause), ("longestPause", longestPause)] {
      json.key(name)
      json.decimal(value)
    }
    if holdsWithdrawals {
      json.key("holdsWithdrawals")
      json.bool(true)
    }
    json.endObject()
  }
}

extension WithdrawalLimit {
  /// Reads the limit (WF-24); bounds are not tested.
  package init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["amount", "seconds"])
    self.init(amount: try json.member("amount").uint256(), seconds: try json.member("seconds").uint64())
  }

  /// Writes the same form.
  package func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("amount")
    json.decimal(amount)
    json.key("seconds")
    json.decimal(seconds)
    json.endObject()
  }
}
