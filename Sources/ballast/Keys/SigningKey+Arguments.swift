import Console
import Ethereum
import Keys

extension SigningKey {
  /// The options of a command that signs (KY-8, KY-9).
  static let options = [
    OptionSpecification(
      name: "key", value: "FILE", help: "The key file to sign with; without it the key in \(SigningKey.variable)."),
    passphraseOption,
  ]

  static let passphraseOption = OptionSpecification(
    name: "passphrase-file", value: "FILE",
    help: "A file with the pass phrase in its one line; without it\n"
      + "the variable \(Passphrase.variable), then the terminal.")

  /// The key of a command with these options.
  /// - Throws: `CommandFailure` with what to do where there is none.
  static func load(_ arguments: Arguments) throws -> PrivateKey {
    try CommandFailure.told { () throws(KeySourceError) in
      try load(file: arguments.value("key"), passphraseFile: arguments.value("passphrase-file"))
    }
  }
}

extension CommandFailure {
  /// The same with a refusal of keys as the end of the command.
  static func told<Result>(_ body: () throws(KeySourceError) -> Result) throws -> Result {
    do throws(KeySourceError) {
      return try body()
    } catch {
      throw CommandFailure(error.kind, "\(error.name): \(error.message)")
    }
  }
}

extension KeySourceError {
  /// What it is to a command that it stops.
  fileprivate var kind: CommandFailure.Kind {
    switch self {
    case .keyMissing, .passphraseMissing: .usage
    case .fileExists, .unwritable: .badOutput
    case .environmentKey, .passphraseLength, .passphraseLines, .passphrasesDiffer, .terminal, .unreadable, .file,
      .leafSecret, .making:
      .badInput
    }
  }
}
