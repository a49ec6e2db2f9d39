import Ethereum

/// Why a data directory could not be made, opened, read or written, in the order of the checks (ST-9 to ST-12).
public enum StorageError: Error, Hashable, Sendable {
  // The directory.
  case missingDirectory(String)
  case readOnly(String)
  case inUse(String)
  case alreadyExists(String)
  case notBallast(String)
  case unfinishedCreation(String)
  /// Snapshots of a log that is not there any more, or is empty.
  case logMissing(String)
  case newerVersion(String, expected: UInt32, found: UInt32)
  /// A writer was killed at work, and the reader may not take back what it left half done.
  case interruptedWrite(String)
  case damaged(StorageDamage)

  // What is asked.
  case openForReading
  /// A write failed before in such a way that only opening anew shows what is on the disk.
  case halted
  /// A portable log of another venue.
  case genesisMismatch(expected: Bytes32, found: Bytes32)
  case file(LogFileError)
  case heightMismatch(expected: UInt64, found: UInt64)
  case previousMismatch(height: UInt64, expected: Bytes32, found: Bytes32)
  case tooLarge(Content, limit: Int, found: Int)
  case noSuchBlock(UInt64, last: UInt64)
  case snapshotExists(UInt64)
  case noSuchSnapshot(UInt64)
  case snapshotEmptyChunk
  case snapshotEnded

  // What the machine has not.
  case diskFull(String)
  case busy(String)
  case moved(String)
  case outOfMemory
  case input(String, reason: String)
  /// A failure of the library that has no other name here.
  case library(String, code: Int32, reason: String)

  /// What has a limit of its own.
  public enum Content: String, Hashable, Sendable {
    case genesis, block, receipts, chunk
    /// Chunks of a snapshot, of which there are too many.
    case chunks
    /// Snapshots, of which there are too many.
    case snapshots
  }

  /// The error's stable name.
  public var name: String {
    switch self {
    case .missingDirectory: "Storage_MissingDirectory"
    case .readOnly: "Storage_ReadOnly"
    case .inUse: "Storage_InUse"
    case .alreadyExists: "Storage_AlreadyExists"
    case .notBallast: "Storage_NotBallast"
    case .unfinishedCreation: "Storage_UnfinishedCreation"
    case .logMissing: "Storage_LogMissing"
    case .newerVersion: "Storage_NewerVersion"
    case .interruptedWrite: "Storage_InterruptedWrite"
    case .damaged(let damage): damage.name
    case .openForReading: "Storage_OpenForReading"
    case .halted: "Storage_Halted"
    case .genesisMismatch: "Storage_GenesisMismatch"
    case .file(let error): error.name
    case .heightMismatch: "Storage_HeightMismatch"
    case .previousMismatch: "Storage_PreviousMismatch"
    case .tooLarge: "Storage_TooLarge"
    case .noSuchBlock: "Storage_NoSuchBlock"
    case .snapshotExists: "Storage_SnapshotExists"
    case .noSuchSnapshot: "Storage_NoSuchSnapshot"
    case .snapshotEmptyChunk: "Storage_SnapshotEmptyChunk"
    case .snapshotEnded: "Storage_SnapshotEnded"
    case .diskFull: "Storage_DiskFull"
    case .busy: "Storage_Busy"
    case .moved: "Storage_Moved"
    case .outOfMemory: "Storage_OutOfMemory"
    case .input: "Storage_InputOutput"
    case .library: "Storage_Library"
    }
  }

  /// The meaning of a failure of a database.
  init(_ failure: DatabaseFailure, _ path: String) {
    switch failure.kind {
    case .full: self = .diskFull(path)
    case .busy: self = .busy(path)
    case .readOnly: self = .readOnly(path)
    case .interruptedWrite: self = .interruptedWrite(path)
    case .moved: self = .moved(path)
    case .notDatabase: self = .notBallast(path)
    case .corrupt: self = .damaged(.structure(path, failure.message))
    case .memory: self = .outOfMemory
    case .cannotOpen: self = .input("open \(path)", reason: failure.reason)
    case .input: self = .input("read or write \(path)", reason: failure.reason)
    case .other: self = .library(path, code: failure.code, reason: failure.message)
    }
  }
}

extension DatabaseFailure {
  /// What went wrong, with the operating system's word where it had one.
  fileprivate var reason: String {
    systemError == 0 ? message : "\(message): \(FileSystem.words(systemError))"
  }
}
