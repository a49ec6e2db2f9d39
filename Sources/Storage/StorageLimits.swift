/// The limits of a data directory (ST-2). Each is checked before any work is done for what it bounds.
public enum StorageLimits {
  /// Bytes of a genesis, of a block and of a block's receipts, each.
  public static let contentBytes = 64 << 20
  /// Bytes of one chunk of a snapshot.
  public static let chunkBytes = 4 << 20
  /// Chunks of one snapshot.
  public static let chunks = 1 << 20
  /// Snapshots that are kept.
  public static let snapshots = 1024
  /// The greatest height, which SQLite can still keep as an integer.
  public static let height = UInt64(Int64.max)

  /// How long one process waits for another to let go of a database, in milliseconds.
  static let patience: Int32 = 10_000
  /// Links of the chain that are read under one lock, so that a reader never holds up the writer for long.
  static let linksAtOnce = 4096
  /// Memory for pages of a database, in KiB.
  static let cacheKibibytes = 8192
  /// What a journal keeps on the disk between transactions, in bytes.
  static let journalBytes = 1 << 20
  /// What a row may have besides its content, in bytes.
  static let rowBytes = 4096
}
