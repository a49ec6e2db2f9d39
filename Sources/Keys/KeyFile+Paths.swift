import Ethereum

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
}
