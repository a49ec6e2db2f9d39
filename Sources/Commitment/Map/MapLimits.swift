/// What a state map and its proofs may be at most (MP-1, MP-9).
public enum MapLimits {
  /// Bytes of a key, and of a value.
  public static let keyBytes = 128
  public static let valueBytes = 1 << 20
  /// Entries of a map. A node index has 31 bits: more nodes than that would take thirty nodes an entry, and so keys
  /// that somebody searched 2^30 hashes for, each of them.
  public static let entries = 1 << 26
  /// Entries of one proof.
  public static let proofKeys = 1 << 18
  /// Parts of one proof: a bound on memory, far above what the paths of so many keys have.
  public static let proofParts = 1 << 23
  /// Bits of a path, and so the depth below which there is no node.
  public static let pathBits = 256
}
