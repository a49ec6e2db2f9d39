/// What a tree and a proof may be at most (CM-1, CM-13).
public enum CommitmentLimits {
  /// Levels above the leaves.
  public static let depths = 1...32
  public static let defaultDepth = 24
  /// Indices of one multi-proof.
  public static let indices = 1024
  /// Collaterals of one account record, and assets of the asset tree's list.
  public static let collaterals = 256
  /// Options of one account record.
  public static let options = 1024
  /// Perps and options of the record of a ledger's account, which is thus no longer than one of a book's.
  public static let perps = 128
  public static let ledgerOptions = 640
  /// Items under a risk root, bytes of an item's key, and bytes of its value.
  public static let riskItems = 1 << 20
  public static let riskKeyBytes = 255
  public static let riskValueBytes = 1 << 20

  static func options(of version: AccountRecord.Version) -> Int { version == .book ? options : ledgerOptions }
}
