/// What a ledger takes in at most (LG-3). Each is tested before the work that it bounds.
public enum LedgerLimits {
  /// Bytes of one transaction.
  public static let transactionBytes = 1 << 18
  /// Transactions of one block, and bytes of all of them.
  public static let blockTransactions = 10_000
  public static let blockBytes = 1 << 24
  /// Bytes of a genesis.
  public static let genesisBytes = 1 << 20
  /// Places in any list of assets, markets or managers.
  public static let places = 1 << 16
  /// Accounts of a venue.
  public static let accounts: UInt64 = 1 << 32
  /// Instruments, perps or options of one account.
  public static let accountParts = 1 << 12
  /// Events and decisions of one receipt.
  public static let receiptParts = 1 << 16
  /// Bytes of one receipt's texts.
  public static let textBytes = 1 << 16
  /// Bytes of one value of the state, as in the state map.
  public static let valueBytes = 1 << 20
  /// Bytes of one key of the state, as in the state map.
  public static let keyBytes = 128
  /// Bytes of one part of a snapshot that its maker writes, and that its reader takes.
  public static let snapshotPartBytes = 1 << 20
  public static let snapshotPartBytesRead = 1 << 22
}
