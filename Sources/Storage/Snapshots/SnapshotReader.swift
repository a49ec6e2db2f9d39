import Ethereum

/// The chunks of a snapshot, one at a time in memory.
public final class SnapshotReader {
  public let heading: SnapshotHeading
  private let database: SnapshotDatabase
  private var next = 0
  private var chunks = Bytes32.zero
  private var bytes = UInt64(0)

  init(_ database: SnapshotDatabase, _ heading: SnapshotHeading) {
    (self.database, self.heading) = (database, heading)
  }

  /// The next chunk as it was written; nil after the last, and not before all of them together are found to be those
  /// of the snapshot.
  /// - Throws: `damaged`; `noSuchSnapshot` where a writer has removed it meanwhile.
  public func nextChunk() throws(StorageError) -> [UInt8]? {
    let height = heading.link.height
    guard next < heading.count else {
      guard chunks == heading.chunks, bytes == heading.bytes else { throw .damaged(.snapshot(height: height)) }
      return nil
    }
    let number = UInt64(clamping: next)
    let (place, overflow) = heading.first.addingReportingOverflow(number)
    guard !overflow, let chunk = try database.chunk(at: place),
      chunk.seal == Seal.chunk(snapshot: height, number: number, bytes: Keccak256.hash(chunk.bytes))
    else { throw try damage(next) }
    chunks = Seal.chunks(chunks, chunk.seal)
    bytes += UInt64(clamping: chunk.bytes.count)
    next += 1
    return chunk.bytes
  }

  /// What a chunk that is not as it was written means.
  private func damage(_ chunk: Int) throws(StorageError) -> StorageError {
    let height = heading.link.height
    guard try database.headings(from: height, atMost: 1).first == heading else { return .noSuchSnapshot(height) }
    return .damaged(.alteredChunk(height: height, chunk: chunk))
  }
}
