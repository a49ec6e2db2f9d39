import Ethereum

/// Makes a data directory of a portable log that arrives in pieces (ST-15).
public final class LogImport {
  /// Blocks are appended together until they have so many bytes.
  private static let batchBytes = 8 << 20

  private let path: String
  private let genesisHash: Bytes32?
  private var reader = LogFileReader()
  private var directory: DataDirectory?
  private var batch: [StoredBlock] = []
  private var batchedBytes = 0
  private var isEnded = false

  /// - Parameters:
  ///   - path: where there is no venue yet.
  ///   - genesisHash: what the log must stand on, known from elsewhere; nil takes any.
  public init(_ path: String, genesisHash: Bytes32? = nil) {
    (self.path, self.genesisHash) = (path, genesisHash)
  }

  /// Takes the next piece of the file.
  /// - Throws: `file` with what is wrong with it, `genesisMismatch`, and what making and appending throw. The directory
  ///   then has the blocks that were whole up to there.
  public func append(_ piece: some Collection<UInt8>) throws(StorageError) {
    reader.append(piece)
    try takeItems()
  }

  /// Takes the end of the file.
  /// - Returns: the directory, with every block of the file on the disk.
  public func finish() throws(StorageError) -> DataDirectory {
    reader.finish()
    try takeItems()
    guard let directory, isEnded else { throw .file(.truncated(.opening, missing: 1)) }
    return directory
  }

  private func takeItems() throws(StorageError) {
    while let item = try nextItem() {
      switch item {
      case .genesis(let hash, let bytes):
        if let genesisHash, hash != genesisHash {
          throw .genesisMismatch(expected: genesisHash, found: hash)
        }
        directory = try DataDirectory.create(path, genesis: bytes, hash: hash)
      case .block(let block):
        batch.append(block)
        batchedBytes += block.bytes.count + block.receipts.count
        if batchedBytes >= Self.batchBytes || batch.count >= StorageLimits.linksAtOnce { try appendBatch() }
      case .end:
        try appendBatch()
        isEnded = true
      }
    }
  }

  private func nextItem() throws(StorageError) -> LogFileReader.Item? {
    do throws(LogFileError) {
      return try reader.next()
    } catch {
      // What was whole before it stays, so that the refusal can be looked at.
      try appendBatch()
      throw .file(error)
    }
  }

  private func appendBatch() throws(StorageError) {
    try directory?.append(batch)
    batch = []
    batchedBytes = 0
  }
}
