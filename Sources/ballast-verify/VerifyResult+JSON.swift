import Commitment
import Encoding
import Verification

extension VerifyResult {
  /// The same as one document in canonical form (PS-3), and a line end.
  var json: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("ballastVerification")
    json.number(1)
    json.key("checks")
    json.beginArray()
    for check in report.checks { Self.write(check, to: &json) }
    json.endArray()
    json.key("evidence")
    json.text(evidence)
    json.key("hasEvidence")
    json.bool(report.evidence != nil)
    json.key("memory")
    json.text(memory)
    json.key("remembered")
    json.text(memory == nil ? nil : report.memory.map { "\($0.checkpoint.checkpoint.number)" })
    json.key("status")
    json.number(Int(status.rawValue))
    json.key("verdict")
    switch report.verdict {
    case .passed: json.string("passed")
    case .wrong: json.string("wrong")
    case .notChecked: json.string("notChecked")
    }
    json.endObject()
    return json.bytes + [10]
  }

  private static func write(_ check: Check, to json: inout JSONWriter) {
    let (outcome, finding): (String, Finding?) =
      switch check.outcome {
      case .passed: ("passed", nil)
      case .wrong(let finding): ("wrong", finding)
      case .notChecked(let finding): ("notChecked", finding)
      }
    json.beginObject()
    json.key("check")
    json.string(check.name.rawValue)
    json.key("code")
    if let code = finding?.code { json.number(code) } else { json.null() }
    json.key("file")
    json.text(check.file)
    json.key("level")
    json.string(check.level.rawValue)
    json.key("meaning")
    json.text(finding?.meaning)
    json.key("message")
    json.text(finding?.message)
    json.key("outcome")
    json.string(outcome)
    json.key("refusal")
    json.text(finding?.name)
    json.key("sentence")
    json.string(check.sentence)
    json.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func text(_ text: String?) {
    if let text { string(text) } else { null() }
  }
}
