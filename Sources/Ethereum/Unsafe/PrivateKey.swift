internal import CSecp256k1

/// A secret number that signs, with its public key and address.
///
/// It is never printed: its description, its debug description and its mirror show the address alone.
/// Its bytes are overwritten when the last copy goes; copies that others made of the bytes are theirs
/// to overwrite.
public struct PrivateKey: Sendable {
  private let secret: Secret
  public let publicKey: PublicKey
  public let address: Address

  /// From 32 bytes, big-endian, from 1 to the order of secp256k1 less one (EH-17).
  /// - Throws: `KeyError` of the first check that fails.
  public init(_ bytes: UnsafeRawBufferPointer) throws(KeyError) {
    guard bytes.count == 32 else { throw .privateKeyLength(bytes.count) }
    guard let context = Secp256k1.context else { throw .libraryFailure }
    let secret = Secret(bytes)
    guard secp256k1_ec_seckey_verify(context, secret.pointer) == 1 else { throw .privateKeyOutOfRange }
    var point = secp256k1_pubkey()
    guard secp256k1_ec_pubkey_create(context, &point, secret.pointer) == 1,
      let publicKey = PublicKey(point, context)
    else { throw .libraryFailure }
    self.secret = secret
    self.publicKey = publicKey
    self.address = Address(publicKey)
  }

  /// From 32 bytes, big-endian, from 1 to the order of secp256k1 less one (EH-17).
  /// - Throws: `KeyError` of the first check that fails.
  public init(_ bytes: [UInt8]) throws(KeyError) {
    let result: Result<PrivateKey, KeyError> = bytes.withUnsafeBytes { bytes in
      do throws(KeyError) { return .success(try PrivateKey(bytes)) } catch { return .failure(error) }
    }
    self = try result.get()
  }

  /// The recoverable signature of a digest, with the nonce of RFC 6979 and a low `s` (EH-19).
  ///
  /// One key and one digest always give the same signature.
  /// - Throws: `SignatureError.unsignable`, which nobody will see.
  public func sign(_ digest: Bytes32) throws(SignatureError) -> Signature {
    guard let context = Secp256k1.context else { throw .libraryFailure }
    var made = secp256k1_ecdsa_recoverable_signature()
    guard secp256k1_ecdsa_sign_recoverable(context, &made, digest.bytes, secret.pointer, nil, nil) == 1 else {
      throw .libraryFailure
    }
    var (compact, recovery) = ([UInt8](repeating: 0, count: 64), Int32(0))
    guard secp256k1_ecdsa_recoverable_signature_serialize_compact(context, &compact, &recovery, &made) == 1,
      let r = Bytes32(compact[..<32]), let s = Bytes32(compact[32...])
    else { throw .libraryFailure }
    guard recovery == 0 || recovery == 1 else { throw .unsignable }
    return try Signature(r: r, s: s, v: recovery == 0 ? 27 : 28)
  }

  /// Calls `body` with the 32 bytes, which are valid only during the call: for sealing them in a key file.
  public func withSecretBytes<Outcome>(
    _ body: (UnsafeRawBufferPointer) throws -> Outcome
  ) rethrows -> Outcome {
    try body(UnsafeRawBufferPointer(start: secret.pointer, count: 32))
  }
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says whose key it is and nothing of the key.
  public var description: String { "PrivateKey(redacted, of \(address))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["address": address]) }
}

/// Thirty-two bytes on the heap, overwritten at the end. Nothing writes to them before.
private final class Secret: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<UInt8>

  /// From 32 bytes, which the caller has counted.
  init(_ bytes: UnsafeRawBufferPointer) {
    pointer = .allocate(capacity: 32)
    pointer.initialize(repeating: 0, count: 32)
    UnsafeMutableRawBufferPointer(start: pointer, count: 32).copyBytes(from: bytes.prefix(32))
  }

  deinit {
    ballast_wipe(pointer, 32)
    pointer.deallocate()
  }
}
