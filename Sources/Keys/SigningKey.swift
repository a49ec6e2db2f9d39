import Ethereum

/// The key that a command signs with.
public enum SigningKey {
  /// The variable of the environment that a key is taken from where no file is named.
  public static let variable = "BALLAST_KEY"

  /// The key of a file, or where none is named that of the environment (KY-9).
  /// - Parameters:
  ///   - path: the key file, nil where none is named.
  ///   - passphraseFile: the file with its pass phrase, nil to look elsewhere (KY-8).
  /// - Throws: `KeySourceError`; `keyMissing`, which says what to do, where there is no key.
  public static func load(file path: String?, passphraseFile: String?) throws(KeySourceError) -> PrivateKey {
    guard let path else {
      guard let text = Environment.secret(variable) else { throw .keyMissing }
      guard let key = text.hexadecimalKey else { throw .environmentKey }
      return key
    }
    let file = try KeyFile(path: path)
    let passphrase = try Passphrase.load(file: passphraseFile)
    return try file.open(passphrase, path: path)
  }
}
