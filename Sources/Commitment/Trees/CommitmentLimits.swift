/// What a tree and a proof may be at most (CM-1, CM-13).
public enum CommitmentLimits {
  /// Levels above the leaves.
  public static let depths = 1...32
  public static let defaultDepth = 24
  /// Indices of one multi-proof.
  public static let indices = 1024
  /// Collaterals of one account record.
  public static let collaterals = 256
  /// Options of one account record.
  public static let options = 1024
}
