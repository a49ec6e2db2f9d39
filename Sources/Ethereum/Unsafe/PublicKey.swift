internal import CSecp256k1

/// A point of secp256k1, checked to lie on the curve.
public struct PublicKey: Hashable, Sendable {
  public let x: Bytes32
  public let y: Bytes32

  /// From the 33 bytes 2 or 3 ‖ x, or the 65 bytes 4 ‖ x ‖ y; no other form is read (EH-18).
  /// - Throws: `KeyError` of the first check that fails.
  public init(_ bytes: [UInt8]) throws(KeyError) {
    guard bytes.count == 33 || bytes.count == 65, let prefix = bytes.first else {
      throw .publicKeyLength(bytes.count)
    }
    guard bytes.count == 33 ? prefix == 2 || prefix == 3 : prefix == 4 else {
      throw .publicKeyPrefix(prefix)
    }
    guard let context = Secp256k1.context else { throw .libraryFailure }
    var point = secp256k1_pubkey()
    guard secp256k1_ec_pubkey_parse(context, &point, bytes, bytes.count) == 1 else {
      throw .publicKeyNotOnCurve
    }
    guard let key = PublicKey(point, context) else { throw .libraryFailure }
    self = key
  }

  /// From a point that the library made.
  init?(_ point: secp256k1_pubkey, _ context: OpaquePointer) {
    var (point, bytes, count) = (point, [UInt8](repeating: 0, count: 65), 65)
    guard secp256k1_ec_pubkey_serialize(context, &bytes, &count, &point, UInt32(SECP256K1_EC_UNCOMPRESSED)) == 1,
      count == 65, let x = Bytes32(bytes[1..<33]), let y = Bytes32(bytes[33..<65])
    else { return nil }
    (self.x, self.y) = (x, y)
  }

  /// The 65 bytes 4 ‖ x ‖ y.
  public var uncompressed: [UInt8] { [4] + x.bytes + y.bytes }

  /// The 33 bytes 2 ‖ x where y is even, 3 ‖ x where it is odd.
  public var compressed: [UInt8] { [2 + UInt8(truncatingIfNeeded: y.integer.low & 1)] + x.bytes }

  /// Checks that this key made the signature of this digest; `v` takes no part.
  /// - Throws: `SignatureError.mismatch` where it did not.
  public func verify(_ signature: Signature, of digest: Bytes32) throws(SignatureError) {
    guard let context = Secp256k1.context else { throw .libraryFailure }
    var parsed = secp256k1_ecdsa_signature()
    guard secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature.r.bytes + signature.s.bytes) == 1
    else { throw .libraryFailure }
    try verify(&parsed, of: digest, context)
  }

  /// Checks that this key made the signature, given in strict DER, of this digest (EH-26).
  /// - Throws: `SignatureError` of the first check that fails: the encoding, a high `s`, `r` out of range,
  ///   a zero `s`, the equation.
  public func verify(distinguishedEncoding bytes: [UInt8], of digest: Bytes32) throws(SignatureError) {
    guard let context = Secp256k1.context else { throw .libraryFailure }
    // A number that is negative, or the order of the curve or more, is no failure of the library's parser:
    // it reads that number as zero, which the range check refuses.
    var parsed = secp256k1_ecdsa_signature()
    guard secp256k1_ecdsa_signature_parse_der(context, &parsed, bytes, bytes.count) == 1 else {
      throw .distinguishedEncoding
    }
    var compact = [UInt8](repeating: 0, count: 64)
    guard secp256k1_ecdsa_signature_serialize_compact(context, &compact, &parsed) == 1,
      let r = Bytes32(compact[..<32]), let s = Bytes32(compact[32...])
    else { throw .libraryFailure }
    try Signature.checkHighS(s)
    try Signature.checkRange(r: r, s: s)
    try verify(&parsed, of: digest, context)
  }

  private func verify(
    _ signature: inout secp256k1_ecdsa_signature, of digest: Bytes32, _ context: OpaquePointer
  ) throws(SignatureError) {
    var point = secp256k1_pubkey()
    guard secp256k1_ec_pubkey_parse(context, &point, uncompressed, 65) == 1 else { throw .libraryFailure }
    guard secp256k1_ecdsa_verify(context, &signature, digest.bytes, &point) == 1 else { throw .mismatch }
  }
}
