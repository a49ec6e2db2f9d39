import Glibc

/// The right to write in a data directory, which one process has at a time, as long as this value lives; a process
/// that ends in any way lets go of it.
final class DirectoryLock {
  private let descriptor: Int32

  /// - Throws: `inUse` where another has it, `readOnly` where files cannot be made in the directory.
  init(_ directory: String) throws(StorageError) {
    guard FileSystem.isWritable(directory) else { throw .readOnly(directory) }
    let path = directory + "/" + DataDirectory.Names.lock
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileSystem.failure("open", path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let error = errno
      close(descriptor)
      throw error == EWOULDBLOCK ? .inUse(directory) : FileSystem.failure("lock", path, error)
    }
  }

  deinit {
    // A process that is being started at this moment has the descriptor too, and would keep the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
