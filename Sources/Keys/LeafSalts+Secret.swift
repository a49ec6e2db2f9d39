extension LeafSalts {
  /// The secret of a file: `0x` and 64 hexadecimal digits in its one line (KY-13).
  /// - Throws: `KeySourceError.leafSecret` for another content, which the message does not show; `unreadable`.
  public static func readSecret(_ path: String) throws(KeySourceError) -> SecretBytes {
    // One byte more than digits, a carriage return and a line feed, so that what is longer is seen to be.
    let content = try SecretFile.read(path, atMost: 69)
    guard let secret = content.line.hexadecimal, secret.count == 32 else { throw .leafSecret(path) }
    return secret
  }
}
