import Ethereum

/// What is said of a snapshot without reading it.
public struct SnapshotHeading: Hashable, Sendable {
  /// The block after which the state was as in the snapshot.
  public var link: BlockLink
  /// How many chunks it has.
  public var count: Int
  /// Bytes of all its chunks.
  public var bytes: UInt64
  /// The place of the first chunk.
  var first: UInt64
  /// The digest of all chunks.
  var chunks: Bytes32

  /// The digest of the row.
  var seal: Bytes32 {
    Seal.snapshot(link, first: first, count: UInt64(clamping: count), bytes: bytes, chunks: chunks)
  }
}
