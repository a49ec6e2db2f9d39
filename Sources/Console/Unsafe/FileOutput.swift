import Glibc

/// A file that is written from its beginning, or standard output for `-`.
public final class FileOutput {
  private let descriptor: Int32
  private let path: String

  /// - Throws: `badOutput` where the file cannot be made.
  public init(_ path: String) throws(CommandFailure) {
    self.path = path
    if path == "-" {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw Self.failure(path) }
  }

  /// A file that is open.
  init(_ descriptor: Int32, _ path: String) {
    (self.descriptor, self.path) = (descriptor, path)
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// Writes everything.
  /// - Throws: `badOutput` with the reason.
  public func write(_ bytes: [UInt8]) throws(CommandFailure) {
    guard System.write(bytes, to: descriptor) else {
      throw Self.failure(path == "-" ? "standard output" : path)
    }
  }

  /// The failure of the last call to the operating system.
  static func failure(_ name: String) -> CommandFailure {
    CommandFailure(.badOutput, "\(name) could not be written: \(System.lastError)")
  }
}
