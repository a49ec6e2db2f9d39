import Glibc

/// A file without its name yet, and the lock by which others see that somebody writes it.
struct TemporaryFile {
  /// What the names begin with.
  static let prefix = ".partial-"
  /// How often another process may take a new file for one that was left.
  private static let attempts = 16

  let path: String
  /// To write to, and the same file again, for the lock.
  let (descriptor, lock): (Int32, Int32)

  /// A new one; nil with `errno` where there can be none.
  init?(in folder: String) {
    for _ in 0..<Self.attempts {
      guard let (path, descriptor) = Self.made(in: folder) else { return nil }
      let lock = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
      let isTaken = lock >= 0 && Self.isTaken(lock)
      if lock >= 0 && !isTaken {
        (self.path, self.descriptor, self.lock) = (path, descriptor, lock)
        return
      }
      let error = errno
      unlink(path)
      close(descriptor)
      if lock >= 0 { close(lock) }
      errno = error
      if !isTaken { return nil }
    }
    return nil
  }

  private static func made(in folder: String) -> (path: String, descriptor: Int32)? {
    var template = Array("\(folder)/\(prefix)XXXXXX".utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { text in
      text.baseAddress.map { mkstemp($0) } ?? -1
    }
    if descriptor < 0 { return nil }
    // Where it fails, the file would stay open in a child, of which there are none.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return (String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), descriptor)
  }

  /// Whether another process holds the lock, or has removed the file before this one had it. A file system without
  /// locks has none that others could see, so that nothing is removed there.
  private static func isTaken(_ descriptor: Int32) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return errno == EWOULDBLOCK }
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink == 0
  }
}
