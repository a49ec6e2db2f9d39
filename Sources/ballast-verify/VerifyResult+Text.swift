import Commitment
import Console
import Verification

extension VerifyResult {
  /// A line for each check, and the verdict.
  var text: String {
    var text = report.checks.map { Self.line($0) + "\n" }.joined()
    text += "\nverdict: \(verdict)\n"
    if let memory, let checkpoint = report.memory?.checkpoint.checkpoint {
      text += "checkpoint \(checkpoint.number) is remembered in \(memory.printable)\n"
    }
    if let evidence {
      text += "the evidence is in \(evidence.printable): anybody can check it with ballast-verify\n"
    } else if report.evidence != nil {
      text += "--evidence FILE writes the two checkpoints as evidence that anybody can check\n"
    }
    return text
  }

  private var verdict: String {
    let count = report.checks.count
    let all = count == 1 ? "the one check" : "all \(count) checks"
    switch report.verdict {
    case .passed: return "passed: \(all)" + (status == .badOutput ? ", but not everything could be written" : "")
    case .wrong:
      let wrong = report.checks.count { if case .wrong = $0.outcome { true } else { false } }
      return "WRONG: \(wrong) of \(count) checks found something wrong"
    case .notChecked:
      let missing = report.checks.count { if case .notChecked = $0.outcome { true } else { false } }
      return "not checked: nothing is shown to be wrong, but \(missing) of \(count) checks could not be made"
    }
  }

  private static func line(_ check: Check) -> String {
    let place = check.file.map { "\($0): " } ?? ""
    let sentence = (place + check.sentence).printable
    switch check.outcome {
    case .passed: return "\(mark("✓", 32)) passed       \(sentence)"
    case .wrong(let finding): return "\(mark("✗", 31)) WRONG        \(sentence)\(words(finding))"
    case .notChecked(let finding): return "\(mark("?", 33)) not checked  \(sentence)\(words(finding))"
    }
  }

  private static func words(_ finding: Finding) -> String {
    let name = finding.name + (finding.code.map { ", \($0)" } ?? "")
    return ": \(finding.message) (\(name)). \(finding.meaning)".printable
  }

  private static func mark(_ mark: String, _ colour: Int) -> String {
    Console.hasColour ? "\u{1B}[\(colour)m\(mark)\u{1B}[0m" : mark
  }
}
