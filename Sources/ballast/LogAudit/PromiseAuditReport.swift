import Audit
import Console
import Encoding

/// What an audit of acknowledgements has to say, as a table or as JSON.
struct PromiseAuditReport {
  /// Lines that are told one by one; the others are counted.
  static let toldLines = 100

  let path: String
  let venue: String
  /// Whether there was a log to compare with.
  let isCompared: Bool
  private(set) var lines = 0
  /// Lines that are no promise of the operator.
  private(set) var refused = 0
  /// Promises of blocks that the log does not reach.
  private(set) var missing = 0
  private(set) var broken = 0
  private var told: [(line: Int, refusal: PromiseRefusal)] = []

  init(path: String, venue: String, isCompared: Bool) {
    (self.path, self.venue, self.isCompared) = (path, venue, isCompared)
  }

  enum Verdict: String {
    case kept, signed, broken, nothing
  }

  /// Counts a line.
  mutating func add(_ line: Int, _ refusal: PromiseRefusal?) {
    lines += 1
    guard let refusal else { return }
    switch refusal {
    case .broken: broken += 1
    case .blockMissing: missing += 1
    case .json, .otherVenue, .notSigned: refused += 1
    }
    if told.count < Self.toldLines { told.append((line, refusal)) }
  }

  /// A broken promise counts whatever else the file has.
  var verdict: Verdict {
    if broken > 0 { return .broken }
    if lines == 0 || refused > 0 || missing > 0 { return .nothing }
    return isCompared ? .kept : .signed
  }

  var status: ExitStatus {
    switch verdict {
    case .kept, .signed: .success
    case .broken: .difference
    case .nothing: .badInput
    }
  }

  private var words: String {
    switch verdict {
    case .kept: "every line is the operator's promise, and the log keeps it"
    case .signed: "every line is the operator's promise; --data or --log holds them against a log"
    case .broken: "the operator has signed what the log does not keep"
    case .nothing where lines == 0: "it has no acknowledgement"
    case .nothing where refused > 0: "not every line is a promise of the operator"
    case .nothing: "the log ends before some of the promised blocks; the others are kept"
    }
  }

  func bytes(_ output: AuditCommand.Output) -> [UInt8] {
    switch output {
    case .table: Array(text.utf8)
    case .json: json
    }
  }

  private var text: String {
    var values = NamedValues()
    values.add("acknowledgements", path.printable)
    values.add("venue", venue.printable)
    values.add("lines", Amounts.count(lines))
    values.add("signed by the operator", Amounts.count(lines - refused))
    if isCompared {
      values.add("kept", Amounts.count(lines - refused - missing - broken))
      values.add("after the log's end", Amounts.count(missing))
      values.add("broken", Amounts.count(broken))
    }
    var text = values.text
    if !told.isEmpty { text += "\n" }
    for (line, refusal) in told {
      text += "  line \(line): \(refusal.name)\(refusal.code.map { " (\($0))" } ?? ""): \(refusal.message.printable)\n"
    }
    let untold = refused + missing + broken - told.count
    if untold > 0 { text += "  and \(Amounts.count(untold)) more\n" }
    return text + "\nVerdict: \(words).\n"
  }

  private var json: [UInt8] {
    var json = JSONWriter(.indented)
    json.object { json in
      json.member("acknowledgements", path)
      json.member("venue", venue)
      json.member("lines", number: lines)
      json.member("signed", number: lines - refused)
      if isCompared {
        json.member("kept", number: lines - refused - missing - broken)
        json.member("missing", number: missing)
        json.member("broken", number: broken)
      }
      json.list("refusals", told) { json, each in
        json.object { json in
          json.member("line", number: each.line)
          json.refusal(code: each.refusal.code, name: each.refusal.name, message: each.refusal.message)
        }
      }
      json.member("verdict", verdict.rawValue)
    }
    return json.bytes + [10]
  }
}
