/// A refusal of where keys and pass phrases come from or go to, with what to do (KY-7 to KY-9).
public enum KeySourceError: Error, Hashable, Sendable {
  /// No key was given.
  case keyMissing
  /// BALLAST_KEY is no private key.
  case environmentKey
  /// No pass phrase was given and there is no terminal to ask at; the option that would name a file.
  case passphraseMissing(String)
  /// A pass phrase is empty or too long.
  case passphraseLength(Int)
  /// The file of a pass phrase has more than one line.
  case passphraseLines(String)
  /// A new pass phrase was not typed twice alike.
  case passphrasesDiffer
  /// The terminal failed.
  case terminal(reason: String)
  /// A file cannot be read.
  case unreadable(path: String, reason: String)
  /// A key file is refused.
  case file(path: String, KeyFileError)
  /// There is a file already.
  case fileExists(String)
  /// A file cannot be written.
  case unwritable(path: String, reason: String)
  /// The file of the secret that leaf salts are made of is of another form.
  case leafSecret(String)
  /// libcrypto failed where a file is made.
  case making(KeyFileError)

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .keyMissing: "Key_Missing"
    case .environmentKey: "Key_EnvironmentKey"
    case .passphraseMissing: "Key_PassphraseMissing"
    case .passphraseLength: "Key_PassphraseLength"
    case .passphraseLines: "Key_PassphraseLines"
    case .passphrasesDiffer: "Key_PassphrasesDiffer"
    case .terminal: "Key_Terminal"
    case .unreadable: "Key_Unreadable"
    case .file(_, let error), .making(let error): error.name
    case .fileExists: "Key_FileExists"
    case .unwritable: "Key_Unwritable"
    case .leafSecret: "Key_LeafSecretForm"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .keyMissing:
      "a key was expected, by --key FILE or as 0x and 64 hexadecimal digits in the environment's "
        + "\(SigningKey.variable), and neither is there; ballast keys new makes a file"
    case .environmentKey:
      "\(SigningKey.variable): 0x and 64 hexadecimal digits of a private key of secp256k1 were expected, "
        + "and something else was found"
    case .passphraseMissing(let option):
      "a pass phrase was expected, by \(option), in the environment's \(Passphrase.variable) or at a terminal, "
        + "and there is none"
    case .passphraseLength(let count):
      "a pass phrase of \(KeyLimits.passphraseBytes.lowerBound) to \(KeyLimits.passphraseBytes.upperBound) bytes "
        + "was expected, and \(count > KeyLimits.passphraseBytes.upperBound ? "more" : "\(count)") were found"
    case .passphraseLines(let path): "\(path): one line with a pass phrase was expected, and more were found"
    case .passphrasesDiffer: "the same pass phrase twice was expected, and the second is another"
    case .terminal(let reason): "the terminal was expected to take a pass phrase, and it failed: \(reason)"
    case .unreadable(let path, let reason): "\(path) could not be read: \(reason)"
    case .file(let path, let error): "\(path): \(error.message)"
    case .fileExists(let path): "\(path): no file was expected, and there is one, which is left as it is"
    case .unwritable(let path, let reason): "\(path) could not be written: \(reason)"
    case .leafSecret(let path):
      "\(path): 0x and 64 hexadecimal digits in one line were expected, and something else was found"
    case .making(let error): error.message
    }
  }
}

extension KeySourceError: CustomStringConvertible {
  public var description: String { "\(name): \(message)" }
}
