internal import COpenSSL
import Ethereum

/// Random bytes of libcrypto's generators.
enum RandomBytes {
  /// Bytes that everybody may see: salts, counters, identifiers.
  static func shown(_ count: Int) throws(KeyFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(clamping: count)) == 1 else { throw .libraryFailure("make random bytes") }
    return bytes
  }

  /// A secret from the generator that libcrypto keeps for secrets.
  static func secret(_ count: Int) throws(KeyFileError) -> SecretBytes {
    try SecretBytes(count: count) { (bytes) throws(KeyFileError) in
      let start = bytes.bindMemory(to: UInt8.self).baseAddress
      guard RAND_priv_bytes(start, Int32(clamping: bytes.count)) == 1 else {
        throw .libraryFailure("make random bytes")
      }
    }
  }
}

extension PrivateKey {
  /// A new key from random bytes (KY-6).
  public static func random() throws(KeyFileError) -> PrivateKey {
    // One of 2^128 draws is no key, so that a second failure is the library's.
    for _ in 0..<2 {
      let secret = try RandomBytes.secret(32)
      let key = secret.withBytes { try? PrivateKey($0) }
      if let key { return key }
    }
    throw .libraryFailure("make a private key")
  }
}
