import FixedPoint

/// A refusal of a signature, in the order of the checks (EH-20 to EH-26).
public enum SignatureError: Error, Hashable, Sendable {
  /// The signature is not 65 bytes.
  case length(Int)
  /// The bytes are not the strict DER form of two integers.
  case distinguishedEncoding
  /// `s` is above half the order of the curve.
  case highS(Bytes32)
  /// `v` is neither 27 nor 28.
  case recoveryByte(UInt8)
  /// `r` is zero, or the order of the curve or more.
  case rOutOfRange(Bytes32)
  /// `s` is zero.
  case zeroS
  /// No public key gives this signature of this digest.
  case unrecoverable
  /// Another key than the expected one made the signature, or it was made of another digest.
  case mismatch
  /// No nonce of RFC 6979 gave a signature whose `v` is 27 or 28; its probability is 2^-127.
  case unsignable
  /// libsecp256k1 refused what it documents as valid, or could not be set up.
  case libraryFailure

  /// The refusal's stable name, one for each case.
  public var name: String {
    switch self {
    case .length: "ECDSAInvalidSignatureLength"
    case .distinguishedEncoding: "SignatureInvalidEncoding"
    case .highS: "ECDSAInvalidSignatureS"
    case .recoveryByte: "SignatureInvalidV"
    case .rOutOfRange: "SignatureInvalidR"
    case .zeroS: "SignatureZeroS"
    case .unrecoverable: "ECDSAInvalidSignature"
    case .mismatch: "SignatureMismatch"
    case .unsignable: "SignatureUnsignable"
    case .libraryFailure: "SignatureLibraryFailure"
    }
  }

  /// The name under which the reference protocol reverts on recovery, which knows only three.
  public var protocolName: String {
    switch self {
    case .length: "ECDSAInvalidSignatureLength"
    case .highS: "ECDSAInvalidSignatureS"
    default: "ECDSAInvalidSignature"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .length(let count): "a signature of 65 bytes was expected, and \(count) were found"
    case .distinguishedEncoding: "a signature in strict DER was expected, and other bytes were found"
    case .highS(let s): "an s of at most half the order of secp256k1 was expected, and \(s) was found"
    case .recoveryByte(let v): "a v of 27 or 28 was expected, and \(v) was found"
    case .rOutOfRange(let r): "an r from 1 to the order of secp256k1 less one was expected, and \(r) was found"
    case .zeroS: "an s of 1 or more was expected, and it is zero"
    case .unrecoverable: "a signature that some key gives was expected, and no key gives this one"
    case .mismatch: "a signature by the expected key was expected, and this is none of this digest"
    case .unsignable: "a signature with a v of 27 or 28 was expected, and the nonce gave another"
    case .libraryFailure: "libsecp256k1 was expected to accept a valid argument, and it did not"
    }
  }
}
