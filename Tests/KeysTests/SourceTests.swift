import Ethereum
import Foundation
import Testing

@testable import Keys

/// Where keys and pass phrases come from and go to (KY-6 to KY-9).
@Suite(.serialized) final class SourceTests {
  let folder: URL
  let digits = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("ballast-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
    for name in [Passphrase.variable, SigningKey.variable] { unsetenv(name) }
  }

  func write(_ text: String, _ name: String = "file") throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  func refusal(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? KeySourceError)?.name }
    return nil
  }

  @Test(arguments: [
    ("one", "one"), ("one\n", "one"), ("one\r\n", "one"), (" one \n", " one "), ("one\r", "one\r"),
    ("Zürich\n", "Zürich"), ("\r\r\n", "\r"),
  ])
  func passphrasesOfFiles(text: String, expected: String) throws {
    #expect(try Passphrase.read(write(text)).secret.copy == Array(expected.utf8))
  }

  @Test func passphrasesOfFilesAreRefused() throws {
    for (text, name) in [
      ("", "Key_PassphraseLength"), ("\n", "Key_PassphraseLength"), ("\r\n", "Key_PassphraseLength"),
      ("one\n\n", "Key_PassphraseLines"), ("one\ntwo\n", "Key_PassphraseLines"), ("\none", "Key_PassphraseLines"),
      (String(repeating: "a", count: 1025), "Key_PassphraseLength"),
      (String(repeating: "a", count: 1_000_000), "Key_PassphraseLength"),
    ] {
      #expect(refusal { _ = try Passphrase.read(write(text)) } == name, "\(text.prefix(20))")
    }
    for ending in ["", "\n", "\r\n"] {
      let longest = String(repeating: "a", count: 1024)
      #expect(try Passphrase.read(write(longest + ending)).secret.count == 1024)
    }
    #expect(refusal { _ = try Passphrase.read(folder.path + "/none") } == "Key_Unreadable")
    #expect(refusal { _ = try Passphrase.read(folder.path) } == "Key_Unreadable")
  }

  @Test func theFileComesBeforeTheEnvironment() throws {
    setenv(Passphrase.variable, "of the environment", 1)
    #expect(try Passphrase.load(file: nil).secret.copy == Array("of the environment".utf8))
    #expect(try Passphrase.loadNew(file: nil).secret.copy == Array("of the environment".utf8))
    #expect(try Passphrase.load(file: write("of a file")).secret.copy == Array("of a file".utf8))
    setenv(Passphrase.variable, String(repeating: "a", count: 1025), 1)
    #expect(refusal { _ = try Passphrase.load(file: nil) } == "Key_PassphraseLength")
  }

  @Test func theKeyOfACommand() throws {
    unsetenv(SigningKey.variable)
    #expect(refusal { _ = try SigningKey.load(file: nil, passphraseFile: nil) } == "Key_Missing")
    setenv(SigningKey.variable, "", 1)
    #expect(refusal { _ = try SigningKey.load(file: nil, passphraseFile: nil) } == "Key_Missing")
    setenv(SigningKey.variable, digits + "00", 1)
    #expect(refusal { _ = try SigningKey.load(file: nil, passphraseFile: nil) } == "Key_EnvironmentKey")
    setenv(SigningKey.variable, digits, 1)
    #expect(try SigningKey.load(file: nil, passphraseFile: nil).shown == digits)

    let key = try PrivateKey.random()
    let phrase = try write("correct horse\n", "phrase")
    let path = folder.path + "/key.json"
    try KeyFile(sealing: key, with: Passphrase.read(phrase), cost: .small).create(path)
    #expect(try SigningKey.load(file: path, passphraseFile: phrase).shown == key.shown)
    let wrong = try write("wrong", "wrong")
    #expect(refusal { _ = try SigningKey.load(file: path, passphraseFile: wrong) } == "Key_WrongPassphrase")
    #expect(refusal { _ = try SigningKey.load(file: path + "x", passphraseFile: phrase) } == "Key_Unreadable")
    let large = try write(String(repeating: " ", count: 70_000), "large")
    #expect(refusal { _ = try SigningKey.load(file: large, passphraseFile: phrase) } == "Key_FileTooLarge")
  }

  func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func filesAreTheirOwnersAlone() throws {
    let path = folder.path + "/secret"
    try SecretFile.create(path, Array("one".utf8))
    #expect(try mode(path) == 0o600)
    #expect(refusal { try SecretFile.create(path, Array("two".utf8)) } == "Key_FileExists")
    #expect(refusal { try KeyFile.checkAbsent(path) } == "Key_FileExists")
    #expect(refusal { try KeyFile.checkAbsent(path + "2") } == nil)
    #expect(try SecretFile.read(path, atMost: 10).copy == Array("one".utf8))
    #expect(refusal { try SecretFile.create(folder.path + "/none/secret", []) } == "Key_Unwritable")
  }
}
