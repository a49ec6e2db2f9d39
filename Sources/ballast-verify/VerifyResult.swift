import Commitment
import Console
import Verification

/// What a call found, and what it has kept of it.
struct VerifyResult {
  var report: VerificationReport
  var status: ExitStatus
  /// The file that remembers the newest checkpoint from now on.
  private(set) var memory: String?
  /// The file that evidence was written to.
  private(set) var evidence: String?

  init(report: VerificationReport, status: ExitStatus) {
    self.report = report
    self.status = status
  }

  /// Writes what is to be remembered, and evidence where there is any and somebody asked for it.
  mutating func keep(memory memoryPath: String?, evidence evidencePath: String?) {
    if let evidencePath, let file = report.evidence, write(file, to: evidencePath) { evidence = evidencePath }
    if let memoryPath, let file = report.memory, write(file, to: memoryPath) { memory = memoryPath }
  }

  private mutating func write(_ file: ProofFile, to path: String) -> Bool {
    do throws(CommandFailure) {
      try FileOutput.replace(path, with: file.bytes, mode: 0o644)
      return true
    } catch {
      BallastVerify.program.say(error.message)
      if status != .wrong { status = .badOutput }
      return false
    }
  }
}
