/// A refusal of leaf salts.
public enum LeafSaltError: Error, Hashable, Sendable {
  /// The secret is not 32 bytes.
  case secretLength(Int)
  /// libcrypto refused what it documents as valid.
  case libraryFailure

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .secretLength: "Key_LeafSecretLength"
    case .libraryFailure: "Key_LibraryFailure"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .secretLength(let count): "a secret of 32 bytes was expected, and \(count) were found"
    case .libraryFailure: "libcrypto was expected to derive a salt, and it could not"
    }
  }
}
