import Ethereum

/// The database of snapshots, a file of its own: removing snapshots frees pages, and a damaged list of free pages in
/// the log's file would have new blocks written over old ones (ST-7).
final class SnapshotDatabase {
  let database: Database
  let path: String
  private let rows: Statement
  private let chunkRow: Statement

  /// - Parameter isMaking: whether the file is made where there is none.
  /// - Throws: `StorageError` where it is there and is none of ours.
  init(_ path: String, access: DataDirectory.Access, isMaking: Bool, fileLayer: String?) throws(StorageError) {
    self.path = path
    let database = try stored(path) { () throws(DatabaseFailure) in
      let database = try Database(
        path, isMaking ? .creating : access == .writing ? .writing : .reading, fileLayer: fileLayer)
      if isMaking, try database.isEmpty() { try database.make(.snapshots) { () throws(DatabaseFailure) in } }
      return database
    }
    try database.check(.snapshots, path)
    if access == .writing {
      try database.checkWritable(path)
      try stored(path) { () throws(DatabaseFailure) in try database.keepDurably() }
    }
    self.database = database
    (rows, chunkRow) = try stored(path) { () throws(DatabaseFailure) in
      (
        try database.prepare(
          "SELECT height, hash, first, count, bytes, chunks, seal FROM snapshots WHERE height <= ? "
            + "ORDER BY height DESC LIMIT ?"),
        try database.prepare("SELECT seal, bytes FROM chunks WHERE place = ?")
      )
    }
  }

  /// Snapshots from a height downward, the newest first.
  func headings(
    from height: UInt64 = StorageLimits.height, atMost count: Int = StorageLimits.snapshots
  ) throws(StorageError) -> [SnapshotHeading] {
    let found = try stored(path) { () throws(DatabaseFailure) in
      defer { rows.reset() }
      try rows.start(Int64(clamping: height), Int64(count))
      var found: [(SnapshotHeading, Bytes32)] = []
      while try rows.step() {
        let heading = SnapshotHeading(
          link: BlockLink(height: try rows.height(0), hash: try rows.word(1)), count: Int(clamping: try rows.height(3)),
          bytes: try rows.height(4), first: try rows.height(2), chunks: try rows.word(5))
        found.append((heading, try rows.word(6)))
      }
      return found
    }
    for (heading, seal) in found where heading.seal != seal { throw .damaged(.snapshot(height: heading.link.height)) }
    return found.map { $0.0 }
  }

  /// The bytes of a chunk and the digest that was written with it; nil where there is none.
  func chunk(at place: UInt64) throws(StorageError) -> (seal: Bytes32, bytes: [UInt8])? {
    try stored(path) { () throws(DatabaseFailure) in
      defer { chunkRow.reset() }
      try chunkRow.start(Int64(clamping: place))
      return try chunkRow.step() ? (try chunkRow.word(0), try chunkRow.bytes(1)) : nil
    }
  }

  /// Adds a chunk, in a transaction of its own.
  func insert(_ bytes: [UInt8], seal: Bytes32, at place: UInt64) throws(StorageError) {
    try stored(path) { () throws(DatabaseFailure) in
      try database.transaction { () throws(DatabaseFailure) in
        try database.prepare("INSERT INTO chunks VALUES (?, ?, ?)").run([
          .integer(Int64(clamping: place)), .bytes(seal.bytes), .bytes(bytes),
        ])
      }
    }
  }

  /// Makes a snapshot of the chunks that were added.
  func insert(_ heading: SnapshotHeading) throws(StorageError) {
    try stored(path) { () throws(DatabaseFailure) in
      try database.transaction { () throws(DatabaseFailure) in
        try database.prepare("INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?)").run([
          .integer(Int64(clamping: heading.link.height)), .bytes(heading.link.hash.bytes),
          .integer(Int64(clamping: heading.first)), .integer(Int64(clamping: heading.count)),
          .integer(Int64(clamping: heading.bytes)), .bytes(heading.chunks.bytes), .bytes(heading.seal.bytes),
        ])
      }
    }
  }

  /// Removes chunks that no snapshot has, which a killed writer left; answers the next free place.
  func removeUnfinished() throws(StorageError) -> UInt64 {
    try stored(path) { () throws(DatabaseFailure) in
      let next = try database.number("SELECT ifnull(max(first + count), 0) FROM snapshots")
      guard let place = UInt64(exactly: next) else { throw DatabaseFailure(corrupt: "a place of \(next) was found") }
      try database.transaction { () throws(DatabaseFailure) in
        try database.prepare("DELETE FROM chunks WHERE place >= ?").run([.integer(next)])
      }
      return place
    }
  }

  /// Removes a snapshot with its chunks.
  func remove(_ heading: SnapshotHeading) throws(StorageError) {
    let (end, overflow) = heading.first.addingReportingOverflow(UInt64(clamping: heading.count))
    guard !overflow else { throw .damaged(.snapshot(height: heading.link.height)) }
    try stored(path) { () throws(DatabaseFailure) in
      try database.transaction { () throws(DatabaseFailure) in
        try database.prepare("DELETE FROM snapshots WHERE height = ?").run([
          .integer(Int64(clamping: heading.link.height))
        ])
        try database.prepare("DELETE FROM chunks WHERE place >= ? AND place < ?").run([
          .integer(Int64(clamping: heading.first)), .integer(Int64(clamping: end)),
        ])
      }
    }
  }
}
