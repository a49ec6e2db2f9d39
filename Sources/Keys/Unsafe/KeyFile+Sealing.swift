internal import COpenSSL
import Ethereum

extension KeyFile {
  /// The key in the file.
  ///
  /// The authentication code is compared in constant time before anything is decrypted; that of a wrong pass phrase
  /// and that of a damaged file are the same refusal, because nobody can tell them apart.
  /// - Throws: `KeyFileError` of the first check of KY-4 that fails, from the authentication code on.
  public func open(_ passphrase: Passphrase) throws(KeyFileError) -> PrivateKey {
    let derived = try derivation.key(from: passphrase)
    let expected = Self.code(of: ciphertext, derived)
    let isEqual = expected.withBytes { expected in
      code.withBytes { CRYPTO_memcmp(expected.baseAddress, $0.baseAddress, $0.count) == 0 }
    }
    guard isEqual else { throw .wrongPassphrase }
    let secret = try SecretBytes(ciphertext).withBytes { (bytes) throws(KeyFileError) in
      try Self.encrypt(bytes, derived, counter: counter)
    }
    let opened: Result<PrivateKey, KeyError> = secret.withBytes { bytes in
      do throws(KeyError) { return .success(try PrivateKey(bytes)) } catch { return .failure(error) }
    }
    guard case .success(let key) = opened else { throw .keyOutOfRange }
    if let address, address != key.address { throw .addressMismatch(stated: address, found: key.address) }
    return key
  }

  /// A key encrypted with a pass phrase, with a new salt, counter and identifier (KY-6).
  /// - Throws: `KeyFileError` where the cost is outside the bounds, or libcrypto fails.
  public init(
    sealing key: PrivateKey, with passphrase: Passphrase, cost: ScryptCost = .standard
  ) throws(KeyFileError) {
    try self.init(
      sealing: key, with: passphrase, .scrypt(cost, salt: RandomBytes.shown(32)), counter: RandomBytes.shown(16),
      identifier: Self.identifier(random: RandomBytes.shown(16)))
  }

  /// The same with everything given, for tests against files of others.
  init(
    sealing key: PrivateKey, with passphrase: Passphrase, _ derivation: KeyDerivation, counter: [UInt8],
    identifier: String
  ) throws(KeyFileError) {
    let derived = try derivation.key(from: passphrase)
    let sealed: Result<SecretBytes, KeyFileError> = key.withSecretBytes { secret in
      do throws(KeyFileError) {
        return .success(try Self.encrypt(secret, derived, counter: counter))
      } catch {
        return .failure(error)
      }
    }
    let ciphertext = try sealed.get().withBytes { [UInt8]($0) }
    self.init(
      identifier: identifier, address: key.address, derivation: derivation, counter: counter,
      ciphertext: ciphertext, code: Self.code(of: ciphertext, derived))
  }

  /// The Keccak-256 of the derived key's last 16 bytes and the ciphertext (KY-5).
  private static func code(of ciphertext: [UInt8], _ derived: SecretBytes) -> Bytes32 {
    let message = SecretBytes(count: 16 + ciphertext.count) { message in
      derived.withBytes { message.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.suffix(16))) }
      UnsafeMutableRawBufferPointer(rebasing: message[16...]).copyBytes(from: ciphertext)
    }
    return message.withBytes { Keccak256.hash($0) }
  }

  /// AES-128-CTR under the derived key's first 16 bytes, which decrypts what it encrypted (KY-5).
  private static func encrypt(
    _ input: UnsafeRawBufferPointer, _ derived: SecretBytes, counter: [UInt8]
  ) throws(KeyFileError) -> SecretBytes {
    guard let context = EVP_CIPHER_CTX_new() else { throw .libraryFailure("set up AES") }
    // Freeing it overwrites the key that it holds.
    defer { EVP_CIPHER_CTX_free(context) }
    return try SecretBytes(count: input.count) { (output) throws(KeyFileError) in
      let isDone = derived.withBytes { derived in
        let key = derived.bindMemory(to: UInt8.self).baseAddress
        guard counter.count == 16, EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nil, key, counter) == 1 else {
          return false
        }
        var written = Int32(0)
        let status = EVP_EncryptUpdate(
          context, output.bindMemory(to: UInt8.self).baseAddress, &written,
          input.bindMemory(to: UInt8.self).baseAddress, Int32(clamping: input.count))
        return status == 1 && Int(written) == input.count
      }
      guard isDone else { throw .libraryFailure("encrypt by AES") }
    }
  }
}
