extension Passphrase {
  /// The variable of the environment that a pass phrase is taken from.
  public static let variable = "BALLAST_PASSPHRASE"

  /// The pass phrase of a file that there is: from a file where one is named, else from the environment, else asked
  /// at the terminal (KY-8).
  /// - Throws: `KeySourceError` of the first source that is there; `passphraseMissing` where there is none.
  public static func load(file path: String?) throws(KeySourceError) -> Passphrase {
    if let path { return try read(path) }
    if let secret = Environment.secret(variable) { return try Passphrase(secret) }
    guard let secret = try Terminal.ask("Pass phrase: ") else { throw .passphraseMissing("--passphrase-file FILE") }
    return try Passphrase(secret)
  }

  /// The pass phrase of a file to be made: as `load`, and asked twice at the terminal.
  /// - Parameters:
  ///   - path: the file that holds it, nil where none is named.
  ///   - option: what the command's option for the file is called.
  ///   - usesEnvironment: false where the variable holds the old pass phrase.
  public static func loadNew(
    file path: String?, option: String = "passphrase-file", usesEnvironment: Bool = true
  ) throws(KeySourceError) -> Passphrase {
    if let path { return try read(path) }
    if usesEnvironment, let secret = Environment.secret(variable) { return try Passphrase(secret) }
    guard let first = try Terminal.ask("New pass phrase: ") else { throw .passphraseMissing("--\(option) FILE") }
    // Refused before it is asked for again.
    let passphrase = try Passphrase(first)
    guard let second = try Terminal.ask("Again: "), first.isEqual(to: second) else { throw .passphrasesDiffer }
    return passphrase
  }

  /// The one line of a file; the line feed at its end, and a carriage return before that, are no part of it (KY-7).
  public static func read(_ path: String) throws(KeySourceError) -> Passphrase {
    // A line that is too long is seen to be, also with two characters that end it.
    let content = try SecretFile.read(path, atMost: KeyLimits.passphraseBytes.upperBound + 2)
    guard content.lineFeeds.allSatisfy({ $0 == content.count - 1 }) else { throw .passphraseLines(path) }
    return try Passphrase(content.line)
  }
}
