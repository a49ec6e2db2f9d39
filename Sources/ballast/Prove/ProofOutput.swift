import Commitment
import Console

/// The folder that proof files are written to.
struct ProofOutput: Sendable {
  let path: String

  static let option = OptionSpecification(name: "output", value: "DIR", help: "the folder to write to; made where it is missing")

  init(_ arguments: Arguments) throws(CommandFailure) {
    path = try arguments.required("output")
    try Folder.make(path)
    FileReplacement.removeUnfinished(in: path)
  }

  /// Writes a file and says its path; one that has the same bytes is left.
  /// - Throws: `badOutput` where there is another of the name.
  func write(_ name: String, _ file: ProofFile) throws {
    try put("\(path)/\(name).json", file.bytes, isDurable: true)
    try Console.write("\(path)/\(name).json\n")
  }

  /// Writes a file without a word.
  /// - Parameter isDurable: whether it is on the disk afterwards; what can be made again need not be.
  func put(_ path: String, _ bytes: [UInt8], isDurable: Bool) throws(CommandFailure) {
    if Folder.holds(path) {
      guard try FileInput.bytes(of: path, atMost: ProofFileLimits.bytes) != bytes else { return }
      throw CommandFailure(
        .badOutput, "\(path): expected no file, or this one, found another, which is left as it is; name a new folder")
    }
    let file = try FileReplacement(path, mode: 0o644)
    try file.write(bytes)
    try file.finish(isDurable: isDurable)
  }
}
