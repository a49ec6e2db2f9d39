import Glibc

extension FileReplacement {
  /// Removes the temporary files that killed processes have left in a folder; what cannot be removed stays.
  ///
  /// The caller has a lock that keeps others from writing there.
  public static func removeUnfinished(in folder: String) {
    guard let names = opendir(folder) else { return }
    defer { closedir(names) }
    while let entry = readdir(names) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { text in
        text.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: text.pointee)) { String(cString: $0) }
      }
      if name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 { unlink("\(folder)/\(name)") }
    }
  }
}
