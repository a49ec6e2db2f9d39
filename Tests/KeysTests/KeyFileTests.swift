import Ethereum
import Testing

@testable import Keys

/// New key files (KY-6) and what writing refuses (KY-3).
struct KeyFileTests {
  let passphrase: Passphrase

  init() throws { passphrase = try Passphrase(SecretBytes(Array("correct horse".utf8))) }

  @Test func newFilesOpenAgain() throws {
    let key = try PrivateKey.random()
    let file = try KeyFile(sealing: key, with: passphrase, cost: .small)
    let read = try KeyFile(file.bytes)
    #expect(read == file)
    #expect(read.address == key.address)
    #expect(try read.open(passphrase).shown == key.shown)
    let other = try Passphrase(SecretBytes(Array("correct horses".utf8)))
    #expect(throws: KeyFileError.wrongPassphrase) { try read.open(other) }
  }

  @Test func nothingOfAFileIsUsedTwice() throws {
    let key = try PrivateKey.random()
    let files = try (0..<3).map { _ in try KeyFile(sealing: key, with: passphrase, cost: .small) }
    #expect(Set(files.map(\.identifier)).count == 3)
    #expect(Set(files.map(\.counter)).count == 3)
    #expect(Set(files.map(\.derivation)).count == 3)
    #expect(Set(files.map(\.ciphertext)).count == 3)
    #expect(try PrivateKey.random().shown != key.shown)
  }

  @Test func identifiersAreOfVersionFour() {
    #expect(
      KeyFile.identifier(random: [UInt8](repeating: 0xFF, count: 16)) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    #expect(KeyFile.identifier(random: [UInt8](repeating: 0, count: 16)) == "00000000-0000-4000-8000-000000000000")
  }

  @Test func anyByteThatIsDamagedIsRefused() throws {
    let file = try KeyFile(sealing: try PrivateKey.random(), with: passphrase, cost: .small)
    for place in 0..<32 {
      var damaged = file
      damaged.ciphertext[place] ^= 1
      #expect(throws: KeyFileError.wrongPassphrase) { try damaged.open(passphrase) }
      damaged = file
      // The code does not cover the counter block; another key comes out.
      damaged.counter[place / 2] ^= 128
      #expect(throws: KeyFileError.self) { try damaged.open(passphrase) }
    }
  }

  @Test(arguments: [
    (0, 8, 1), (1, 8, 1), (3, 8, 1), (1 << 21, 1, 1), (16, 0, 1), (16, 33, 1), (16, 8, 0), (16, 8, 17),
    (1 << 16, 1, 1), (1 << 18, 9, 1), (1 << 18, 8, 16), (Int.min, 8, 1), (Int.max, Int.max, Int.max),
  ])
  func costsOutOfRangeAreRefused(cost: Int, blockSize: Int, parallelisation: Int) throws {
    let key = try PrivateKey.random()
    let cost = ScryptCost(cost: cost, blockSize: blockSize, parallelisation: parallelisation)
    do {
      _ = try KeyFile(sealing: key, with: passphrase, cost: cost)
      Issue.record("\(cost) was accepted")
    } catch {
      #expect(error.name == "Key_CostOutOfRange")
    }
  }

  @Test func theStandardCostIsWithinTheBounds() throws {
    try ScryptCost.standard.check()
    #expect(ScryptCost.standard.memory == KeyLimits.scryptMemory)
  }
}
