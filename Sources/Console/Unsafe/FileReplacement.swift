import Glibc

/// A file that is written piece by piece and takes its name in one step, when it is whole: whoever opens it, even
/// after a loss of power, finds the old content or the new, never a part.
///
/// The bytes go to a temporary file in the same folder, `.partial-` and six letters, readable by its owner alone, on
/// which its writer has a lock. One that is not finished is removed; a process that is killed meanwhile leaves it, and
/// its lock ends with it: so others know that it is nobody's (`removeUnfinished`).
public final class FileReplacement {
  private let path: String
  private let mode: UInt32
  private let temporary: String
  private let folderDescriptor: Int32
  private var descriptor: Int32
  /// The same file again, which holds the lock until the file has its name.
  private let lock: Int32
  private var isFinished = false

  /// - Parameters:
  ///   - path: of a regular file or of none yet; `-` is a name like others.
  ///   - mode: the permissions that the file has then, whatever it had, and whatever the umask: 0o600 for
  ///     secrets.
  /// - Throws: `badOutput` where there is no such folder, it cannot be written, or something else than a
  ///   regular file has the name.
  public init(_ path: String, mode: UInt32) throws(CommandFailure) {
    // A rename would put a file in the place of a device or a link, which is hardly meant.
    if Folder.holds(path) && !Folder.holdsFile(path) {
      throw CommandFailure(.badOutput, "\(path) could not be written: expected a regular file")
    }
    let folder = Folder.containing(path)
    let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folderDescriptor < 0 { throw FileOutput.failure(path) }
    guard let file = TemporaryFile(in: folder) else {
      let reason = FileOutput.failure(path)
      Glibc.close(folderDescriptor)
      throw reason
    }
    self.path = path
    self.mode = mode
    self.folderDescriptor = folderDescriptor
    (descriptor, lock, temporary) = (file.descriptor, file.lock, file.path)
  }

  deinit {
    if !isFinished { unlink(temporary) }
    if descriptor >= 0 { Glibc.close(descriptor) }
    Glibc.close(lock)
    Glibc.close(folderDescriptor)
  }

  /// Writes everything.
  /// - Throws: `badOutput` with the reason; the old content stands.
  public func write(_ bytes: [UInt8]) throws(CommandFailure) {
    guard System.write(bytes, to: descriptor) else { throw FileOutput.failure(path) }
  }

  /// Sees the bytes on the disk and gives them the file's name; nothing can be written after it.
  /// - Parameter isDurable: false for files that can be made again: a loss of power may then leave them empty.
  /// - Throws: `badOutput`; the old content stands, unless only the last step failed, which makes the new name
  ///   permanent.
  public func finish(isDurable: Bool = true) throws(CommandFailure) {
    try close(isDurable: isDurable)
    guard rename(temporary, path) == 0 else { throw FileOutput.failure(path) }
    isFinished = true
    if isDurable { try synchroniseFolder() }
  }

  /// The same of a file that is new: what has got the name meanwhile stays.
  public func finishNew() throws(CommandFailure) {
    try close(isDurable: true)
    // A second name refuses one that is taken; where a file system has none, the first is changed.
    if link(temporary, path) == 0 {
      unlink(temporary)
    } else if errno == EEXIST {
      throw CommandFailure(.badOutput, "\(path): expected no file, found one, which is left as it is")
    } else if rename(temporary, path) != 0 {
      throw FileOutput.failure(path)
    }
    isFinished = true
    try synchroniseFolder()
  }

  private func close(isDurable: Bool) throws(CommandFailure) {
    guard fchmod(descriptor, mode) == 0 && (!isDurable || fsync(descriptor) == 0) else { throw FileOutput.failure(path) }
    let isClosed = Glibc.close(descriptor) == 0
    descriptor = -1
    if !isClosed { throw FileOutput.failure(path) }
  }

  private func synchroniseFolder() throws(CommandFailure) {
    // EINVAL: a file system that does not synchronise folders.
    if fsync(folderDescriptor) != 0 && errno != EINVAL { throw FileOutput.failure(path) }
  }
}
