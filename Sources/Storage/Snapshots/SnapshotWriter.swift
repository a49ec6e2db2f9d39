import Ethereum

/// A snapshot that is being written, chunk by chunk; it is there once `finish` returns, and not at all before (ST-8).
public final class SnapshotWriter {
  private let database: SnapshotDatabase
  private var heading: SnapshotHeading
  private var isEnded = false

  init(_ database: SnapshotDatabase, of link: BlockLink, first: UInt64) {
    self.database = database
    heading = SnapshotHeading(link: link, count: 0, bytes: 0, first: first, chunks: .zero)
  }

  /// Adds a chunk; where one chunk ends and the next begins is the caller's, and is kept.
  /// - Parameter bytes: one to `StorageLimits.chunkBytes`.
  /// - Throws: `snapshotEnded`, `snapshotEmptyChunk`, `tooLarge`, failures of the machine; the snapshot is given up
  ///   then, and its place on the disk is used again.
  public func append(_ bytes: [UInt8]) throws(StorageError) {
    guard !isEnded else { throw .snapshotEnded }
    isEnded = true
    guard !bytes.isEmpty else { throw .snapshotEmptyChunk }
    try StorageError.Content.chunk.check(bytes)
    guard heading.count < StorageLimits.chunks else {
      throw .tooLarge(.chunks, limit: StorageLimits.chunks, found: heading.count + 1)
    }
    let number = UInt64(clamping: heading.count)
    let (place, overflow) = heading.first.addingReportingOverflow(number)
    guard !overflow, place < StorageLimits.height else { throw .damaged(.snapshot(height: heading.link.height)) }
    let seal = Seal.chunk(snapshot: heading.link.height, number: number, bytes: Keccak256.hash(bytes))
    try database.insert(bytes, seal: seal, at: place)
    heading.chunks = Seal.chunks(heading.chunks, seal)
    heading.count += 1
    heading.bytes += UInt64(clamping: bytes.count)
    isEnded = false
  }

  /// Makes the snapshot one that is there; when this returns, it is on the disk.
  public func finish() throws(StorageError) -> SnapshotHeading {
    guard !isEnded else { throw .snapshotEnded }
    isEnded = true
    try database.insert(heading)
    return heading
  }

  /// Gives the snapshot up.
  func end() { isEnded = true }
}
