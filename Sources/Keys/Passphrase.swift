/// What a key file is encrypted with: 1 to 1,024 bytes, taken as they are (KY-7).
public struct Passphrase: Sendable {
  let secret: SecretBytes

  /// - Throws: `KeySourceError.passphraseLength`.
  public init(_ secret: SecretBytes) throws(KeySourceError) {
    guard KeyLimits.passphraseBytes.contains(secret.count) else { throw .passphraseLength(secret.count) }
    self.secret = secret
  }
}

extension Passphrase: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says that there is a pass phrase and nothing of it.
  public var description: String { "Passphrase(redacted)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
