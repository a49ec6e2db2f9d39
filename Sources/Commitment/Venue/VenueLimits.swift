/// What a venue, its policies and what is signed for it may be at most (CP-1, CP-4, CP-6, CP-11, SV-1, SV-2).
public enum VenueLimits {
  /// Bytes of a venue's name.
  public static let nameBytes = 64
  public static let witnesses = 64
  public static let custodians = 1024
  /// Changes of the policy since the genesis.
  public static let policyChanges = 1000
  /// Seconds by which a checkpoint may be ahead of the reader's clock.
  public static let clockSkew: UInt64 = 300
  /// Statements of one attestation, and bytes of a statement's source.
  public static let statements = 1024
  public static let sourceBytes = 256
}
