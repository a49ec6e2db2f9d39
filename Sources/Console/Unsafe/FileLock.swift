import Glibc

/// A lock that one process at a time holds on what a file stands for, as long as this value lives; a process that ends
/// in any way lets go of it.
///
/// The lock is on a file of its own beside, with `.lock` after the name, which stays: removing it would let two
/// processes lock two files.
public final class FileLock {
  private let descriptor: Int32

  /// - Parameter path: of what is locked, which need not be there.
  /// - Throws: `badOutput` where another process holds the lock, or the folder cannot be written.
  public init(_ path: String) throws(CommandFailure) {
    descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw FileOutput.failure(path + ".lock") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      let failure = FileOutput.failure(path + ".lock")
      close(descriptor)
      throw isHeld
        ? CommandFailure(.badOutput, "\(path) is in use by another process; call again when that has ended") : failure
    }
  }

  deinit { close(descriptor) }
}
