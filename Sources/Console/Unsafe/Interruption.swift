import Glibc
import Synchronization

/// SIGINT and SIGTERM for a command that finishes what it has begun before it ends.
///
/// The first of them is held back and told here; a second one ends the process at once.
public enum Interruption {
  private static let received = Atomic<Int32>(0)
  /// The ends of a pipe that the signal makes readable, so that waiting for input ends; -1 before `hold`.
  private static let readable = Atomic<Int32>(-1)
  private static let writable = Atomic<Int32>(-1)

  /// The signal that has come, nil before.
  public static var signal: Int32? {
    let signal = received.load(ordering: .acquiring)
    return signal == 0 ? nil : signal
  }

  /// What people call the signal that has come.
  public static var name: String? { signal.map { $0 == SIGINT ? "SIGINT" : "SIGTERM" } }

  /// Holds the signals back from now on; one that the caller of the program ignores stays ignored.
  public static func hold() {
    var ends: [Int32] = [-1, -1]
    guard readable.load(ordering: .relaxed) < 0, pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readable.store(ends[0], ordering: .releasing)
    writable.store(ends[1], ordering: .releasing)
    // What is done with the first signal is done once: the second finds what it found before.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      let before = errno
      Interruption.received.store(signal, ordering: .releasing)
      var byte: UInt8 = 1
      _ = write(Interruption.writable.load(ordering: .acquiring), &byte, 1)
      errno = before
    }
    action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND) | Int32(SA_RESTART)
    for signal in [SIGINT, SIGTERM] {
      var found = sigaction()
      guard sigaction(signal, nil, &found) == 0, !isIgnored(found) else { continue }
      sigaction(signal, &action, nil)
    }
  }

  /// Ends the process by the signal that has come, so that who started it sees what ended it.
  public static func end(_ signal: Int32) -> Never {
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
    System.exit(128 &+ signal)
  }

  /// Waits until a file can be read without waiting.
  /// - Returns: false where a signal has come.
  static func waits(for descriptor: Int32) -> Bool {
    let end = readable.load(ordering: .acquiring)
    guard end >= 0 else { return true }
    var requests = [
      pollfd(fd: end, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&requests, 2, -1) < 0 && errno == EINTR {}
    return requests[0].revents == 0
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
