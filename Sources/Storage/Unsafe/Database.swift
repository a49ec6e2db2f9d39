internal import CSQLite

/// One SQLite database, opened with nothing left to chance: every setting on which durability or the safety of reading
/// foreign files rests is made here, whatever the library was built with.
final class Database {
  enum Mode {
    /// Reads alone, beside whoever writes.
    case reading
    case writing
    /// As writing, and the file is made where there is none.
    case creating
  }

  private let handle: OpaquePointer

  /// - Parameter fileLayer: the name of a registered file layer; nil for the operating system's.
  init(_ path: String, _ mode: Mode, fileLayer: String?) throws(DatabaseFailure) {
    // A reader opens for writing too where it may: it then can take back what a killed writer left half done.
    var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    if case .creating = mode { flags |= SQLITE_OPEN_CREATE }
    // Otherwise a name that starts with "file:" would be more than a name.
    let name = path.hasPrefix("/") ? path : "./" + path
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(name, &opened, flags, fileLayer)
    guard status == SQLITE_OK, let opened else {
      let failure = DatabaseFailure(status, opened)
      sqlite3_close_v2(opened)
      throw failure
    }
    handle = opened
    try check(ballast_sqlite_harden(handle))
    try wait(StorageLimits.patience)
    sqlite3_limit(
      handle, SQLITE_LIMIT_LENGTH, Int32(clamping: StorageLimits.contentBytes + StorageLimits.rowBytes))
    // No memory map: a file that is cut short would end the process. Cells are checked, since a file may be altered.
    try run("PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
    try run("PRAGMA cache_size = -\(StorageLimits.cacheKibibytes); PRAGMA temp_store = MEMORY")
    switch mode {
    case .reading: try run("PRAGMA query_only = ON")
    case .writing, .creating: break
    }
  }

  deinit { sqlite3_close_v2(handle) }

  /// How long to wait for another process to let go of the file.
  func wait(_ milliseconds: Int32) throws(DatabaseFailure) { try check(sqlite3_busy_timeout(handle, milliseconds)) }

  /// Makes what is committed from here on durable when the commit returns (ST-4). Not before it is known that the
  /// file is a database of ours, since it may write.
  func keepDurably() throws(DatabaseFailure) {
    try run("PRAGMA journal_mode = PERSIST; PRAGMA journal_size_limit = \(StorageLimits.journalBytes)")
    try run("PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA secure_delete = OFF")
  }

  /// Runs statements that answer nothing that is wanted.
  func run(_ statements: String) throws(DatabaseFailure) {
    try check(sqlite3_exec(handle, statements, nil, nil, nil))
  }

  func prepare(_ text: String) throws(DatabaseFailure) -> Statement {
    var prepared: OpaquePointer?
    try check(sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
    guard let prepared else { throw DatabaseFailure(SQLITE_MISUSE, nil) }
    return Statement(prepared, of: self)
  }

  /// The integer that a statement without parameters answers.
  func number(_ text: String) throws(DatabaseFailure) -> Int64 {
    let statement = try prepare(text)
    guard try statement.step() else { throw DatabaseFailure(corrupt: "no row was answered to \(text)") }
    return try statement.integer(0)
  }

  /// The text that a statement without parameters answers.
  func text(_ text: String) throws(DatabaseFailure) -> String {
    let statement = try prepare(text)
    guard try statement.step() else { throw DatabaseFailure(corrupt: "no row was answered to \(text)") }
    return try statement.text(0)
  }

  /// The bytes of the file.
  func fileBytes() throws(DatabaseFailure) -> Int64 {
    var size = Int64(0)
    let status = ballast_sqlite_file_size(handle, &size)
    guard status == SQLITE_OK else { throw DatabaseFailure(status, nil) }
    return size
  }

  /// Whether the file could only be opened for reading.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs a body as one transaction: all of it is committed, or nothing.
  /// - Parameter isWriting: whether the right to write is taken at once, and not at the first statement that does.
  func transaction<Result>(
    isWriting: Bool = true, _ body: () throws(DatabaseFailure) -> Result
  ) throws(DatabaseFailure) -> Result {
    try run(isWriting ? "BEGIN IMMEDIATE" : "BEGIN")
    do throws(DatabaseFailure) {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // Some failures have rolled it back already. One that cannot be rolled back leaves the transaction open, which
      // the caller sees.
      if isInTransaction { try? run("ROLLBACK") }
      throw error
    }
  }

  func check(_ status: Int32) throws(DatabaseFailure) {
    guard status == SQLITE_OK else { throw DatabaseFailure(status, handle) }
  }

  func failure(_ status: Int32) -> DatabaseFailure { DatabaseFailure(status, handle) }
}
