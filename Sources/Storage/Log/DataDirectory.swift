import Ethereum

/// The directory in which a venue keeps its genesis, its blocks and its snapshots: what was acknowledged is there after
/// the process was killed or power was lost at any instant (ST-1 to ST-12).
///
/// It knows bytes alone: what a block means, and how its hash comes about, is its caller's. One process at a time may
/// write; others read beside it.
public final class DataDirectory {
  public enum Access: Hashable, Sendable {
    case reading, writing
  }

  enum Names {
    static let lock = "lock"
    static let log = "log.sqlite"
    static let snapshots = "snapshots.sqlite"
  }

  public let path: String
  public let access: Access
  /// The hash that block 1 stands on.
  public let genesisHash: Bytes32
  /// The genesis' bytes.
  public let genesis: [UInt8]
  /// The last block that was acknowledged, or the genesis at height 0; for reading, as of opening or of `refresh`.
  public internal(set) var last: BlockLink

  let database: Database
  let statements: LogStatements
  let fileLayer: String?
  /// Whether a write has failed so that nothing more is written.
  var isHalted = false
  /// Open once a snapshot was asked for.
  var snapshotFile: SnapshotDatabase?
  /// The one that is being written.
  weak var snapshotWriter: SnapshotWriter?
  private let lock: DirectoryLock?

  /// The path of the log's database.
  var logPath: String { path + "/" + Names.log }
  var snapshotsPath: String { path + "/" + Names.snapshots }

  /// Opens a data directory and sees that its chain is whole up to the last block acknowledged (ST-10).
  ///
  /// Takes some seconds for each million blocks. Contents of blocks other than the last are checked where they
  /// are read, and all of them by `verify`.
  /// - Throws: `StorageError`; nothing has been changed then, except that a write that was cut short is taken back.
  public convenience init(opening path: String, for access: Access) throws(StorageError) {
    try self.init(opening: path, for: access, fileLayer: nil)
  }

  convenience init(opening path: String, for access: Access, fileLayer: String?) throws(StorageError) {
    guard FileSystem.isPath(path), FileSystem.isDirectory(path) else { throw .missingDirectory(path) }
    // Without this a lock would be left in any directory that somebody names by mistake.
    if fileLayer == nil && !FileSystem.holds(path + "/" + Names.log) {
      throw Self.hasSnapshots(path) ? .logMissing(path) : .notBallast(path)
    }
    let lock: DirectoryLock?
    switch access {
    case .reading: lock = nil
    case .writing: lock = try DirectoryLock(path)
    }
    try self.init(path, access, lock, fileLayer: fileLayer)
  }

  /// Makes a data directory for a venue; the directory itself is made where there is none (ST-6).
  ///
  /// A making that was cut short is done again; a venue that is there stays, and `alreadyExists` says so.
  /// - Parameters:
  ///   - genesis: what defines the venue, `StorageLimits.contentBytes` at most.
  ///   - hash: what block 1 stands on.
  public static func create(
    _ path: String, genesis: [UInt8], hash: Bytes32
  ) throws(StorageError) -> DataDirectory {
    try create(path, genesis: genesis, hash: hash, fileLayer: nil)
  }

  static func create(
    _ path: String, genesis: [UInt8], hash: Bytes32, fileLayer: String?
  ) throws(StorageError) -> DataDirectory {
    guard FileSystem.isPath(path) else { throw .missingDirectory(path) }
    try StorageError.Content.genesis.check(genesis)
    try FileSystem.makeDirectory(path)
    let lock = try DirectoryLock(path)
    let logPath = path + "/" + Names.log
    // Blocks that were acknowledged are not begun again from nothing.
    let hasSnapshots = fileLayer == nil && hasSnapshots(path)
    if hasSnapshots && !FileSystem.holds(logPath) { throw .logMissing(path) }
    let foundApplication = try stored(logPath) { () throws(DatabaseFailure) -> Int64? in
      let database = try Database(logPath, .creating, fileLayer: fileLayer)
      guard try database.isEmpty() else { return try database.number("PRAGMA application_id") }
      if hasSnapshots { return nil }
      try database.make(.log) { () throws(DatabaseFailure) in
        let first = BlockLink(height: 0, hash: hash)
        try database.prepare("INSERT INTO genesis VALUES (0, ?, ?, ?)").run([
          .bytes(hash.bytes), .bytes(genesis), .bytes(Seal.genesis(hash: hash, bytes: Keccak256.hash(genesis)).bytes),
        ])
        try database.prepare("INSERT INTO head VALUES (0, 0, ?, ?)").run([
          .bytes(hash.bytes), .bytes(Seal.head(first).bytes),
        ])
      }
      return nil
    }
    if let foundApplication {
      throw foundApplication == DatabaseForm.log.application ? .alreadyExists(path) : .notBallast(path)
    }
    if hasSnapshots { throw .logMissing(path) }
    try FileSystem.synchronise(path)
    return try DataDirectory(path, .writing, lock, fileLayer: fileLayer)
  }

  /// Whether a directory has a file of snapshots, of which the first is made after the first block.
  private static func hasSnapshots(_ path: String) -> Bool { FileSystem.holds(path + "/" + Names.snapshots) }

  private init(
    _ path: String, _ access: Access, _ lock: DirectoryLock?, fileLayer: String?
  ) throws(StorageError) {
    (self.path, self.access, self.lock, self.fileLayer) = (path, access, lock, fileLayer)
    let logPath = path + "/" + Names.log
    let database = try stored(logPath) { () throws(DatabaseFailure) in
      try Database(logPath, access == .writing ? .writing : .reading, fileLayer: fileLayer)
    }
    do throws(StorageError) { try database.check(.log, logPath) } catch {
      if case .unfinishedCreation = error, fileLayer == nil, Self.hasSnapshots(path) { throw .logMissing(path) }
      throw error
    }
    if access == .writing { try database.checkWritable(logPath) }
    let statements = try stored(logPath) { () throws(DatabaseFailure) in try LogStatements(database) }
    (genesisHash, genesis) = try statements.genesis(logPath)
    last = try statements.head(logPath)
    (self.database, self.statements) = (database, statements)
    try checkChain()
    try checkEnd()
    if access == .writing { try stored(logPath) { () throws(DatabaseFailure) in try database.keepDurably() } }
  }
}

extension StorageError.Content {
  /// Refuses more bytes than a content may have.
  func check(_ bytes: [UInt8]) throws(StorageError) {
    let limit = self == .chunk ? StorageLimits.chunkBytes : StorageLimits.contentBytes
    guard bytes.count <= limit else { throw .tooLarge(self, limit: limit, found: bytes.count) }
  }
}
