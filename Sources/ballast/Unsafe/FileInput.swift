import Glibc

/// A file, or standard input for `-`, read in pieces.
final class FileInput {
  private let descriptor: Int32
  private let path: String
  private var isOpen = true

  /// - Throws: `CommandFailure(.badInput)` where the file cannot be opened.
  init(_ path: String) throws {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Self.failure(path) }
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Whether reading would not wait: false on a pipe whose writer has nothing yet.
  var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }

  /// The next piece; empty at the end.
  func read(atMost count: Int = 1 << 20) throws -> [UInt8] {
    guard isOpen else { return [] }
    var piece = [UInt8](repeating: 0, count: count)
    while true {
      let length = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if length < 0 {
        if errno == EINTR { continue }
        throw Self.failure(path)
      }
      if length == 0 { isOpen = false }
      piece.removeLast(count - length)
      return piece
    }
  }

  /// Everything that is left.
  /// - Throws: `CommandFailure(.badInput)` where it is more than a limit.
  func readAll(atMost limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try read()
      if piece.isEmpty { return bytes }
      bytes += piece
      if bytes.count > limit {
        throw CommandFailure(.badInput, "\(path): expected at most \(limit) bytes, found more")
      }
    }
  }

  static func bytes(of path: String, atMost limit: Int = 64 << 20) throws -> [UInt8] {
    try FileInput(path).readAll(atMost: limit)
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.badInput, "\(path) could not be read: \(String(cString: strerror(errno)))")
  }
}
