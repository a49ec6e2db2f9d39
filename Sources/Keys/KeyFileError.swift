import Ethereum

/// A refusal of a key file, in the order of the checks (KY-4).
///
/// No case carries a byte of a secret, nor any text of the file but short names of algorithms: whoever gives a file
/// with a bare key in it by mistake does not find the key in a log.
public enum KeyFileError: Error, Hashable, Sendable {
  /// The file is longer than the limit.
  case fileTooLarge
  /// The file is not one JSON text; the name of the reason and the position in bytes from zero.
  case malformed(reason: String, offset: Int)
  /// A member is missing.
  case missingMember(String)
  /// A member is of another kind or spelling.
  case wrongForm(String, expected: String, found: String)
  /// Another version than 3; nil for a number beyond 64 bits.
  case unknownVersion(Int?)
  /// Bytes of another count than the format's.
  case lengthOutOfRange(String, expected: ClosedRange<Int>, found: Int?)
  /// Another cipher than AES-128-CTR.
  case unknownCipher(String)
  /// Another key derivation than scrypt and PBKDF2.
  case unknownDerivation(String)
  /// PBKDF2 with another function than HMAC-SHA256.
  case unknownPseudorandomFunction(String)
  /// A derivation costs too much or makes no sense; nil for a number beyond 64 bits.
  case costOutOfRange(String, expected: String, found: Int?)
  /// The authentication code is not that of this pass phrase and ciphertext.
  case wrongPassphrase
  /// What was encrypted is no private key.
  case keyOutOfRange
  /// The file states the address of another key.
  case addressMismatch(stated: Address, found: Address)
  /// libcrypto refused what it documents as valid: for want of memory, mostly.
  case libraryFailure(String)

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .fileTooLarge: "Key_FileTooLarge"
    case .malformed: "Key_Malformed"
    case .missingMember: "Key_MissingMember"
    case .wrongForm: "Key_WrongForm"
    case .unknownVersion: "Key_UnknownVersion"
    case .lengthOutOfRange: "Key_LengthOutOfRange"
    case .unknownCipher: "Key_UnknownCipher"
    case .unknownDerivation: "Key_UnknownDerivation"
    case .unknownPseudorandomFunction: "Key_UnknownPseudorandomFunction"
    case .costOutOfRange: "Key_CostOutOfRange"
    case .wrongPassphrase: "Key_WrongPassphrase"
    case .keyOutOfRange: "Key_OutOfRange"
    case .addressMismatch: "Key_AddressMismatch"
    case .libraryFailure: "Key_LibraryFailure"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .fileTooLarge: "a key file of at most \(KeyLimits.fileBytes) bytes was expected, and more were found"
    case .malformed(let reason, let offset):
      "a key file in JSON was expected, and its form breaks at byte \(offset) (\(reason))"
    case .missingMember(let path): "\(path): a member of this name was expected, and there is none"
    case .wrongForm(let path, let expected, let found):
      "\(path.isEmpty ? "the file" : path): \(expected) was expected, and \(found) was found"
    case .unknownVersion(let version): "version: 3 was expected, and \(Self.text(version)) was found"
    case .lengthOutOfRange(let path, let expected, let found):
      "\(path): \(Self.text(expected)) bytes were expected, and \(Self.text(found)) were found"
    case .unknownCipher(let found): "crypto.cipher: aes-128-ctr was expected, and \(found) was found"
    case .unknownDerivation(let found): "crypto.kdf: scrypt or pbkdf2 was expected, and \(found) was found"
    case .unknownPseudorandomFunction(let found):
      "crypto.kdfparams.prf: hmac-sha256 was expected, and \(found) was found"
    case .costOutOfRange(let name, let expected, let found):
      "crypto.kdfparams: \(name) was expected to be \(expected), and \(Self.text(found)) was found"
    case .wrongPassphrase: "the pass phrase of this file was expected: wrong pass phrase or damaged file"
    case .keyOutOfRange:
      "a private key from 1 to the order of secp256k1 less one was expected in the file, and it is outside"
    case .addressMismatch(let stated, let found):
      "the key of \(stated), which the file states, was expected, and that of \(found) was found"
    case .libraryFailure(let step): "libcrypto was expected to \(step), and it could not"
    }
  }

  private static func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "a number beyond 64 bits" }

  private static func text(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  /// Refuses a parameter of a derivation outside its range.
  static func check(_ value: Int?, _ name: String, _ range: ClosedRange<Int>) throws(KeyFileError) {
    guard let value, range.contains(value) else {
      throw .costOutOfRange(name, expected: "from \(range.lowerBound) to \(range.upperBound)", found: value)
    }
  }
}

extension KeyFileError: CustomStringConvertible {
  public var description: String { "\(name): \(message)" }
}
