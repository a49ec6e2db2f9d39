import Ethereum

/// Why a portable log is refused (ST-14), in the order of the checks of a record.
public enum LogFileError: Error, Hashable, Sendable {
  /// It begins otherwise.
  case notALogFile
  case newerVersion(expected: UInt32, found: UInt32)
  /// It ends before its end record.
  case truncated(Part, missing: Int)
  /// A record of a kind that cannot stand here.
  case unexpectedKind(after: UInt64, found: UInt8)
  /// A part is not what was written.
  case altered(Part)
  case tooLarge(Part, limit: Int, found: UInt64)
  case heightMismatch(expected: UInt64, found: UInt64)
  case previousMismatch(height: UInt64, expected: Bytes32, found: Bytes32)
  /// The end record is of another block than the last.
  case endMismatch(expected: BlockLink, found: BlockLink)
  /// Bytes after the end record.
  case trailing

  /// A part of the file.
  public enum Part: Hashable, Sendable {
    case opening
    case genesis
    /// The heading of the record of a block.
    case heading(UInt64)
    case block(UInt64)
    case receipts(UInt64)
    /// The end record, after a block.
    case end(after: UInt64)
  }

  /// The error's stable name.
  public var name: String {
    switch self {
    case .notALogFile: "LogFile_NotALogFile"
    case .newerVersion: "LogFile_NewerVersion"
    case .truncated: "LogFile_Truncated"
    case .unexpectedKind: "LogFile_UnexpectedKind"
    case .altered: "LogFile_Altered"
    case .tooLarge: "LogFile_TooLarge"
    case .heightMismatch: "LogFile_HeightMismatch"
    case .previousMismatch: "LogFile_PreviousMismatch"
    case .endMismatch: "LogFile_EndMismatch"
    case .trailing: "LogFile_Trailing"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .notALogFile: "a portable log was expected, and the file begins otherwise"
    case .newerVersion(let expected, let found):
      "a portable log of version \(expected) was expected, and it has \(found): it needs another version of this program"
    case .truncated(let part, let missing):
      "the file ends in \(part.words): \(missing) more bytes were expected at least, and it was cut short"
    case .unexpectedKind(let height, let found):
      "a block or the end was expected after \(height == 0 ? "the genesis" : "block \(height)"), and a record of kind "
        + "\(found) was found: the file is altered"
    case .altered(let part): "\(part.words) was expected as it was written, and it is altered"
    case .tooLarge(let part, let limit, let found):
      "\(limit) bytes at most were expected of \(part.words), and it has \(found)"
    case .heightMismatch(let expected, let found): "block \(expected) was expected next, and block \(found) was found"
    case .previousMismatch(let height, let expected, let found):
      "block \(height) was expected to stand on \(expected), and it stands on \(found)"
    case .endMismatch(let expected, let found):
      "the end after block \(expected.height) of hash \(expected.hash) was expected, and one after block "
        + "\(found.height) of hash \(found.hash) was found"
    case .trailing: "nothing was expected after the end record, and more was found"
    }
  }
}

extension LogFileError.Part {
  /// For a message.
  fileprivate var words: String {
    switch self {
    case .opening: "the opening of the file"
    case .genesis: "the genesis"
    case .heading(let height): "the heading of block \(height)"
    case .block(let height): "the content of block \(height)"
    case .receipts(let height): "the list of receipts of block \(height)"
    case .end(let height): height == 0 ? "the end after the genesis" : "the end after block \(height)"
    }
  }
}
