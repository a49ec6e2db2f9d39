import Audit
import Commitment
import Console
import Encoding
import Verification

/// What proof files show one by one and together, as a table or as JSON.
struct ProofsAuditReport {
  var files: [File] = []
  /// Of each check of all files that passed: its refusal, nil where it holds.
  private(set) var comparisons: [(check: ProofSetCheck, refusal: ProofSetRefusal?)] = []

  /// One file and what its own checks found.
  struct File: Sendable {
    let given: GivenFile
    let venue: Venue
    let verdict: VerificationReport.Verdict
    /// The first refusal; nil where the file passed.
    let finding: Finding?

    init(_ given: GivenFile, _ venue: Venue) {
      self.given = given
      self.venue = venue
      let report = Verifier(venue).verify([given])
      verdict = report.verdict
      finding = report.refusal(of: given.name) ?? report.firstFinding
    }

    /// The file, where all its checks passed.
    var proof: ProofFile? {
      guard verdict == .passed, case .success(let proof) = given.content else { return nil }
      return proof
    }
  }

  /// Holds the files that passed to each other.
  mutating func compare() {
    let proofs = files.compactMap { file in
      file.proof.map { ComparedProof(name: file.given.name, file: $0, venue: file.venue) }
    }
    for check in ProofSetCheck.allCases {
      do throws(ProofSetRefusal) {
        try ProofComparison.check(check, of: proofs)
        comparisons.append((check, nil))
      } catch {
        comparisons.append((check, error))
      }
    }
  }

  var status: ExitStatus {
    if files.contains(where: { $0.verdict == .wrong }) || comparisons.contains(where: { $0.refusal != nil }) {
      return .difference
    }
    return files.contains { $0.verdict == .notChecked } ? .badInput : .success
  }

  private var verdict: String {
    switch status {
    case .success: "all of it holds"
    case .difference: "something is wrong"
    default: "nothing is shown to be wrong, but not every file could be checked"
    }
  }

  func bytes(_ output: AuditCommand.Output) -> [UInt8] {
    switch output {
    case .table: return Array(text.utf8)
    case .json:
      var json = JSONWriter(.indented)
      write(to: &json)
      return json.bytes + [10]
    }
  }

  private var text: String {
    var text = ""
    for file in files {
      let name = file.given.name.printable
      if let proof = file.proof {
        text += "  ok      \(name): \(proof.kind.rawValue), checkpoint \(proof.checkpoint.checkpoint.number)"
        text += " of \(file.venue.name.printable)\n"
      } else {
        text += "  \(file.verdict == .wrong ? "WRONG " : "unread")  \(name): "
        text += "\(file.finding.map { Self.words($0.name, $0.code, $0.message) } ?? "")\n"
      }
    }
    text += "\ntogether, \(files.count { $0.proof != nil }) of \(files.count) files\n\n"
    for (check, refusal) in comparisons {
      text += "  \(refusal == nil ? "ok    " : "WRONG ")  \(check.words)\n"
      if let refusal { text += "          \(Self.words(refusal.name, refusal.code, refusal.message))\n" }
    }
    return text + "\nVerdict: \(verdict).\n"
  }

  private static func words(_ name: String, _ code: Int?, _ message: String) -> String {
    "\(name)\(code.map { " (\($0))" } ?? ""): \(message)".printable
  }

  private func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("files")
    json.beginArray()
    for file in files {
      json.beginObject()
      json.key("file")
      json.string(file.given.name)
      json.key("result")
      json.string(file.verdict == .passed ? "passed" : file.verdict == .wrong ? "wrong" : "notChecked")
      if let finding = file.finding {
        json.refusal(code: finding.code, name: finding.name, message: finding.message)
      }
      json.endObject()
    }
    json.endArray()
    json.key("together")
    json.beginArray()
    for (check, refusal) in comparisons {
      json.beginObject()
      json.key("check")
      json.string(check.rawValue)
      json.key("holds")
      json.bool(refusal == nil)
      if let refusal { json.refusal(code: refusal.code, name: refusal.name, message: refusal.message) }
      json.endObject()
    }
    json.endArray()
    json.key("verdict")
    json.string(verdict)
    json.endObject()
  }
}

extension VerificationReport {
  /// The first check that did not pass, of whatever it is.
  var firstFinding: Finding? {
    for check in checks {
      switch check.outcome {
      case .wrong(let finding), .notChecked(let finding): return finding
      case .passed: break
      }
    }
    return nil
  }
}
