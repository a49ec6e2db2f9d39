import Glibc

/// The terminal that the process runs at, whatever its standard streams are.
enum Terminal {
  /// Signals that end or stop a process by default.
  private static let held = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP]

  /// One line, typed without being shown.
  ///
  /// A signal that ends or stops the process waits until the terminal shows again what is typed, so that no shell is
  /// left blind.
  /// - Returns: the line without its line feed, one byte more than a pass phrase may have where it is longer; nil
  ///   where there is no terminal.
  static func ask(_ prompt: String) throws(KeySourceError) -> SecretBytes? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var (blocked, before) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    for signal in held { sigaddset(&blocked, signal) }
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

    var shown = termios()
    guard tcgetattr(terminal, &shown) == 0 else { throw failure() }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    hidden.c_lflag |= tcflag_t(ICANON | ECHONL)
    // What was typed ahead was typed to be seen; it is dropped.
    guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { throw failure() }
    defer { tcsetattr(terminal, TCSAFLUSH, &shown) }
    say(prompt, at: terminal)
    return try line(from: terminal)
  }

  private static func line(from terminal: Int32) throws(KeySourceError) -> SecretBytes {
    var length = 0
    let room = KeyLimits.passphraseBytes.upperBound + 1
    let typed = try SecretBytes(count: room) { (bytes) throws(KeySourceError) in
      var byte = UInt8(0)
      // Also the byte on its way is a secret's.
      defer { withUnsafeMutableBytes(of: &byte) { SecretBytes.wipe($0) } }
      while true {
        guard try isReady(terminal) else { return }
        let count = read(terminal, &byte, 1)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { throw failure() }
        if count == 0 || byte == 10 { return }
        if length < bytes.count {
          bytes[length] = byte
          length += 1
        }
      }
    }
    return typed.part(0..<length)
  }

  /// Waits for something to read.
  /// - Returns: false where a signal waits to be delivered first.
  private static func isReady(_ terminal: Int32) throws(KeySourceError) -> Bool {
    let milliseconds = Int32(100)
    while true {
      var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      let count = poll(&request, 1, milliseconds)
      if count > 0 { return true }
      if count < 0 && errno != EINTR { throw failure() }
      var pending = sigset_t()
      guard sigpending(&pending) == 0 else { throw failure() }
      if held.contains(where: { sigismember(&pending, $0) == 1 }) { return false }
    }
  }

  private static func say(_ text: String, at terminal: Int32) {
    _ = Array(text.utf8).withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }

  private static func failure() -> KeySourceError { .terminal(reason: String(cString: strerror(errno))) }
}
