/// What a key file and a pass phrase may ask for, checked before any work is done (KY-3, KY-7).
public enum KeyLimits {
  /// Bytes of a key file.
  public static let fileBytes = 64 << 10
  /// Bytes of a pass phrase.
  public static let passphraseBytes = 1...1024
  /// Bytes of a derivation's salt.
  public static let saltBytes = 8...64
  /// Bytes of the derived key, of which the first 16 encrypt and the others authenticate.
  public static let derivedKeyBytes = 32

  /// Scrypt's cost `n`, a power of two.
  public static let scryptCost = 2...(1 << 20)
  /// Scrypt's block size `r`.
  public static let scryptBlockSize = 1...32
  /// Scrypt's parallelisation `p`.
  public static let scryptParallelisation = 1...16
  /// Bytes of memory that scrypt may need, 128·n·r.
  public static let scryptMemory = 256 << 20
  /// The product n·r·p, which time is proportional to.
  public static let scryptWork = 1 << 24
  /// With a block size of 1 the cost is below this: RFC 7914 has n < 2^(16·r), and libcrypto holds to it.
  public static let scryptCostOfBlockSizeOne = 1 << 16

  /// Iterations of PBKDF2.
  public static let iterations = 1...10_000_000
}
