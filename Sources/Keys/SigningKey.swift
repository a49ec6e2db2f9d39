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

extension KeyFile {
  /// From the file of a path.
  public init(path: String) throws(KeySourceError) {
    let content = try SecretFile.read(path, atMost: KeyLimits.fileBytes)
    do throws(KeyFileError) { try self.init(content.copy) } catch { throw .file(path: path, error) }
  }

  /// The key in the file; a refusal names the path.
  public func open(_ passphrase: Passphrase, path: String) throws(KeySourceError) -> PrivateKey {
    do throws(KeyFileError) { return try open(passphrase) } catch { throw .file(path: path, error) }
  }

  /// Refuses a path where something is, before anybody is asked for a pass phrase; `create` checks it again.
  /// - Throws: `KeySourceError.fileExists`.
  public static func checkAbsent(_ path: String) throws(KeySourceError) {
    guard !SecretFile.exists(path) else { throw .fileExists(path) }
  }

  /// Writes a new file that only its owner may read (KY-6).
  /// - Throws: `KeySourceError.fileExists` where there is one, which is left as it is; `unwritable`.
  public func create(_ path: String) throws(KeySourceError) {
    try SecretFile.create(path, bytes)
  }

  /// Writes the file in place of the one there: whoever reads finds the old or the new one, whole (KY-6).
  /// - Throws: `KeySourceError.unwritable`; the old file is there then.
  public func replace(_ path: String) throws(KeySourceError) {
    try SecretFile.replace(path, bytes)
  }
}
