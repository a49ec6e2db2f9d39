import Commitment
import Console
import Verification

/// Proof files from disk, pipes and devices, none read further than it may be long (PF-2).
enum ProofInput {
  /// - Parameter room: the bytes that files may still have together.
  static func read(_ path: String, room: inout Int) -> GivenFile {
    let bytes: [UInt8]
    do throws(CommandFailure) {
      bytes = try self.bytes(path, atMost: min(room, ProofFileLimits.bytes + 1))
    } catch { return GivenFile(name: path, content: .failure(.unreadable(error.message))) }
    room -= bytes.count
    // What stopped at the end of the room and not at its own would be taken for a part.
    guard room > 0 || bytes.count > ProofFileLimits.bytes else {
      let reason = "at most \(VerifyCommand.totalBytes >> 20) MiB in one call were expected; give fewer files at once"
      return GivenFile(name: path, content: .failure(.unreadable(reason)))
    }
    return GivenFile(name: path, bytes: bytes)
  }

  private static func bytes(_ path: String, atMost limit: Int) throws(CommandFailure) -> [UInt8] {
    let file = try FileInput(path)
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let piece = try file.read(atMost: min(FileInput.pieceBytes, limit - bytes.count))
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }
}
