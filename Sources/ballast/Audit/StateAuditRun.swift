import Audit
import Commitment
import Console

/// `ballast audit --state`.
enum StateAuditRun {
  static func run(_ path: String, venue: Venue?, output: AuditCommand.Output) throws -> ExitStatus {
    let file: StateFile
    do {
      file = try read(path)
    } catch let refusal as StateLineRefusal {
      let report = StateAuditReport(path: path, refusal: refusal)
      try Console.write(report.bytes(output))
      return report.status
    }
    var progress = Progress("audit of \(file.accountCount) accounts, check")
    var count = 0
    let audit = StateAudit(file, of: venue ?? file.header.genesis, workers: Parallel.width) { _ in
      count += 1
      progress.update(count)
    }
    progress.finish()
    let report = StateAuditReport(path: path, file: file, audit: audit, isOwnGenesis: venue != nil)
    try Console.write(report.bytes(output))
    return report.status
  }

  /// - Throws: `CommandFailure` where the file cannot be read, `StateLineRefusal`.
  static func read(_ path: String, workers: Int = Parallel.width) throws -> StateFile {
    let input = try FileInput(path)
    var reader = StateReader(workers: workers)
    var progress = Progress("accounts read")
    defer { progress.finish() }
    while true {
      let piece = try input.read()
      if piece.isEmpty { return try reader.finish() }
      try reader.append(piece)
      progress.update(reader.count)
    }
  }
}
