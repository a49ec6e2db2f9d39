internal import COpenSSL

extension KeyDerivation {
  /// The 32 bytes derived from a pass phrase (KY-5).
  /// - Throws: `KeyFileError` where the cost is outside the bounds, which are checked first, or memory lacks.
  func key(from passphrase: Passphrase) throws(KeyFileError) -> SecretBytes {
    try check()
    let text = passphrase.secret
    return try SecretBytes(count: KeyLimits.derivedKeyBytes) { (made) throws(KeyFileError) in
      let key = made.bindMemory(to: UInt8.self).baseAddress
      let status = text.withBytes { text in
        let start = text.bindMemory(to: CChar.self).baseAddress
        switch self {
        case .scrypt(let cost, let salt):
          return EVP_PBE_scrypt(
            start, text.count, salt, salt.count, UInt64(cost.cost), UInt64(cost.blockSize),
            UInt64(cost.parallelisation), Self.allowedMemory(cost), key, made.count)
        case .pbkdf2(let iterations, let salt):
          return PKCS5_PBKDF2_HMAC(
            start, Int32(clamping: text.count), salt, Int32(clamping: salt.count), Int32(clamping: iterations),
            EVP_sha256(), Int32(clamping: made.count), key)
        }
      }
      guard status == 1 else { throw .libraryFailure("derive the key of the file") }
    }
  }

  /// What libcrypto is told that it may allocate: the large table, and a block for each of p and two more.
  private static func allowedMemory(_ cost: ScryptCost) -> UInt64 {
    UInt64(cost.memory + 128 * cost.blockSize * (cost.parallelisation + 2))
  }
}
