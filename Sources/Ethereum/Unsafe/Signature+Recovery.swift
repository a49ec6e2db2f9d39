internal import CSecp256k1

extension Signature {
  /// The public key that gives this signature of this digest.
  /// - Throws: `SignatureError.unrecoverable` where there is none.
  public func publicKey(of digest: Bytes32) throws(SignatureError) -> PublicKey {
    guard let context = Secp256k1.context else { throw .libraryFailure }
    var parsed = secp256k1_ecdsa_recoverable_signature()
    guard
      secp256k1_ecdsa_recoverable_signature_parse_compact(
        context, &parsed, r.bytes + s.bytes, v == 28 ? 1 : 0) == 1
    else { throw .libraryFailure }
    var point = secp256k1_pubkey()
    guard secp256k1_ecdsa_recover(context, &point, &parsed, digest.bytes) == 1 else { throw .unrecoverable }
    guard let key = PublicKey(point, context) else { throw .libraryFailure }
    return key
  }

  /// The address whose key gives this signature of this digest: the EVM's `ecrecover` (EH-27).
  /// - Throws: `SignatureError.unrecoverable` where there is none.
  public func signer(of digest: Bytes32) throws(SignatureError) -> Address {
    Address(try publicKey(of: digest))
  }
}
