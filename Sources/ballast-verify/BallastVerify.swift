import Console
import Verification

/// The program: one command without a name, and the statuses it ends with.
enum BallastVerify {
  static let program = Program(
    name: "ballast-verify", summary: "check what a venue proves about your account and its solvency",
    commands: [VerifyCommand.command],
    statuses: ExitStatuses(
      usage: ExitStatus.usage.rawValue, badInput: ExitStatus.notChecked.rawValue,
      badOutput: ExitStatus.badOutput.rawValue, help: ExitStatus.help))
}

/// How the process ends (PF-12).
enum ExitStatus: Int32 {
  /// Everything asked for passed.
  case passed = 0
  /// A check found something wrong.
  case wrong = 1
  /// Nothing is wrong, but something could not be checked.
  case notChecked = 2
  /// Memory or output could not be written.
  case badOutput = 3
  /// The command line was not understood.
  case usage = 64

  init(_ verdict: VerificationReport.Verdict) {
    switch verdict {
    case .passed: self = .passed
    case .wrong: self = .wrong
    case .notChecked: self = .notChecked
    }
  }

  static let help = """
    Exit status: 0 everything asked for passed (of an equivocation file: the evidence holds); 1 something is wrong;
    2 nothing is wrong, but something could not be checked; 3 memory or output could not be written; 64 the command
    line was not understood. Where several happened, the first of 1, 3, 2.
    """
}
