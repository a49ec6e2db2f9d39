/// How the key of a file is made from its pass phrase (KY-2).
public enum KeyDerivation: Hashable, Sendable {
  /// Scrypt (RFC 7914).
  case scrypt(ScryptCost, salt: [UInt8])
  /// PBKDF2 with HMAC-SHA256 (RFC 8018).
  case pbkdf2(iterations: Int, salt: [UInt8])

  /// The bounds of KY-3; nothing is derived outside them.
  func check() throws(KeyFileError) {
    switch self {
    case .scrypt(let cost, let salt):
      try cost.check()
      try Self.check(salt: salt)
    case .pbkdf2(let iterations, let salt):
      try Self.check(iterations: iterations)
      try Self.check(salt: salt)
    }
  }

  static func check(iterations: Int?) throws(KeyFileError) {
    try KeyFileError.check(iterations, "c", KeyLimits.iterations)
  }

  static func check(salt: [UInt8]) throws(KeyFileError) {
    guard KeyLimits.saltBytes.contains(salt.count) else {
      throw .lengthOutOfRange(
        "crypto.kdfparams.salt", expected: KeyLimits.saltBytes, found: salt.count)
    }
  }
}

/// What scrypt costs: time is proportional to n·r·p, memory is 128·n·r bytes.
public struct ScryptCost: Hashable, Sendable {
  /// `n`, a power of two.
  public var cost: Int
  /// `r`.
  public var blockSize: Int
  /// `p`.
  public var parallelisation: Int

  public init(cost: Int, blockSize: Int, parallelisation: Int) {
    (self.cost, self.blockSize, self.parallelisation) = (cost, blockSize, parallelisation)
  }

  /// That of new files, and of other wallets' by default: 256 MiB, most of a second.
  public static let standard = ScryptCost(cost: 1 << 18, blockSize: 8, parallelisation: 1)

  /// The bounds of KY-3 in their order.
  func check() throws(KeyFileError) {
    try Self.check(cost: cost)
    try KeyFileError.check(blockSize, "r", KeyLimits.scryptBlockSize)
    try KeyFileError.check(parallelisation, "p", KeyLimits.scryptParallelisation)
    try checkProducts()
  }

  static func check(cost: Int?) throws(KeyFileError) {
    try KeyFileError.check(cost, "n", KeyLimits.scryptCost)
    guard let cost, cost & (cost - 1) == 0 else {
      throw .costOutOfRange("n", expected: "a power of two", found: cost)
    }
  }

  /// Bounds of products of members that are each within theirs, so that nothing overflows.
  func checkProducts() throws(KeyFileError) {
    if blockSize == 1 && cost >= KeyLimits.scryptCostOfBlockSizeOne {
      throw .costOutOfRange(
        "n", expected: "less than \(KeyLimits.scryptCostOfBlockSizeOne) where r is 1", found: cost)
    }
    guard memory <= KeyLimits.scryptMemory else {
      throw .costOutOfRange("128·n·r", expected: "at most \(KeyLimits.scryptMemory)", found: memory)
    }
    let work = cost * blockSize * parallelisation
    guard work <= KeyLimits.scryptWork else {
      throw .costOutOfRange("n·r·p", expected: "at most \(KeyLimits.scryptWork)", found: work)
    }
  }

  /// Bytes that the derivation's large table takes.
  var memory: Int { 128 * cost * blockSize }
}
