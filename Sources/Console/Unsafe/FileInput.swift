import Glibc

/// A file, or standard input for `-`, read in pieces.
public final class FileInput {
  /// The most that is read at once.
  public static let pieceBytes = 1 << 20
  /// The largest file that is read whole where the caller names no other limit.
  public static let wholeBytes = 64 << 20

  private let descriptor: Int32
  private let path: String
  private var isOpen = true

  /// - Throws: `badInput` where the file cannot be opened.
  public init(_ path: String) throws(CommandFailure) {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Self.failure(path) }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// Whether reading would not wait: false on a pipe whose writer has nothing yet.
  public var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Waits until there is something to read, or the end.
  /// - Returns: false where a signal has come first (`Interruption`).
  func waits() -> Bool { Interruption.waits(for: descriptor) }

  /// The next piece; empty at the end.
  /// - Throws: `badInput` where the file cannot be read on.
  public func read(atMost count: Int = pieceBytes) throws(CommandFailure) -> [UInt8] {
    let count = max(0, count)
    guard isOpen, count > 0 else { return [] }
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
  ///
  /// A file that states a larger size is refused unread; of a pipe or a device, and of a file that grows,
  /// one byte above the limit is read at most.
  /// - Throws: `badInput` where it is more than a limit, or cannot be read.
  public func readAll(atMost limit: Int) throws(CommandFailure) -> [UInt8] {
    let limit = max(0, limit)
    let expected = statedBytes
    if let expected, expected > limit { throw tooLong(limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected ?? 0)
    while true {
      let room = limit - bytes.count
      let piece = try read(atMost: room < Self.pieceBytes ? room + 1 : Self.pieceBytes)
      if piece.isEmpty { return bytes }
      if piece.count > room { throw tooLong(limit) }
      bytes += piece
    }
  }

  /// A whole file, or all of standard input for `-`.
  /// - Throws: `badInput` where it is more than a limit, or cannot be read.
  public static func bytes(of path: String, atMost limit: Int = wholeBytes) throws(CommandFailure) -> [UInt8] {
    try FileInput(path).readAll(atMost: limit)
  }

  /// What a regular file says is left; nil for what has no size.
  private var statedBytes: Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : max(0, Int(status.st_size) &- Int(position))
  }

  private func tooLong(_ limit: Int) -> CommandFailure {
    CommandFailure(.badInput, "\(path): expected at most \(limit) bytes, found more")
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.badInput, "\(path) could not be read: \(System.lastError)")
  }
}
