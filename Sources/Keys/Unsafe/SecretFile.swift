import Glibc

/// Files that only their owner may read, and the reading of files that hold secrets.
enum SecretFile {
  /// The beginning of a file: all of it, or one byte more than `limit` where it is longer.
  static func read(_ path: String, atMost limit: Int) throws(KeySourceError) -> SecretBytes {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: lastError) }
    defer { close(descriptor) }
    var length = 0
    let content = try SecretBytes(count: limit + 1) { (bytes) throws(KeySourceError) in
      while length < bytes.count {
        let room = UnsafeMutableRawBufferPointer(rebasing: bytes[length...])
        let count = Glibc.read(descriptor, room.baseAddress, room.count)
        if count == 0 { return }
        if count < 0 {
          if errno == EINTR { continue }
          throw .unreadable(path: path, reason: lastError)
        }
        length += count
      }
    }
    return content.part(0..<length)
  }

  /// Whether there is anything of this name, be it a link to nothing.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Makes a file of mode 0600, where there is none.
  static func create(_ path: String, _ bytes: [UInt8]) throws(KeySourceError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw .fileExists(path) }
      throw .unwritable(path: path, reason: lastError)
    }
    guard let reason = write(bytes, to: descriptor) ?? keepFolder(of: path) else { return }
    unlink(path)
    throw .unwritable(path: path, reason: reason)
  }

  /// Writes everything, sees it on the disk and closes.
  /// - Returns: why it could not, nil where it could.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    defer { close(descriptor) }
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return lastError
      }
      start += written
    }
    return fsync(descriptor) == 0 ? nil : lastError
  }

  /// Sees a name that was made in a folder on the disk.
  private static func keepFolder(of path: String) -> String? {
    let end = path.lastIndex(of: "/")
    let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return lastError }
    defer { close(descriptor) }
    // Some file systems have nothing to see to there and say so.
    return fsync(descriptor) == 0 || errno == EINVAL ? nil : lastError
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
