import Console
import Ethereum
import Keys

/// `ballast keys`: key files (specs/14-keys.md).
enum KeysCommand {
  static let new = Command(
    name: "keys new",
    summary: "make a private key and keep it in a file",
    description: """
      Makes a key from random bytes, encrypts it with a pass phrase and writes it to a new file that only its owner
      may read; prints the key's address. The file has the form that Ethereum's wallets share (Web3 Secret Storage,
      version 3). Whoever loses the file or the pass phrase loses the key.
      """,
    options: [
      OptionSpecification(name: "output", value: "FILE", help: "The file to make; one that is there is left as it is."),
      SigningKey.passphraseOption,
    ],
    examples: [
      "ballast keys new --output operator.json",
      "ballast keys new --output operator.json --passphrase-file phrase.txt",
    ],
    run: { try runNew($0).rawValue })

  static let address = Command(
    name: "keys address",
    summary: "open a key file and print its address",
    positional: "FILE",
    description: """
      Decrypts the key and prints its address, which shows that the pass phrase is the file's. Files of other
      wallets are read too, with scrypt or PBKDF2.
      """,
    options: [SigningKey.passphraseOption],
    examples: [
      "ballast keys address operator.json", "ballast keys address operator.json --passphrase-file phrase.txt",
    ],
    run: { try runAddress($0).rawValue })

  static let changePassphrase = Command(
    name: "keys change-passphrase",
    summary: "encrypt a key file with another pass phrase",
    positional: "FILE",
    description: """
      Puts a new file in the place of the old one at once: at each moment one of them is there, whole. Copies of the
      old file keep the old pass phrase.
      """,
    options: [
      SigningKey.passphraseOption,
      OptionSpecification(
        name: "new-passphrase-file", value: "FILE",
        help: "A file with the new pass phrase in its one line; without it\nit is asked twice at the terminal."),
    ],
    examples: [
      "ballast keys change-passphrase operator.json",
      "ballast keys change-passphrase operator.json --passphrase-file old.txt --new-passphrase-file new.txt",
    ],
    run: { try runChange($0).rawValue })

  private static func runNew(_ arguments: Arguments) throws -> ExitStatus {
    guard let path = arguments.value("output") else {
      throw CommandFailure(.usage, "--output FILE was expected; see ballast keys new --help")
    }
    let key = try CommandFailure.told { () throws(KeySourceError) in
      try KeyFile.checkAbsent(path)
      let passphrase = try Passphrase.loadNew(file: arguments.value("passphrase-file"))
      let key = try made { () throws(KeyFileError) in try PrivateKey.random() }
      try sealed(key, passphrase).create(path)
      return key
    }
    try Console.write("\(key.address)\n")
    return .success
  }

  private static func runAddress(_ arguments: Arguments) throws -> ExitStatus {
    let path = try file(arguments, "keys address")
    let key = try CommandFailure.told { () throws(KeySourceError) in
      try SigningKey.load(file: path, passphraseFile: arguments.value("passphrase-file"))
    }
    try Console.write("\(key.address)\n")
    return .success
  }

  private static func runChange(_ arguments: Arguments) throws -> ExitStatus {
    let path = try file(arguments, "keys change-passphrase")
    let (key, file) = try CommandFailure.told { () throws(KeySourceError) in
      let key = try SigningKey.load(file: path, passphraseFile: arguments.value("passphrase-file"))
      let passphrase = try Passphrase.loadNew(
        file: arguments.value("new-passphrase-file"), option: "new-passphrase-file", usesEnvironment: false)
      return (key, try sealed(key, passphrase))
    }
    try FileOutput.replace(path, with: file.bytes, mode: 0o600)
    try Console.write("\(key.address)\n")
    return .success
  }

  private static func file(_ arguments: Arguments, _ name: String) throws -> String {
    guard arguments.positional.count == 1, let path = arguments.positional.first else {
      throw CommandFailure(.usage, "one FILE was expected; see ballast \(name) --help")
    }
    return path
  }

  private static func sealed(_ key: PrivateKey, _ passphrase: Passphrase) throws(KeySourceError) -> KeyFile {
    try made { () throws(KeyFileError) in try KeyFile(sealing: key, with: passphrase) }
  }

  private static func made<Result>(
    _ body: () throws(KeyFileError) -> Result
  ) throws(KeySourceError) -> Result {
    do throws(KeyFileError) { return try body() } catch { throw .making(error) }
  }
}
