import Clearing
import Commitment
import Ethereum
import TestSupport
import Testing

@testable import Ledger

/// LG-25: each refusal by its name.
@Suite struct LedgerRefusalTests {
  func name(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? LedgerRefusal)?.name
    }
  }

  @Test func bytes() throws {
    let account = StateCodec.key(.account(1))
    let cases: [(String, [UInt8])] = [
      ("Ledger_Truncated", []), ("Ledger_Truncated", Array(account.dropLast())),
      ("Ledger_TrailingBytes", account + [0]), ("Ledger_UnknownKind", [255]),
      ("Ledger_TooLarge", [UInt8](repeating: 1, count: LedgerLimits.keyBytes + 1)),
      // A leading zero is another spelling, and nine bytes are no number of an account.
      ("Ledger_NotCanonical", [account[0], 2, 0, 1]),
      ("Ledger_OutOfRange", [account[0], 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]
    for (expected, bytes) in cases {
      #expect(name { _ = try StateCodec.key(bytes) } == expected, "\(bytes)")
    }
  }

  @Test func partsOfAState() throws {
    let entries = StateCodec.entries(of: try LedgerFixture().ledger.state)
    func refusal(_ entries: [MapEntry]) -> String? { name { _ = try StateCodec.state(from: entries) } }
    #expect(refusal(entries) == nil)
    #expect(refusal(Array(entries.dropFirst())) == "Ledger_MissingPart")
    #expect(refusal([entries[0]] + entries) == "Ledger_RepeatedPart")
    let perp = try #require(entries.first { $0.key == StateCodec.key(.perp(0)) })
    let misplaced = (entries + [MapEntry(key: StateCodec.key(.perp(99)), value: perp.value)])
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    #expect(refusal(misplaced) == "Ledger_MisplacedPart")
  }

  @Test func aSnapshotWithAnotherStateIsNotOfItsRoot() throws {
    var fixture = try LedgerFixture()
    _ = try fixture.block(0)
    let parts = Array(fixture.ledger.snapshot())
    var random = SeededGenerator(seed: 11)
    var names: Set<String> = []
    for _ in 0..<400 {
      var altered = parts
      let place = Int.random(in: altered.indices, using: &random)
      altered[place] = EntryTests.altered(altered[place], &random)
      if let name = name({ _ = try Ledger(fixture.genesis, snapshot: altered) }) { names.insert(name) }
    }
    #expect(names.contains("Ledger_SnapshotRoot"))
  }

  /// After a silence longer than the lead, only a block with a newer message may be of the present (LG-13).
  @Test func timeIsNotFarAheadOfTheNewestMessage() throws {
    var fixture = try LedgerFixture(maximumLead: 60)
    let now = TestGenesis.start + 100_000
    let (root, hash) = (fixture.ledger.stateRoot, fixture.ledger.headHash)
    let call = fixture.checked(try fixture.call(expiry: now))
    #expect(name { _ = try fixture.ledger.apply([call], time: now) } == "Ledger_TimeTooFarAhead")
    let old = fixture.checked(try Genesis.message(price: 2_000, timestamp: now - 61))
    #expect(name { _ = try fixture.ledger.apply([old], time: now) } == "Ledger_TimeTooFarAhead")
    #expect(fixture.ledger.stateRoot == root && fixture.ledger.headHash == hash)
    #expect(try Ledger.map(of: fixture.ledger.entries()).root == root)
    let fresh = fixture.checked(try Genesis.message(price: 2_000, timestamp: now - 60))
    let block = try fixture.ledger.apply([fresh, call], time: now)
    #expect(block.receipts.count == 2 && block.omitted.isEmpty)
    #expect(try Ledger.map(of: fixture.ledger.entries()).root == block.header.stateRoot)
  }

  @Test func blocksBeyondTheirBounds() throws {
    var fixture = try LedgerFixture()
    let small = fixture.checked(try fixture.call())
    let large = fixture.checked(
      .message(feed: TestGenesis.feed, bytes: [UInt8](repeating: 7, count: LedgerLimits.transactionBytes / 2)))
    // Who makes a block leaves out what is too much; who is given one refuses it.
    var other = fixture.ledger
    let header = try fixture.ledger.apply([], time: other.state.time).block.header
    func refusal(_ transactions: [CheckedTransaction]) -> String? {
      var block = Block(header: header, transactions: [])
      block.header.transactions = UInt64(transactions.count)
      return name { _ = try other.replay(block, transactions) }
    }
    #expect(
      refusal(Array(repeating: small, count: LedgerLimits.blockTransactions + 1)) == "Ledger_TooManyTransactions")
    #expect(
      refusal(Array(repeating: large, count: 2 * LedgerLimits.blockBytes / LedgerLimits.transactionBytes + 1))
        == "Ledger_BlockTooLarge")
  }

  @Test func pathsOfAnotherShape() {
    func refusal(at position: UInt64, of count: UInt64, path: [Bytes32]) -> String? {
      name { try BlockTree.inputs.verify(.zero, at: position, of: count, path: path, root: .zero) }
    }
    #expect(refusal(at: 3, of: 3, path: []) == "Ledger_PositionOutOfRange")
    #expect(refusal(at: 0, of: 3, path: [.zero]) == "Ledger_PathLength")
    #expect(refusal(at: 0, of: 3, path: [.zero, .zero]) == "Ledger_RootMismatch")
  }
}
