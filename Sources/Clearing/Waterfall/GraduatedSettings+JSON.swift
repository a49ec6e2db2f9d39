import Encoding
import Margin

extension GraduatedSettings {
  /// Reads the settings (WF-2); bounds are not tested.
  package init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["rules", "grace", "validity"])
    self.init(
      rules: try ReductionRules(json.member("rules")), grace: try json.member("grace").uint64(),
      validity: try json.member("validity").uint64())
  }

  /// Writes the same form.
  package func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("rules")
    rules.write(to: &json)
    json.key("grace")
    json.decimal(grace)
    json.key("validity")
    json.decimal(validity)
    json.endObject()
  }
}
