import Clearing
import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Ledger

/// LG-2, LG-9 to LG-12: one spelling of everything, and no bytes that trap.
@Suite struct CodecTests {
  @Test func integersHaveOneSpelling() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let shift = Int.random(in: 0..<256, using: &random)
      var value = UInt256(high: UInt128(random.next()) << 64 | UInt128(random.next()), low: UInt128(random.next()))
      for _ in 0..<shift / 8 { value = UInt256(high: value.high >> 8, low: value.low >> 8 | value.high << 120) }
      var writer = ByteWriter()
      writer.integer(value)
      writer.signed(Int256(bitPattern: value))
      var reader = ByteReader(writer.bytes)
      #expect(try reader.integer() == value)
      #expect(try reader.signed() == Int256(bitPattern: value))
      try reader.end()
    }
    for value in [Int256.min, .max, .zero, -1] {
      var writer = ByteWriter()
      writer.signed(value)
      var reader = ByteReader(writer.bytes)
      #expect(try reader.signed() == value)
    }
    for bytes: [UInt8] in [[1, 0], [2, 0, 1], [33], [0x80], [0x81, 0], [0xA0, 0x81]] {
      var reader = ByteReader(bytes)
      #expect(throws: LedgerRefusal.self) { try reader.signed() }
    }
  }

  @Test func transactionsGoThereAndBack() throws {
    var fixture = try LedgerFixture()
    let message = try Genesis.message(price: 2_000, timestamp: TestGenesis.start)
    for transaction in [try fixture.call(), message] {
      #expect(try Transaction(bytes: transaction.bytes) == transaction)
      var json = JSONWriter()
      transaction.write(to: &json)
      #expect(try Transaction(JSONDocument(json.bytes).root) == transaction)
    }
  }

  @Test func alteredBytesAreRefusedOrMeanSomethingElse() throws {
    var fixture = try LedgerFixture()
    let block = try fixture.block(0)
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let transaction = EntryTests.altered(block.block.transactions[1].bytes, &random)
      if let read = try? Transaction(bytes: transaction) { #expect(read.bytes == transaction) }
      let whole = EntryTests.altered(block.bytes, &random)
      if let read = try? Block(bytes: whole) { #expect(read.bytes == whole) }
      let receipt = EntryTests.altered(block.receipts[0].bytes, &random)
      if let read = try? TransactionReceipt(bytes: receipt) { #expect(read.bytes == receipt) }
    }
    // A count that the bytes do not have makes no room.
    let claims = block.header.bytes + [8, 255, 255, 255, 255, 255, 255, 255, 255]
    #expect(throws: LedgerRefusal.self) { try Block(bytes: claims) }
    #expect(throws: LedgerRefusal.self) { try Transaction(bytes: [UInt8](repeating: 1, count: 1 << 19)) }
  }

  @Test func snapshotsThatAreNotOfTheVenueAreRefused() throws {
    var fixture = try LedgerFixture()
    _ = try fixture.block(0)
    let parts = Array(fixture.ledger.snapshot())
    var random = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      var altered = parts
      let place = Int.random(in: altered.indices, using: &random)
      altered[place] = EntryTests.altered(altered[place], &random)
      if let ledger = try? Ledger(fixture.genesis, snapshot: altered) { #expect(Array(ledger.snapshot()) == altered) }
    }
    #expect(throws: LedgerRefusal.self) { try Ledger(fixture.genesis, snapshot: parts.dropLast()) }
    #expect(throws: LedgerRefusal.self) { try Ledger(fixture.genesis, snapshot: []) }
    let other = try Genesis(bytes: TestGenesis.bytes(accounts: 5))
    #expect(throws: LedgerRefusal.self) { try Ledger(other, snapshot: parts) }
  }

  @Test func genesisIsReadInAnySpellingAndHasOne() throws {
    let bytes = try TestGenesis.bytes()
    let genesis = try Genesis(bytes: bytes)
    #expect(try Genesis(bytes: genesis.bytes).hash == genesis.hash)
    let spread = String(decoding: bytes, as: UTF8.self).replacing(",", with: " , ")
    #expect(try Genesis(bytes: Array(spread.utf8)).hash == genesis.hash)
    var random = SeededGenerator(seed: 6)
    for _ in 0..<500 { _ = try? Genesis(bytes: EntryTests.altered(bytes, &random)) }
    for (from, to) in [
      (#""securityModule":"1""#, #""securityModule":"2""#), (#""market":0"#, #""market":1"#),
      (#""kind":"least""#, #""kind":"most""#), (#""ballastGenesis":1"#, #""ballastGenesis":2"#),
      (#""decimals":18"#, #""decimals":78"#), (#""asset":"perp 0""#, #""asset":"perp 1""#),
    ] {
      #expect(throws: LedgerRefusal.self) { try Genesis(bytes: TestGenesis.bytes(change: [(from, to)])) }
    }
    for rules in [
      "[]", #"[{"height":"2","version":"1"}]"#, #"[{"height":"1","version":"9"}]"#,
      #"[{"height":"1","version":"1"},{"height":"2","version":"2","corrections":["exactCash"]}]"#,
      #"[{"height":"1","version":"1"},{"height":"2","version":"2","corrections":["noSuchRule"]}]"#,
      #"[{"height":"1","version":"1"},{"height":"1","version":"1"}]"#,
    ] {
      #expect(throws: LedgerRefusal.self) { try Genesis(bytes: TestGenesis.bytes(rules: rules)) }
    }
  }
}
