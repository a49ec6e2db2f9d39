internal import CSQLite

/// What SQLite says of a call that failed.
struct DatabaseFailure: Error {
  /// What a failure means to who keeps data with SQLite.
  enum Kind {
    case full, busy, readOnly, interruptedWrite, moved, cannotOpen, notDatabase, corrupt, memory, input, other
  }

  var kind: Kind
  /// SQLite's extended code.
  var code: Int32
  /// SQLite's message.
  var message: String
  /// What the operating system said, 0 for nothing.
  var systemError: Int32

  /// The failure of the last call on a database; without one, that of a code alone.
  init(_ status: Int32, _ database: OpaquePointer?) {
    // A call on no database has no extended code, and its message would be that there is no memory.
    code = database.map { sqlite3_extended_errcode($0) } ?? status
    if code & 0xFF != status & 0xFF { code = status }
    systemError = database.map { sqlite3_system_errno($0) } ?? 0
    message = (database.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(status)).map { String(cString: $0) } ?? ""
    kind = Self.kind(code, systemError)
  }

  /// Whether the transaction that failed has been taken back, and the next one may succeed. A full disk that shows
  /// only when the file is synchronised is not meant: what was written then is unknown.
  var leavesNothing: Bool { [SQLITE_FULL, SQLITE_BUSY].contains(code & 0xFF) }

  /// A row that has not the form that its table says.
  init(corrupt message: String) {
    (kind, code, self.message, systemError) = (.corrupt, SQLITE_CORRUPT, message, 0)
  }

  private static func kind(_ code: Int32, _ systemError: Int32) -> Kind {
    switch code {
    case ReadOnly.rollback, ReadOnly.recovery: return .interruptedWrite
    case ReadOnly.moved: return .moved
    case InputOutput.memory: return .memory
    // The file ends before a page that it should have.
    case InputOutput.shortRead: return .corrupt
    default: break
    }
    switch code & 0xFF {
    case SQLITE_FULL: return .full
    case SQLITE_BUSY, SQLITE_LOCKED: return .busy
    case SQLITE_READONLY: return .readOnly
    case SQLITE_CANTOPEN: return .cannotOpen
    case SQLITE_NOTADB: return .notDatabase
    // An error in a statement of ours is a table that is not ours; a value too big is more than was ever written.
    case SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_FORMAT, SQLITE_SCHEMA:
      return .corrupt
    case SQLITE_NOMEM: return .memory
    case SQLITE_IOERR, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOLFS:
      return FileSystem.isFull(systemError) ? .full : FileSystem.isMissing(systemError) ? .moved : .input
    default: return .other
    }
  }

  /// Extended codes, which the header has as expressions that Swift does not take over.
  private enum ReadOnly {
    static let recovery = SQLITE_READONLY | 1 << 8
    static let rollback = SQLITE_READONLY | 3 << 8
    static let moved = SQLITE_READONLY | 4 << 8
  }

  private enum InputOutput {
    static let shortRead = SQLITE_IOERR | 2 << 8
    static let memory = SQLITE_IOERR | 12 << 8
  }
}
