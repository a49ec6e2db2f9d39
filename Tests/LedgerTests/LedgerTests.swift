import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Ledger

/// A venue and those who send it transactions.
struct LedgerFixture {
  let genesis: Genesis
  var ledger: Ledger
  let alice: PrivateKey
  private var nonce: UInt64 = 0

  init(maximumLead: UInt64? = nil) throws {
    genesis = try TestGenesis.make(maximumLead: maximumLead)
    ledger = try Ledger(genesis)
    alice = try TestGenesis.signer(31)
  }

  /// A call of the least module, with an action for no account.
  mutating func call(
    nonce own: UInt64? = nil, account: UInt256 = .zero, expiry: UInt64? = nil, module: Int = 0
  ) throws -> Transaction {
    nonce += 1
    let action = SignedAction(
      account: account, nonce: UInt256(own ?? nonce), module: TestGenesis.modules[module], data: [1, 2, 3],
      expiry: UInt256(expiry ?? ledger.state.time + 100_000), owner: alice.address, signer: alice.address)
    let digest = action.digest(domainSeparator: ledger.state.gateway.domainSeparator)
    return .actions(
      ActionCall(
        module: action.module, actions: [.init(action, signature: try alice.sign(digest).bytes)], data: [9]))
  }

  func checked(_ transaction: Transaction) -> CheckedTransaction {
    CheckedTransaction(transaction, domainSeparator: ledger.state.gateway.domainSeparator)
  }

  /// A block of a price, some calls, and one call that is refused with a receipt.
  mutating func block(_ number: Int) throws -> AppliedBlock {
    let time = ledger.state.time + 10
    let transactions = [
      try Genesis.message(price: UInt128(1_000 + number), timestamp: time), try call(), try call(account: 99),
      try call(module: 1),
    ]
    return try ledger.apply(transactions.map(checked), time: time)
  }
}

/// LG-13 to LG-24: the same blocks give the same bytes, wherever they are made or repeated.
@Suite struct LedgerTests {
  @Test func theSameBlocksGiveTheSameBytes() throws {
    var (first, second) = (try LedgerFixture(), try LedgerFixture())
    for number in 0..<5 {
      let (a, b) = (try first.block(number), try second.block(number))
      #expect(a.bytes == b.bytes && a.receiptBytes == b.receiptBytes && a.hash == b.hash)
      #expect(a.block.bytes == a.bytes)
      #expect(try Block(bytes: a.bytes) == a.block)
      #expect(try TransactionReceipt.list(bytes: a.receiptBytes) == a.receipts)
      #expect(a.omitted.isEmpty)
      #expect(a.header.previous == (number == 0 ? first.genesis.hash : first.ledger.head.map { _ in a.header.previous }))
    }
    #expect(first.ledger.height == 5)
  }

  @Test func replayFromGenesisAndFromSnapshotsGivesTheSameRoots() throws {
    var fixture = try LedgerFixture()
    var blocks: [AppliedBlock] = []
    var snapshots: [[[UInt8]]] = [Array(fixture.ledger.snapshot())]
    for number in 0..<6 {
      blocks.append(try fixture.block(number))
      snapshots.append(Array(fixture.ledger.snapshot()))
    }
    for (place, snapshot) in snapshots.enumerated() {
      var ledger = try Ledger(fixture.genesis, snapshot: snapshot)
      #expect(ledger.height == UInt64(place))
      for block in blocks[place...] {
        let repeated = try ledger.replay(Block(bytes: block.bytes), workers: 2)
        #expect(repeated.hash == block.hash && repeated.receiptBytes == block.receiptBytes)
        #expect(try Ledger.map(of: ledger.entries()).root == ledger.stateRoot)
      }
      #expect(ledger.stateRoot == fixture.ledger.stateRoot)
      #expect(Array(ledger.snapshot()) == snapshots.last)
    }
  }

  @Test func aRefusedTransactionChangesNothingButItsReceipt() throws {
    var fixture = try LedgerFixture()
    let before = fixture.ledger.entries()
    let block = try fixture.ledger.apply(
      [fixture.checked(fixture.call(account: 99))], time: fixture.ledger.state.time)
    #expect(block.receipts.first?.outcome == .refused(name: "ERC721NonexistentToken", arguments: ["99"]))
    #expect(block.receipts.first?.events == [])
    #expect(fixture.ledger.entries() == before)
    #expect(block.header.transactions == 1)
  }

  @Test func everyTransactionAndReceiptIsUnderItsRoot() throws {
    for count in 1...9 {
      var fixture = try LedgerFixture()
      let transactions = try (0..<count).map { _ in fixture.checked(try fixture.call()) }
      let block = try fixture.ledger.apply(transactions, time: fixture.ledger.state.time)
      for index in 0..<count {
        let path = try block.inputProof(of: index)
        let hash = block.block.transactions[index].hash
        let header = block.header
        try BlockTree.inputs.verify(hash, at: UInt64(index), of: header.transactions, path: path, root: header.inputRoot)
        try BlockTree.receipts.verify(
          block.receipts[index].hash, at: UInt64(index), of: header.receipts, path: block.receiptProof(of: index),
          root: header.receiptsRoot)
        #expect(throws: LedgerRefusal.rootMismatch) {
          try BlockTree.receipts.verify(
            hash, at: UInt64(index), of: header.transactions, path: path, root: header.inputRoot)
        }
        #expect(throws: LedgerRefusal.self) {
          try BlockTree.inputs.verify(
            hash, at: UInt64(index), of: header.transactions, path: path + [.zero], root: header.inputRoot)
        }
        if index > 0 {
          #expect(throws: LedgerRefusal.self) {
            try BlockTree.inputs.verify(
              hash, at: UInt64(index - 1), of: header.transactions, path: path, root: header.inputRoot)
          }
        }
        let promise = Acknowledgement.all(of: header, block.receipts, engine: .zero)[index]
        #expect(promise.transaction == hash && promise.receipt == block.receipts[index].hash)
        #expect(promise.position == UInt32(index) && promise.height == header.height)
      }
      #expect(throws: LedgerRefusal.self) { try block.inputProof(of: count) }
    }
  }

  @Test func aBlockThatSaysOtherwiseIsRefusedAndNothingHasChanged() throws {
    var fixture = try LedgerFixture()
    _ = try fixture.block(0)
    var other = fixture.ledger
    let block = try fixture.block(1)
    let before = Array(other.snapshot())
    let fields: [(BlockField, (inout BlockHeader) -> Void)] = [
      (.height, { $0.height += 1 }), (.previous, { $0.previous = .zero }), (.rules, { $0.rules = 2 }),
      (.transactions, { $0.transactions += 1 }), (.inputRoot, { $0.inputRoot = .zero }),
      (.receiptsRoot, { $0.receiptsRoot = .zero }), (.stateRoot, { $0.stateRoot = .zero }),
      (.receipts, { $0.receipts += 1 }),
    ]
    for (field, change) in fields {
      var altered = block.block
      change(&altered.header)
      do throws(LedgerRefusal) {
        _ = try other.replay(altered)
        Issue.record("\(field) passes")
      } catch {
        guard case .headerDiffers(field, _, _) = error else {
          Issue.record("\(field) is refused as \(error.name)")
          continue
        }
      }
      #expect(Array(other.snapshot()) == before)
      #expect(try Ledger.map(of: other.entries()).root == other.stateRoot)
    }
    var early = block.block
    early.header.time = 1
    #expect(throws: LedgerRefusal.timeRunsBackward(previous: other.state.time, found: 1)) {
      try other.replay(early)
    }
    var twice = block.block
    twice.transactions[3] = twice.transactions[1]
    do throws(LedgerRefusal) {
      _ = try other.replay(twice)
      Issue.record("a nonce passes twice")
    } catch {
      #expect(error.name == "Ledger_Inadmissible")
    }
    #expect(Array(other.snapshot()) == before)
    _ = try other.replay(block.block)
    #expect(other.stateRoot == fixture.ledger.stateRoot)
  }

  @Test func timeDoesNotRunAheadOfSignedMessages() throws {
    var fixture = try LedgerFixture(maximumLead: 60)
    let start = TestGenesis.start
    #expect(throws: LedgerRefusal.timeTooFarAhead(limit: start + 60, found: start + 61)) {
      try fixture.ledger.apply([], time: start + 61)
    }
    let message = fixture.checked(try Genesis.message(price: 2_000, timestamp: start + 50))
    _ = try fixture.ledger.apply([message], time: start + 60)
    _ = try fixture.ledger.apply([], time: start + 110)
    #expect(throws: LedgerRefusal.self) { try fixture.ledger.apply([], time: start + 111) }
  }

  @Test func newRulesBeginAtTheirHeight() throws {
    let rules = #"[{"height":"1","version":"1"},{"height":"3","version":"2","corrections":["capsOfMovedAssets"]}]"#
    let genesis = try Genesis(bytes: TestGenesis.bytes(rules: rules))
    var ledger = try Ledger(genesis)
    var blocks: [AppliedBlock] = []
    for height: UInt64 in 1...4 {
      let block = try ledger.apply([], time: TestGenesis.start)
      #expect(block.header.rules == (height < 3 ? 1 : 2))
      #expect(ledger.state.rules == (height < 3 ? [] : .capsOfMovedAssets))
      #expect(try Ledger.map(of: ledger.entries()).root == ledger.stateRoot)
      blocks.append(block)
    }
    var other = try Ledger(genesis)
    for block in blocks { _ = try other.replay(block.block) }
    #expect(other.headHash == ledger.headHash)
    // A block that was refused leaves the rules as they were.
    var third = try Ledger(genesis)
    for block in blocks.prefix(2) { _ = try third.replay(block.block) }
    var altered = blocks[2].block
    altered.header.stateRoot = .zero
    #expect(throws: LedgerRefusal.self) { try third.replay(altered) }
    #expect(third.state.rules == [])
  }

  @Test func workersChangeNothing() throws {
    var (first, second) = (try LedgerFixture(), try LedgerFixture())
    let transactions = try (0..<200).map { _ in try first.call() }
    let separator = first.ledger.state.gateway.domainSeparator
    let one = try first.ledger.apply(
      CheckedTransaction.check(transactions, domainSeparator: separator, workers: 1), time: TestGenesis.start)
    let four = try second.ledger.apply(
      CheckedTransaction.check(transactions, domainSeparator: separator, workers: 4), time: TestGenesis.start,
      workers: 4)
    #expect(one.bytes == four.bytes && one.receiptBytes == four.receiptBytes)
  }
}
