/// A refusal of a key, in the order of the checks. No case carries a byte of a private key.
public enum KeyError: Error, Hashable, Sendable {
  /// A private key is not 32 bytes.
  case privateKeyLength(Int)
  /// A private key is zero, or the order of the curve or more.
  case privateKeyOutOfRange
  /// A public key is neither 33 nor 65 bytes.
  case publicKeyLength(Int)
  /// The first byte is not 2 or 3 of 33 bytes, or 4 of 65.
  case publicKeyPrefix(UInt8)
  /// The coordinates are no point of the curve.
  case publicKeyNotOnCurve
  /// libsecp256k1 refused what it documents as valid, or could not be set up.
  case libraryFailure

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .privateKeyLength: "PrivateKeyInvalidLength"
    case .privateKeyOutOfRange: "PrivateKeyOutOfRange"
    case .publicKeyLength: "PublicKeyInvalidLength"
    case .publicKeyPrefix: "PublicKeyInvalidPrefix"
    case .publicKeyNotOnCurve: "PublicKeyNotOnCurve"
    case .libraryFailure: "KeyLibraryFailure"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .privateKeyLength(let count): "a private key of 32 bytes was expected, and \(count) were found"
    case .privateKeyOutOfRange:
      "a private key from 1 to the order of secp256k1 less one was expected, and it is outside"
    case .publicKeyLength(let count): "a public key of 33 or 65 bytes was expected, and \(count) were found"
    case .publicKeyPrefix(let byte):
      "a first byte of 2 or 3 for 33 bytes, or 4 for 65, was expected, and \(byte) was found"
    case .publicKeyNotOnCurve: "a point of secp256k1 was expected, and the coordinates are none"
    case .libraryFailure: "libsecp256k1 was expected to accept a valid argument, and it did not"
    }
  }
}
