import Audit
import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint

/// What an audit of a state has to say, as a table or as JSON.
struct StateAuditReport {
  let path: String
  var refusal: (check: AuditCheck, refusal: AuditRefusal)?
  var passed: [AuditCheck] = []
  var file: StateFile?
  var totals: AuditTotals?
  var venueName = ""
  var isOwnGenesis = false

  /// Of a file that could not be read.
  init(path: String, refusal: StateLineRefusal) {
    self.path = path
    self.refusal = (.form, .line(refusal))
  }

  init(path: String, file: StateFile, audit: StateAudit, isOwnGenesis: Bool) {
    self.path = path
    self.file = file
    venueName = audit.venue.name
    refusal = audit.failure
    passed = audit.passed
    totals = audit.totals
    self.isOwnGenesis = isOwnGenesis
  }

  func bytes(_ output: AuditCommand.Output) -> [UInt8] {
    switch output {
    case .table: return Array(table.utf8)
    case .json:
      var json = JSONWriter(.indented)
      write(to: &json)
      return json.bytes + [10]
    }
  }

  static let foreignGenesis =
    "the file's own, which was not compared with one of yours: give yours with --venue"

  var verdict: String {
    if refusal == nil { return "all of it holds" }
    return isUnread ? "the file could not be read, and proves nothing" : "something is wrong"
  }

  var status: ExitStatus { refusal == nil ? .success : isUnread ? .badInput : .difference }

  /// Whether the file is not of its form, which accuses nobody.
  private var isUnread: Bool {
    if case .line = refusal?.refusal { return true }
    return false
  }

  private var isOfBlock: Bool { file?.header.checkpoint.checkpoint.isOfBlock ?? false }

  /// What nothing of the state shows.
  static let unshown =
    "not shown: that equity and margins are what the log gives; ballast audit --replay LOG --checkpoint FILE computes them"

  private var table: String {
    var text = "state       \(path.printable)\n"
    if let file {
      let checkpoint = file.header.checkpoint.checkpoint
      text += "venue       \(venueName.printable), engine \(checkpoint.engine)\n"
      text += "checkpoint  \(checkpoint.number) of \(CalendarTime.text(checkpoint.time)), "
      text += "\(Amounts.count(file.accountCount)) accounts\n"
      text += "genesis     \(isOwnGenesis ? "yours" : Self.foreignGenesis)\n"
    }
    text += "\n"
    for check in AuditCheck.allCases {
      if let refusal, refusal.check == check {
        let number = refusal.refusal.code.map { " (\($0))" } ?? ""
        text += "  \(isUnread ? "unread" : "WRONG ") \(check.words(isOfBlock: isOfBlock))\n         \(refusal.refusal.name)\(number): \(refusal.refusal.message.printable)\n"
      } else if passed.contains(check) {
        text += "  ok     \(check.words(isOfBlock: isOfBlock))\n"
      } else {
        text += "  -      not looked at: \(check.words(isOfBlock: isOfBlock))\n"
      }
    }
    if isOfBlock { text += "\n  \(Self.unshown)\n" }
    if let totals { text += "\n" + totals.text }
    return text + "\nVerdict: \(verdict).\n"
  }

  private func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("state")
    json.string(path)
    json.key("genesisCompared")
    json.bool(isOwnGenesis)
    if let file {
      let checkpoint = file.header.checkpoint.checkpoint
      json.key("venue")
      json.string(venueName)
      json.key("engine")
      json.string(checkpoint.engine.description)
      json.key("checkpoint")
      json.decimal(checkpoint.number)
      json.key("time")
      json.decimal(checkpoint.time)
      json.key("accounts")
      json.number(file.accountCount)
    }
    json.key("checks")
    json.beginArray()
    for check in AuditCheck.allCases {
      json.beginObject()
      json.key("check")
      json.string(check.rawValue)
      json.key("holds")
      if passed.contains(check) { json.bool(true) } else if refusal?.check == check { json.bool(false) } else { json.null() }
      json.endObject()
    }
    json.endArray()
    if let refusal = refusal?.refusal {
      json.key("refusal")
      json.beginObject()
      if let code = refusal.code {
        json.key("code")
        json.number(code)
      }
      json.key("name")
      json.string(refusal.name)
      json.key("message")
      json.string(refusal.message)
      json.endObject()
    }
    json.key("marginsComputed")
    json.bool(!isOfBlock)
    if let totals {
      json.key("totals")
      totals.write(to: &json)
    }
    json.key("verdict")
    json.string(verdict)
    json.endObject()
  }
}
