import Glibc

extension FileReplacement {
  /// Removes the temporary files that killed processes have left in a folder, and no others: those on which nobody has
  /// a lock. What cannot be removed stays.
  public static func removeUnfinished(in folder: String) {
    guard let names = opendir(folder) else { return }
    defer { closedir(names) }
    while let entry = readdir(names) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { text in
        text.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: text.pointee)) { String(cString: $0) }
      }
      let prefix = TemporaryFile.prefix
      if name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 { removeIfNobodys("\(folder)/\(name)") }
    }
  }

  /// The same in the folder of a file.
  public static func removeUnfinished(beside path: String) {
    removeUnfinished(in: Folder.containing(path))
  }

  private static func removeIfNobodys(_ path: String) {
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0 { return }
    defer { close(descriptor) }
    var status = stat()
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0 else { return }
    let isOwn = status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
    // Without a name it was removed meanwhile, and another file may have got the name.
    if isOwn && status.st_nlink > 0 { unlink(path) }
  }
}
