import Encoding
import FixedPoint
import Margin

/// Lines of graduated reduction (GL-17, GL-19).
extension VectorCheck {
  /// What the checker says of a plan.
  mutating func checkPlan(_ root: JSONValue, label: String) throws(JSONError) {
    try root.refuseUnknownMembers([
      "id", "note", "params", "scenarios", "portfolio", "spotConfidence", "perpPrice", "perpConfidence", "coins",
      "rules", "seconds", "plan", "expected",
    ])
    let subject = ReductionSubject.portfolio(try PortfolioSubject(root))
    let (rules, plan) = (try ReductionRules(root.member("rules")), try ReductionPlan(root.member("plan")))
    let seconds = try root.member("seconds").uint64()
    var json = JSONWriter()
    json.beginObject()
    do throws(ReductionFault) {
      try plan.check(subject, rules: rules, seconds: seconds)
      json.key("accepted")
      json.bool(true)
    } catch {
      json.key("error")
      json.string(error.name)
    }
    json.endObject()
    try compare(json, with: root, label: label)
  }

  /// The discount of an account.
  mutating func checkDiscount(_ root: JSONValue, label: String) throws(JSONError) {
    try root.refuseUnknownMembers([
      "id", "note", "rule", "seconds", "maintenanceMargin", "markToMarket", "base", "expected",
    ])
    let (rule, seconds) = (try PenaltyRule(root.member("rule")), try root.member("seconds").uint64())
    let (maintenance, value) = (try root.member("maintenanceMargin").int256(), try root.member("markToMarket").int256())
    let base = try root.member("base").uint256()
    var json = JSONWriter()
    json.beginObject()
    do throws(ArithmeticError) {
      let rate = try rule.rate(seconds: seconds, maintenance: maintenance, markToMarket: value, base: base)
      json.key("rate")
      json.string("\(rate)")
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    try compare(json, with: root, label: label)
  }

  private mutating func compare(_ found: JSONWriter, with root: JSONValue, label: String) throws(JSONError) {
    guard let expected = try root.optionalMember("expected") else {
      fail(label, "expected", "an expected result", "nothing")
      return
    }
    count(try JSONDifference.between(expected, JSONDocument(found.bytes).root, path: "expected"), label)
  }
}
