import Encoding
import Ethereum
import Testing

@testable import Keys

/// KY-2 to KY-5 by `vectors/keys/files.jsonl`: files of other programs, and each refusal.
struct KeyFileVectorTests {
  @Test func filesOpenOrAreRefused() throws {
    var names: Set<String> = []
    for line in try VectorLine.all("files.jsonl") {
      let (note, text, passphrase) = (try line.text("note"), try line.text("file"), try line.passphrase())
      let opened: Result<PrivateKey, KeyFileError>
      do throws(KeyFileError) {
        opened = .success(try KeyFile(Array(text.utf8)).open(passphrase))
      } catch {
        opened = .failure(error)
      }
      switch opened {
      case .success(let key):
        #expect(try line.expected("privateKey") == key.shown, "\(note)")
        #expect(try line.expected("address") == key.address.description, "\(note)")
      case .failure(let error):
        #expect(try line.expected("refused") == error.name, "\(note): \(error.message)")
        names.insert(error.name)
      }
    }
    // All but that of a library that fails.
    #expect(names.count == 13)
  }

  /// KY-1: no refusal quotes a text of the file that could be a secret.
  @Test func refusalsQuoteNothing() throws {
    for line in try VectorLine.all("files.jsonl") where try line.expected("refused") != nil {
      let (text, passphrase) = (try line.text("file"), try line.passphrase())
      do throws(KeyFileError) {
        _ = try KeyFile(Array(text.utf8)).open(passphrase)
      } catch {
        let message = error.message.lowercased()
        // The address that a file states is no secret.
        if case .addressMismatch = error { continue }
        for run in text.lowercased().split(whereSeparator: { !$0.isHexDigit }) where run.count > 12 {
          #expect(!message.contains(run), "\(error.message)")
        }
      }
    }
  }

  /// KY-5, KY-6: the salt and counter block of another program's file give its ciphertext and code.
  @Test func filesAreSealedAgain() throws {
    var count = 0
    for line in try VectorLine.all("files.jsonl") {
      guard let text = try line.expected("privateKey") else { continue }
      let file = try KeyFile(line.file())
      // One costly file is enough.
      if case .scrypt(.standard, _) = file.derivation, count > 3 { continue }
      let key = try PrivateKey(try #require(Hex.decode(text)))
      let again = try KeyFile(
        sealing: key, with: line.passphrase(), file.derivation, counter: file.counter, identifier: file.identifier)
      #expect(again.ciphertext == file.ciphertext)
      #expect(again.code == file.code)
      #expect(try KeyFile(again.bytes) == again)
      count += 1
    }
    #expect(count > 10)
  }
}
