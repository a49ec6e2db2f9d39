import Ethereum
import Foundation
import TestSupport
import Testing

@testable import Keys

/// Where keys and pass phrases come from and go to (KY-6 to KY-9). One at a time: the environment is everybody's.
@Suite(.serialized) struct SourceTests {
  let digits = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

  func passphrase(_ text: String) throws -> Passphrase {
    try TemporaryFolder.withFile(text) { try Passphrase.read($0) }
  }

  /// The name of what a body throws; nil where it throws nothing.
  func refusal(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? KeySourceError)?.name ?? "\(error)" }
    return nil
  }

  @Test(arguments: [
    ("one", "one"), ("one\n", "one"), ("one\r\n", "one"), (" one \n", " one "), ("one\r", "one\r"),
    ("Zürich\n", "Zürich"), ("\r\r\n", "\r"),
  ])
  func passphrasesOfFiles(text: String, expected: String) throws {
    #expect(try passphrase(text).secret.copy == Array(expected.utf8))
  }

  @Test func passphrasesOfFilesAreRefused() throws {
    for (text, name) in [
      ("", "Key_PassphraseLength"), ("\n", "Key_PassphraseLength"), ("\r\n", "Key_PassphraseLength"),
      ("one\n\n", "Key_PassphraseLines"), ("one\ntwo\n", "Key_PassphraseLines"), ("\none", "Key_PassphraseLines"),
      (String(repeating: "a", count: 1025), "Key_PassphraseLength"),
      (String(repeating: "a", count: 1_000_000), "Key_PassphraseLength"),
    ] {
      #expect(refusal { _ = try passphrase(text) } == name, "\(text.prefix(20))")
    }
    for ending in ["", "\n", "\r\n"] {
      #expect(try passphrase(String(repeating: "a", count: 1024) + ending).secret.count == 1024)
    }
    try TemporaryFolder.with { (folder: String) throws in
      #expect(refusal { _ = try Passphrase.read(folder + "/none") } == "Key_Unreadable")
      #expect(refusal { _ = try Passphrase.read(folder) } == "Key_Unreadable")
    }
  }

  @Test func theFileComesBeforeTheEnvironment() throws {
    defer { unsetenv(Passphrase.variable) }
    setenv(Passphrase.variable, "of the environment", 1)
    #expect(try Passphrase.load(file: nil).secret.copy == Array("of the environment".utf8))
    #expect(try Passphrase.loadNew(file: nil).secret.copy == Array("of the environment".utf8))
    try TemporaryFolder.withFile("of a file") { (path: String) throws in
      #expect(try Passphrase.load(file: path).secret.copy == Array("of a file".utf8))
      #expect(try Passphrase.loadNew(file: path).secret.copy == Array("of a file".utf8))
    }
    setenv(Passphrase.variable, String(repeating: "a", count: 1025), 1)
    #expect(refusal { _ = try Passphrase.load(file: nil) } == "Key_PassphraseLength")
  }

  @Test func theKeyOfTheEnvironment() throws {
    defer { unsetenv(SigningKey.variable) }
    for (text, name) in [(nil, "Key_Missing"), ("", "Key_Missing"), (digits + "00", "Key_EnvironmentKey")] {
      if let text { setenv(SigningKey.variable, text, 1) } else { unsetenv(SigningKey.variable) }
      #expect(refusal { _ = try SigningKey.load(file: nil, passphraseFile: nil) } == name)
    }
    setenv(SigningKey.variable, digits, 1)
    #expect(try SigningKey.load(file: nil, passphraseFile: nil).shown == digits)
  }

  @Test func theKeyOfAFile() throws {
    let key = try PrivateKey.random()
    try TemporaryFolder.withFile("correct horse\n") { (phrase: String) throws in
      let path = phrase + ".key"
      try KeyFile(sealing: key, with: Passphrase.read(phrase), cost: .small).create(path)
      #expect(try SigningKey.load(file: path, passphraseFile: phrase).shown == key.shown)
      try TemporaryFolder.withFile("wrong") { (wrong: String) throws in
        #expect(refusal { _ = try SigningKey.load(file: path, passphraseFile: wrong) } == "Key_WrongPassphrase")
      }
      #expect(refusal { _ = try SigningKey.load(file: path + "x", passphraseFile: phrase) } == "Key_Unreadable")
      try TemporaryFolder.withFile(String(repeating: " ", count: 70_000)) { (large: String) throws in
        #expect(refusal { _ = try SigningKey.load(file: large, passphraseFile: phrase) } == "Key_FileTooLarge")
      }
    }
  }

  @Test func filesAreTheirOwnersAlone() throws {
    try TemporaryFolder.with { (folder: String) throws in
      let path = folder + "/secret"
      #expect(refusal { try KeyFile.checkAbsent(path) } == nil)
      try SecretFile.create(path, Array("one".utf8))
      #expect(try TemporaryFolder.mode(of: path) == 0o600)
      #expect(refusal { try SecretFile.create(path, Array("two".utf8)) } == "Key_FileExists")
      #expect(refusal { try KeyFile.checkAbsent(path) } == "Key_FileExists")
      #expect(try SecretFile.read(path, atMost: 10).copy == Array("one".utf8))
      #expect(try SecretFile.read(path, atMost: 1).copy == Array("on".utf8))
      #expect(refusal { try SecretFile.create(folder + "/none/secret", []) } == "Key_Unwritable")
    }
  }
}
