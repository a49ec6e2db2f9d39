internal import CSQLite

/// A prepared statement.
final class Statement {
  private let handle: OpaquePointer
  private let database: Database

  init(_ handle: OpaquePointer, of database: Database) {
    (self.handle, self.database) = (handle, database)
  }

  deinit { sqlite3_finalize(handle) }

  /// A value of a parameter or a column.
  enum Value {
    case integer(Int64)
    case bytes([UInt8])
  }

  /// Runs the statement, which answers no row, with values for its parameters in their order.
  func run(_ values: [Value]) throws(DatabaseFailure) {
    defer { reset() }
    for (place, value) in values.enumerated() {
      let index = Int32(clamping: place + 1)
      switch value {
      case .integer(let value): try database.check(sqlite3_bind_int64(handle, index, value))
      case .bytes(let bytes):
        try database.check(bytes.withUnsafeBytes { ballast_sqlite_bind_bytes(handle, index, $0.baseAddress, $0.count) })
      }
    }
    while try step() {}
  }

  /// Starts the statement anew with integers for its parameters; `step` then takes its rows.
  func start(_ values: Int64...) throws(DatabaseFailure) {
    reset()
    for (place, value) in values.enumerated() {
      try database.check(sqlite3_bind_int64(handle, Int32(clamping: place + 1), value))
    }
  }

  /// Goes to the next row.
  /// - Returns: false where there is none; the statement then holds no lock.
  func step() throws(DatabaseFailure) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      reset()
      return false
    case let status:
      let failure = database.failure(status)
      reset()
      throw failure
    }
  }

  /// Ends the statement's hold on its row, and with it a reader's lock.
  func reset() { sqlite3_reset(handle) }

  /// The integer in a column of the row.
  func integer(_ column: Int32) throws(DatabaseFailure) -> Int64 {
    try expect(SQLITE_INTEGER, column, "an integer")
    return sqlite3_column_int64(handle, column)
  }

  /// The bytes in a column of the row.
  func bytes(_ column: Int32) throws(DatabaseFailure) -> [UInt8] {
    try expect(SQLITE_BLOB, column, "bytes")
    let count = Int(sqlite3_column_bytes(handle, column))
    return [UInt8](UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, column), count: count))
  }

  /// The text in a column of the row; a null counts as empty.
  func text(_ column: Int32) throws(DatabaseFailure) -> String {
    if sqlite3_column_type(handle, column) == SQLITE_NULL { return "" }
    try expect(SQLITE_TEXT, column, "text")
    return sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
  }

  private func expect(_ type: Int32, _ column: Int32, _ words: String) throws(DatabaseFailure) {
    guard sqlite3_column_type(handle, column) == type else {
      throw DatabaseFailure(corrupt: "\(words) was expected in column \(column), and something else was found")
    }
  }
}
