/// What distinguishes a database of ours from any other: numbers in its header, and its tables (ST-3, ST-7).
struct DatabaseForm {
  /// The number at byte 68 of the file.
  var application: Int64
  var version: UInt32
  /// The tables with the statement that makes each, in the order of making.
  var tables: [(name: String, statement: String)]
  /// Whether pages may be free, as they are where rows were removed.
  var hasFreePages: Bool

  static let log = DatabaseForm(
    application: 0x424C_5354, version: 1,
    tables: [
      table("genesis", "place INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL, seal BLOB NOT NULL"),
      table("head", "place INTEGER PRIMARY KEY, height INTEGER NOT NULL, hash BLOB NOT NULL, seal BLOB NOT NULL"),
      table(
        "links",
        "height INTEGER PRIMARY KEY, previous BLOB NOT NULL, hash BLOB NOT NULL, block BLOB NOT NULL, "
          + "receipts BLOB NOT NULL, seal BLOB NOT NULL"),
      table("blocks", "height INTEGER PRIMARY KEY, bytes BLOB NOT NULL"),
      table("receipts", "height INTEGER PRIMARY KEY, bytes BLOB NOT NULL"),
    ], hasFreePages: false)

  static let snapshots = DatabaseForm(
    application: 0x424C_5353, version: 1,
    tables: [
      table(
        "snapshots",
        "height INTEGER PRIMARY KEY, hash BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, "
          + "bytes INTEGER NOT NULL, chunks BLOB NOT NULL, seal BLOB NOT NULL"),
      table("chunks", "place INTEGER PRIMARY KEY, seal BLOB NOT NULL, bytes BLOB NOT NULL"),
    ], hasFreePages: true)

  private static func table(_ name: String, _ columns: String) -> (name: String, statement: String) {
    (name, "CREATE TABLE \(name)(\(columns))")
  }
}

extension Database {
  /// The bytes of a page of ours.
  private static let pageBytes = Int64(4096)

  /// Makes an empty file a database of a form, in one transaction with what a body adds (ST-6).
  func make(_ form: DatabaseForm, _ body: () throws(DatabaseFailure) -> Void) throws(DatabaseFailure) {
    try run("PRAGMA page_size = \(Self.pageBytes); PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'")
    try keepDurably()
    try transaction { () throws(DatabaseFailure) in
      for table in form.tables { try run(table.statement) }
      try body()
      try run("PRAGMA application_id = \(form.application); PRAGMA user_version = \(form.version)")
    }
  }

  /// Whether nothing has been committed to the file yet.
  func isEmpty() throws(DatabaseFailure) -> Bool { try number("PRAGMA page_count") == 0 }

  /// Holds the file's header and tables to a form (ST-10), all in one state of the file.
  func check(_ form: DatabaseForm, _ path: String) throws(StorageError) {
    let outcome: Result<Void, StorageError> = try stored(path) { () throws(DatabaseFailure) in
      try transaction(isWriting: false) { () throws(DatabaseFailure) in
        do throws(StorageError) {
          return .success(try checkNow(form, path))
        } catch {
          return .failure(error)
        }
      }
    }
    try outcome.get()
  }

  /// Refuses to write in a file that may only be read, or that says so of itself.
  func checkWritable(_ path: String) throws(StorageError) {
    guard isReadOnly else { return }
    guard FileSystem.isWritable(path) else { throw .readOnly(path) }
    throw .damaged(.header(path, field: "write version", expected: "1", found: "one that is not known"))
  }

  private func checkNow(_ form: DatabaseForm, _ path: String) throws(StorageError) {
    let header = { (pragma: String) throws(StorageError) -> Int64 in
      try stored(path) { () throws(DatabaseFailure) in try self.number("PRAGMA \(pragma)") }
    }
    let expect = { (field: String, expected: Int64, found: Int64) throws(StorageError) -> Void in
      guard expected == found else {
        throw .damaged(.header(path, field: field, expected: String(expected), found: String(found)))
      }
    }
    let pages = try header("page_count")
    guard pages > 0 else { throw .unfinishedCreation(path) }
    guard try header("application_id") == form.application else { throw .notBallast(path) }
    let version = UInt32(truncatingIfNeeded: try header("user_version"))
    guard version <= form.version else { throw .newerVersion(path, expected: form.version, found: version) }
    try expect("version", Int64(form.version), Int64(version))
    try expect("page size", Self.pageBytes, try header("page_size"))
    let bytes = try stored(path) { () throws(DatabaseFailure) in try fileBytes() }
    let (expectedBytes, overflow) = pages.multipliedReportingOverflow(by: Self.pageBytes)
    guard !overflow, bytes == expectedBytes else {
      throw .damaged(.size(path, expected: overflow ? .max : expectedBytes, found: bytes))
    }
    try expect("vacuuming", 0, try header("auto_vacuum"))
    // A free page in a file that has none would have new rows written over others.
    if !form.hasFreePages { try expect("free pages", 0, try header("freelist_count")) }
    let encoding = try stored(path) { () throws(DatabaseFailure) in try text("PRAGMA encoding") }
    guard encoding == "UTF-8" else {
      throw .damaged(.header(path, field: "encoding", expected: "UTF-8", found: encoding))
    }
    // The end of a write-ahead log that is cut short is lost without a word, so that ours is never one.
    let journal = try stored(path) { () throws(DatabaseFailure) in try text("PRAGMA journal_mode") }
    guard journal != "wal" else {
      throw .damaged(.header(path, field: "journal", expected: "rollback", found: journal))
    }
    try checkTables(form, path)
  }

  private func checkTables(_ form: DatabaseForm, _ path: String) throws(StorageError) {
    let found = try stored(path) { () throws(DatabaseFailure) in
      let statement = try prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid LIMIT 16")
      var rows: [[String]] = []
      while try statement.step() {
        rows.append([try statement.text(0), try statement.text(1), try statement.text(2), try statement.text(3)])
      }
      return rows
    }
    for place in 0..<max(found.count, form.tables.count) {
      let expected = place < form.tables.count ? form.tables[place] : (name: "", statement: "")
      let row = place < found.count ? found[place] : ["", "", "", ""]
      guard row == ["table", expected.name, expected.name, expected.statement] else {
        throw .damaged(.tables(path, expected: expected.name, found: row.count > 3 ? row[3] : ""))
      }
    }
  }
}

/// Runs a body on the database at a path; a failure is said in the words of the data directory.
func stored<Result>(
  _ path: String, _ body: () throws(DatabaseFailure) -> Result
) throws(StorageError) -> Result {
  do throws(DatabaseFailure) { return try body() } catch { throw StorageError(error, path) }
}
