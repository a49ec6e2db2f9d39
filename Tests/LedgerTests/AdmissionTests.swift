import Clearing
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Ledger

/// LG-13: what never enters the log, by its name; and each is left out of a block too.
@Suite struct AdmissionTests {
  private static func expect(_ name: String, _ transaction: Transaction, _ fixture: inout LedgerFixture) throws {
    let checked = fixture.checked(transaction)
    do throws(AdmissionRefusal) {
      try fixture.ledger.admit(checked)
      Issue.record("\(name) is admitted")
    } catch {
      #expect(error.name == name)
      #expect(!error.message.isEmpty)
    }
    let before = fixture.ledger.entries()
    let block = try fixture.ledger.apply([checked], time: fixture.ledger.state.time)
    #expect(block.omitted.map(\.refusal.name) == [name])
    #expect(block.receipts.isEmpty && block.block.transactions.isEmpty)
    #expect(fixture.ledger.entries() == before)
  }

  private static func altered(
    _ transaction: Transaction, _ change: (inout ActionCall) -> Void
  ) -> Transaction {
    guard case .actions(var call) = transaction else { return transaction }
    change(&call)
    return .actions(call)
  }

  @Test func actions() throws {
    var fixture = try LedgerFixture()
    let good = try fixture.call()
    try fixture.ledger.admit(fixture.checked(good))
    _ = try fixture.ledger.apply([fixture.checked(good)], time: TestGenesis.start)
    try Self.expect("BM_NonceAlreadyUsed", good, &fixture)
    try Self.expect("OV_ActionExpired", fixture.call(expiry: TestGenesis.start - 1), &fixture)
    try Self.expect("OV_InvalidSignature", Self.altered(fixture.call()) { $0.actions[0].signature[3] ^= 1 }, &fixture)
    try Self.expect("OV_InvalidSignature", Self.altered(fixture.call()) { $0.actions[0].action.data = [] }, &fixture)
    try Self.expect(
      "OV_SignerNotOwnerOrSessionKeyExpired",
      Self.altered(fixture.call()) { $0.actions[0].action.owner = TestGenesis.address("stranger") }, &fixture)
    try Self.expect("Panic(0x32)", Self.altered(fixture.call()) { $0.actions = [] }, &fixture)
    try Self.expect(
      "M_OnlyAllowedModule",
      Self.altered(fixture.call()) {
        $0.module = .zero
        $0.actions[0].action.module = .zero
      }, &fixture)
    try Self.expect(
      "Admission_TooLarge",
      Self.altered(fixture.call()) { $0.data = [UInt8](repeating: 0, count: LedgerLimits.transactionBytes) }, &fixture)
  }

  @Test func messages() throws {
    var fixture = try LedgerFixture()
    let time = TestGenesis.start
    let good = try Genesis.message(price: 2_000, timestamp: time)
    try fixture.ledger.admit(fixture.checked(good))
    _ = try fixture.ledger.apply([fixture.checked(good)], time: time)
    try Self.expect("Admission_NotNewer", good, &fixture)
    try Self.expect("BLF_InvalidSigner", Genesis.message(price: 1, timestamp: time, signer: 23), &fixture)
    try Self.expect("BLF_InvalidTimestamp", Genesis.message(price: 1, timestamp: time + 1), &fixture)
    try Self.expect("EmptyRevert", .message(feed: .zero, bytes: []), &fixture)
  }

  /// LG-31: a block has room as long as any transaction could still be done within its limit, made or repeated.
  @Test func aBlockFullOfWork() throws {
    var fixture = try LedgerFixture()
    let transactions = try (0..<20).map { _ in fixture.checked(try fixture.call()) }
    var other = fixture.ledger
    (fixture.ledger.workLimits.transaction, fixture.ledger.workLimits.block) = (500, 1_000)
    let block = try fixture.ledger.apply(transactions, time: TestGenesis.start)
    // Each has one signature, and nothing else to do.
    #expect(block.block.transactions.count == 11)
    #expect(block.omitted.map(\.index) == Array(11..<20))
    #expect(block.omitted.allSatisfy { $0.refusal == .blockFull })
    let before = other.stateRoot
    other.workLimits = fixture.ledger.workLimits
    other.workLimits.block = 950
    #expect(throws: LedgerRefusal.inadmissible(position: 10, .blockFull)) { _ = try other.replay(block.block) }
    #expect(other.stateRoot == before)
    other.workLimits.block = 1_000
    #expect(try other.replay(block.block).hash == block.hash)
    #expect(other.state.block.meter == nil && other.state.block.height == 0)
  }

  @Test func aFullBlock() throws {
    var fixture = try LedgerFixture()
    let data = [UInt8](repeating: 7, count: LedgerLimits.transactionBytes - 1_000)
    let transactions = try (0..<70).map { _ in
      guard case .actions(var call) = try fixture.call() else { throw LedgerRefusal.truncated }
      call.data = data
      return fixture.checked(.actions(call))
    }
    let block = try fixture.ledger.apply(transactions, time: TestGenesis.start)
    #expect(block.block.transactions.count == LedgerLimits.blockBytes / transactions[0].bytes.count)
    #expect(block.omitted.allSatisfy { $0.refusal == .blockFull })
    #expect(block.omitted.count + block.block.transactions.count == 70)
  }
}
