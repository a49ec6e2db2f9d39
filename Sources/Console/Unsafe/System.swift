import Glibc

/// What the commands ask of the operating system besides files.
public enum System {
  public enum Stream: Hashable, Sendable {
    case output, error

    fileprivate var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }
  }

  public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.descriptor) == 1 }

  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The processors that are online.
  public static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The seconds since 1970, UTC, without leap seconds.
  public static var secondsSinceEpoch: UInt64 { UInt64(clamping: time(nil)) }

  /// Writes everything.
  /// - Returns: why it could not, nil where it could.
  static func write(_ bytes: [UInt8], to stream: Stream) -> String? {
    write(bytes, to: stream.descriptor) ? nil : lastError
  }

  /// Writes everything, or is false, and `lastError` says why.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      start += written
    }
    return true
  }

  /// What the operating system says of the call that failed last.
  static var lastError: String { String(cString: strerror(errno)) }

  /// From now on, what is written beyond a limit of file sizes fails as on a full disk; otherwise the process would end
  /// by a signal, without a word.
  static func tellFileLimits() { signal(SIGXFSZ, SIG_IGN) }

  /// Holds the places of standard streams that the process began without: the next file opened would take one, and
  /// have messages written into it. What is written to such a stream fails.
  static func holdStandardStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  public static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
