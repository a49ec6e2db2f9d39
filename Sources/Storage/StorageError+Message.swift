extension StorageError {
  /// One sentence that says what was expected and what was found, or what can be done.
  public var message: String {
    switch self {
    case .missingDirectory(let path): "a data directory was expected at \(path), and there is no directory"
    case .readOnly(let path): "\(path) was expected to be writable, and this process may only read it"
    case .inUse(let path):
      "\(path) is written by another process; one at a time may: end that one, or take a command that only reads"
    case .alreadyExists(let path): "a directory without a venue was expected, and \(path) has one, which stays as it is"
    case .notBallast(let path): "a data directory of Ballast was expected, and \(path) is none"
    case .unfinishedCreation(let path):
      "a whole data directory was expected, and \(path) is one whose making was cut short, with nothing in it: make it "
        + "again"
    case .logMissing(let path):
      "the log of which \(path) has snapshots was expected, and log.sqlite is missing or empty: put a copy of it back; a "
        + "new venue needs another directory"
    case .newerVersion(let path, let expected, let found):
      "\(path) was expected to have version \(expected), and it has \(found): it needs another version of this program"
    case .interruptedWrite(let path):
      "\(path) has a write that was cut short, which this process may not take back: open it once where it may write"
    case .damaged(let damage): "\(damage.message); \(damage.remedy)"
    case .openForReading: "a data directory opened for writing was expected, and it is open for reading"
    case .halted:
      "a write failed before in a way that leaves open what is on the disk: open the data directory again, which says"
    case .genesisMismatch(let expected, let found):
      "a log on genesis \(expected) was expected, and it stands on \(found): it is of another venue"
    case .file(let error): error.message
    case .heightMismatch(let expected, let found):
      "block \(expected), the next one, was expected, and block \(found) was given"
    case .previousMismatch(let height, let expected, let found):
      "block \(height) on \(expected), the last hash, was expected, and one on \(found) was given"
    case .tooLarge(.chunks, let limit, let found):
      "\(limit) chunks of a snapshot at most were expected, and \(found) were found"
    case .tooLarge(.snapshots, let limit, let found):
      "\(limit) snapshots at most were expected, and this would be number \(found): remove older ones"
    case .tooLarge(let content, let limit, let found):
      "\(limit) bytes of a \(content.rawValue) at most were expected, and \(found) were found"
    case .noSuchBlock(let height, 0): "a block was expected, and the log has none yet: \(height) was asked"
    case .noSuchBlock(let height, let last):
      "a block from 1 to \(last), the last one, was expected, and \(height) was asked"
    case .snapshotExists(let height): "a height without a snapshot was expected, and \(height) has one"
    case .noSuchSnapshot(let height): "a height with a snapshot was expected, and \(height) has none"
    case .snapshotEmptyChunk: "a chunk with bytes was expected, and it has none"
    case .snapshotEnded: "a snapshot that is being written was expected, and this one has ended"
    case .diskFull(let path):
      "\(path) could not be written because there is no room left; nothing that was acknowledged is lost"
    case .busy(let path):
      "\(path) is held by another process for longer than \(StorageLimits.patience / 1000) seconds; try again"
    case .moved(let path): "\(path) was removed or renamed while it was open; nothing more is written to it"
    case .outOfMemory: "there is not enough memory"
    case .input(let what, let reason): "could not \(what): \(reason)"
    case .library(let path, let code, let reason): "the database \(path) failed with code \(code): \(reason)"
    }
  }
}

extension StorageError: CustomStringConvertible {
  public var description: String { "\(name): \(message)" }
}
