import Glibc

/// A file that is written from its beginning, or standard output for `-`.
final class FileOutput {
  private let descriptor: Int32
  private let path: String

  /// - Throws: `CommandFailure(.badOutput)` where the file cannot be made.
  init(_ path: String) throws {
    self.path = path
    if path == "-" {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw failure() }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// Writes everything, or says why it cannot.
  func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      start += written
    }
  }

  private func failure() -> CommandFailure {
    let name = path == "-" ? "standard output" : path
    return CommandFailure(.badOutput, "\(name) could not be written: \(String(cString: strerror(errno)))")
  }
}
