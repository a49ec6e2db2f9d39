import Glibc

/// What is asked of the file system beside the databases.
enum FileSystem {
  /// Whether a call failed because there is no room left.
  static func isFull(_ error: Int32) -> Bool { error == ENOSPC || error == EDQUOT }

  /// Whether a call failed because what it names is not there.
  static func isMissing(_ error: Int32) -> Bool { error == ENOENT }

  /// Whether there is a directory at a path.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is anything at a path.
  static func holds(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether a file can be written, or files be made in a directory.
  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// Whether a path can be one: it is not empty and has no zero byte.
  static func isPath(_ path: String) -> Bool { !path.isEmpty && !path.utf8.contains(0) }

  /// Makes a directory, durably, where there is none.
  static func makeDirectory(_ path: String) throws(StorageError) {
    if mkdir(path, 0o755) == 0 { return try synchronise(parent(of: path)) }
    let error = errno
    guard !isDirectory(path) else { return }
    throw failure("make the directory", path, error)
  }

  /// Sees the names in a directory on the disk.
  static func synchronise(_ directory: String) throws(StorageError) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open the directory", directory, errno) }
    defer { close(descriptor) }
    // EINVAL: a file system that does not synchronise directories.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("synchronise the directory", directory, errno) }
  }

  /// The failure of a call to the operating system.
  static func failure(_ what: String, _ path: String, _ error: Int32) -> StorageError {
    switch error {
    case ENOSPC, EDQUOT: .diskFull(path)
    case EROFS, EACCES, EPERM: .readOnly(path)
    default: .input("\(what) \(path)", reason: words(error))
    }
  }

  /// What the operating system says of an error.
  static func words(_ error: Int32) -> String { String(cString: strerror(error)) }

  /// The directory in which a path's last name stands.
  private static func parent(of path: String) -> String {
    var path = Substring(path)
    while path.count > 1 && path.last == "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
