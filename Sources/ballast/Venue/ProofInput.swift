import Commitment
import Console

/// Proof files that a command reads.
enum ProofInput {
  /// - Throws: `badInput` where the file cannot be read or is refused by PF-2.
  static func read(_ path: String) throws -> ProofFile {
    let bytes = try FileInput.bytes(of: path, atMost: ProofFileLimits.bytes)
    do throws(ProofFileRefusal) {
      return try ProofFile(bytes)
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }
}
