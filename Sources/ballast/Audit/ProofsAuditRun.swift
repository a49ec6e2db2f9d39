import Audit
import Commitment
import Console
import Encoding
import Ethereum
import Verification

/// `ballast audit --proofs`.
enum ProofsAuditRun {
  /// Files of one call, and their bytes together: they are held to each other, so all are kept.
  static let files = 10_000
  static let totalBytes = 1 << 30

  static func run(_ paths: [String], venues: [Venue], output: AuditCommand.Output) throws -> ExitStatus {
    guard paths.count <= files else {
      throw CommandFailure(.usage, "at most \(files) proof files were expected, and \(paths.count) are named")
    }
    let engines = venues.map(\.engine)
    var report = ProofsAuditReport()
    var room = totalBytes
    var progress = Progress("proof files checked")
    var first = 0
    while first < paths.count {
      // A batch is read by one, and checked by all.
      let batch = paths[first..<min(first + 64, paths.count)].map { read($0, room: &room) }
      report.files += Parallel.map(batch, state: {}) { file, _ in
        let place = engine(of: file).flatMap { engines.firstIndex(of: $0) } ?? 0
        return ProofsAuditReport.File(file, venues[place])
      }
      first += batch.count
      progress.update(first)
    }
    progress.finish()
    report.compare()
    try Console.write(report.bytes(output))
    return report.status
  }

  private static func engine(of file: GivenFile) -> Bytes32? {
    guard case .success(let proof) = file.content else { return nil }
    return proof.checkpoint.checkpoint.engine
  }

  private static func read(_ path: String, room: inout Int) -> GivenFile {
    do throws(CommandFailure) {
      let bytes = try FileInput.bytes(of: path, atMost: min(room, ProofFileLimits.bytes))
      room -= bytes.count
      return GivenFile(name: path, bytes: bytes)
    } catch {
      return GivenFile(name: path, content: .failure(.unreadable(error.message)))
    }
  }
}
