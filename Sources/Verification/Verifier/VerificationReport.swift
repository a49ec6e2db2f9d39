import Commitment

/// What a verifier found, check by check, and what follows from it.
public struct VerificationReport: Hashable, Sendable {
  public var checks: [Check] = []
  /// The newest checkpoint, to be remembered from now on; nil unless everything asked for has passed (PF-11).
  public var memory: ProofFile?
  /// Two checkpoints that contradict each other, as a file that anybody can check (CP-17); nil where there are none.
  public var evidence: ProofFile?

  public init() {}

  /// What the checks say together, in the order of what counts more.
  public enum Verdict: Hashable, Sendable {
    case wrong, notChecked, passed
  }

  public var verdict: Verdict {
    var verdict = Verdict.passed
    for check in checks {
      switch check.outcome {
      case .wrong: return .wrong
      case .notChecked: verdict = .notChecked
      case .passed: break
      }
    }
    return verdict
  }

  /// Of the checks of one file, the one that did not pass: the first refusal ends the file.
  public func refusal(of file: String) -> Finding? {
    for check in checks where check.file == file {
      switch check.outcome {
      case .wrong(let finding), .notChecked(let finding): return finding
      case .passed: break
      }
    }
    return nil
  }
}
