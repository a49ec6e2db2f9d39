import Glibc

extension FileOutput {
  /// Makes a file hold these bytes and nothing else, in one step: whoever opens it, even after a loss of
  /// power, finds the old content or the new, never a part.
  ///
  /// The bytes are written to a temporary file in the same folder, which takes the file's name when they are
  /// on the disk. A process that is killed meanwhile leaves the temporary file, `.partial-` and six letters,
  /// readable by its owner alone.
  /// - Parameters:
  ///   - path: of a regular file or of none yet; `-` is a name like others.
  ///   - mode: the permissions that the file has then, whatever it had, and whatever the umask: 0o600 for
  ///     secrets.
  /// - Throws: `badOutput` where there is no such folder, it cannot be written, or something else than a
  ///   regular file has the name; the old content stands, unless only the last step failed, which makes the
  ///   new name permanent.
  public static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(CommandFailure) {
    // A rename would put a file in the place of a device or a link, which is hardly meant.
    if Folder.holds(path) && !Folder.holdsFile(path) {
      throw CommandFailure(.badOutput, "\(path) could not be written: expected a regular file")
    }
    let folder = Folder.containing(path)
    let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folderDescriptor < 0 { throw failure(path) }
    defer { close(folderDescriptor) }

    let temporary = try writeTemporary(bytes, in: folder, mode: mode, named: path)
    guard rename(temporary, path) == 0 else {
      let reason = failure(path)
      unlink(temporary)
      throw reason
    }
    // EINVAL: a file system that does not synchronise folders.
    if fsync(folderDescriptor) != 0 && errno != EINVAL { throw failure(path) }
  }

  /// A file beside the one to be replaced, on the disk and closed.
  private static func writeTemporary(
    _ bytes: [UInt8], in folder: String, mode: UInt32, named path: String
  ) throws(CommandFailure) -> String {
    var template = Array("\(folder)/.partial-XXXXXX".utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { text in
      text.baseAddress.map { mkstemp($0) } ?? -1
    }
    if descriptor < 0 { throw failure(path) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let isWritten =
      fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 && System.write(bytes, to: descriptor) && fchmod(descriptor, mode) == 0
      && fsync(descriptor) == 0
    var reason = isWritten ? nil : failure(path)
    if close(descriptor) != 0 && reason == nil { reason = failure(path) }
    if let reason {
      unlink(temporary)
      throw reason
    }
    return temporary
  }
}
