import Glibc

extension FileOutput {
  /// The longest last line that is read of a file that is gone on with.
  public static let lastLineBytes = 1 << 16

  /// A file of lines that is gone on with: what is written from now on stands after its last whole line. Standard
  /// output, a pipe or a device is written as it is.
  ///
  /// A process that was killed while it wrote may have left a part of a line. The part is taken away once `accepts`
  /// has seen both, so that a file that is something else stays as it is.
  /// - Parameter accepts: is given the last whole line of a file, nil where there is none, and the part after it.
  /// - Throws: `badOutput` where the file cannot be read and written; what `accepts` throws.
  public convenience init(
    continuing path: String, accepts: (_ last: ArraySlice<UInt8>?, _ part: ArraySlice<UInt8>) throws -> Void
  ) throws {
    guard path != "-", !Folder.holds(path) || Folder.holdsFile(path) else {
      try self.init(path)
      return
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw Self.failure(path) }
    self.init(descriptor, path)
    let size = lseek(descriptor, 0, SEEK_END)
    let start = max(0, size - off_t(Self.lastLineBytes))
    var tail = [UInt8](repeating: 0, count: Int(max(0, size - start)))
    let length = tail.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, start) }
    guard size >= 0, length == tail.count else { throw Self.failure(path) }
    let end = tail.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let before = tail[..<max(0, end - 1)].lastIndex(of: 10).map { $0 + 1 } ?? 0
    try accepts(end == 0 ? nil : tail[before..<(end - 1)], tail[end...])
    guard ftruncate(descriptor, start + off_t(end)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw Self.failure(path)
    }
  }
}
