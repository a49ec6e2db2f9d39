import Encoding

/// What a proof file may be at most (PF-2, PF-5 to PF-8). The lists that no limit names are bounded by the file's bytes
/// and by the checks of what they prove.
public enum ProofFileLimits {
  public static let bytes = 8 << 20
  /// Siblings of an account, in any tree.
  public static let path = CommitmentLimits.depths.upperBound
  /// Siblings of a risk item: as many as 2^20 items have levels.
  public static let riskPath = 20
  public static let recordBytes = 88_185
  /// Signatures of a change of the policy: of all witnesses and the operator.
  public static let changeSignatures = VenueLimits.witnesses + 1

  /// What the text may ask of the reader.
  static let json = {
    var limits = JSONLimits()
    limits.maximumBytes = bytes
    limits.maximumDepth = 16
    limits.maximumValues = 400_000
    limits.maximumStringBytes = 4 << 20
    return limits
  }()
}
