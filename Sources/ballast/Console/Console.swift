import Glibc

/// Standard output and standard error.
enum Console {
  /// Whether standard output is a terminal that shows colours: NO_COLOR and TERM=dumb switch them off.
  static let hasColour: Bool =
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
    && getenv("TERM").map { String(cString: $0) } != "dumb"

  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1

  /// Writes everything, or says why it cannot.
  static func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw CommandFailure(
          .badOutput, "standard output could not be written: \(String(cString: strerror(errno)))")
      }
      start += written
    }
  }

  static func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// A message on standard error; a failure to write it is nobody's business.
  static func say(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// Progress of long work on standard error: on a terminal one line that is rewritten, otherwise a line now
/// and then.
struct Progress {
  private let what: String
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var shown = false

  init(_ what: String) {
    self.what = what
  }

  /// Shows how many are done, at most five times a second on a terminal, and every five seconds elsewhere.
  mutating func update(_ count: Int) {
    let now = ContinuousClock.now
    let interval: Duration = Console.errorIsTerminal ? .milliseconds(200) : .seconds(5)
    guard now - lastShown >= interval else { return }
    lastShown = now
    let seconds = (now - start).components.seconds
    if Console.errorIsTerminal {
      shown = true
      let bytes = Array("\r\(what): \(count) after \(seconds) s".utf8)
      _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    } else {
      Console.say("\(what): \(count) after \(seconds) s")
    }
  }

  /// Clears the line.
  mutating func finish() {
    guard shown else { return }
    let bytes = Array("\r\u{1B}[K".utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
