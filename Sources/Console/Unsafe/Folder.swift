import Glibc

/// Folders, and what stands in them.
public enum Folder {
  /// Whether there is a file, a folder or another thing at a path; a symbolic link counts by itself.
  public static func holds(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether there is a regular file at a path; a symbolic link is none.
  static func holdsFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Makes a folder and those above it, where they are missing.
  /// - Parameter mode: the permissions of those that are made, less what the umask takes away: 0o700 for
  ///   secrets.
  /// - Throws: `badOutput` where one cannot be made, or a file stands in its place.
  public static func make(_ path: String, mode: UInt32 = 0o755) throws(CommandFailure) {
    let names = path.split(separator: "/")
    var reached = path.hasPrefix("/") ? "/" : ""
    for name in names {
      reached += name
      if mkdir(reached, mode) != 0 && !isFolder(reached) {
        // What mkdir said of a file in the folder's place is that it exists.
        throw CommandFailure(.badOutput, "the folder \(reached) could not be made: \(System.lastError)")
      }
      reached += "/"
    }
  }

  /// Gives a folder another name, in one step that is on the disk afterwards; nothing that has the name is replaced
  /// but an empty folder.
  /// - Throws: `badOutput`; the folder has its old name then, unless only the last step failed, which makes the new
  ///   one permanent.
  public static func move(_ path: String, to target: String) throws(CommandFailure) {
    guard rename(path, target) == 0 else { throw FileOutput.failure(target) }
    let folder = open(containing(target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder < 0 { throw FileOutput.failure(target) }
    defer { close(folder) }
    // EINVAL: a file system that does not synchronise folders.
    if fsync(folder) != 0 && errno != EINVAL { throw FileOutput.failure(target) }
  }

  /// The folder in which a path's last name stands.
  static func containing(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func isFolder(_ path: String) -> Bool {
    let before = errno
    defer { errno = before }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
