import Clearing
import Commitment
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Ledger

/// What is done for many at once is what is done one by one.
@Suite struct FastPathTests {
  /// Operations with their outcomes, as a ledger has them for receipts.
  private static func pending(seed: UInt64, count: Int) throws -> (state: ClearingState, receipts: [PendingReceipt]) {
    var random = SeededGenerator(seed: seed)
    var state = try EntryTests.opened()
    _ = (state.takeEvents(), state.takeDecisions())
    var receipts: [PendingReceipt] = []
    for number in 0..<count {
      if number % 4 == 0 { try refresh(&state) }
      let operation = try RandomOperations.operation(state, &random)
      let outcome: TransactionReceipt.Outcome
      do throws(ClearingRefusal) {
        outcome = .done(Answer(try state.apply(operation)))
      } catch {
        outcome = .refused(name: error.name, arguments: error.arguments)
      }
      let decisions = state.takeDecisions()
      receipts.append(
        PendingReceipt(
          transaction: Keccak256.hash("\(number)"), outcome: outcome, events: state.takeEvents(),
          decisions: decisions.map { ($0, state.managers[$0.manager].parametersHash) }))
    }
    return (state, receipts)
  }

  /// Gives the stable token a price of one from now on; without one nothing is judged.
  private static func refresh(_ state: inout ClearingState) throws {
    guard case .message(let feed, let bytes) = try Genesis.message(price: 1, timestamp: state.time) else { return }
    _ = try state.apply(.message(feed: feed, bytes: bytes))
  }

  @Test func receiptsFinishedTogetherAreThoseFinishedByThemselves() throws {
    for seed: UInt64 in 0..<4 {
      let (_, pending) = try Self.pending(seed: seed, count: 200)
      #expect(pending.contains { !$0.decisions.isEmpty })
      let parts = [pending[..<1], pending[1..<1], pending[1..<40], pending[40...]].map { FinishedReceipts(Array($0)) }
      let finished = FinishedReceipts(joining: parts)
      let expected = pending.map { $0.finished() }
      #expect(finished.receipts == expected)
      #expect(finished.hashes == expected.map(\.hash))
      #expect(try TransactionReceipt.list(bytes: finished.bytes) == expected)
      var list = ByteWriter()
      list.list(expected) { $0.string($1.bytes) }
      #expect(finished.bytes == list.bytes)
    }
  }

  /// Prices and readings that are remembered are those that are computed and read, before and after they move.
  @Test func marginsOfManyAccountsAreThoseOfEach() throws {
    for seed: UInt64 in 0..<4 {
      var (state, _) = try Self.pending(seed: seed, count: 200)
      for spot: UInt128 in [2_000, 1_500, 2_600] {
        for operation in RandomOperations.prices(spot) { _ = try state.apply(operation) }
        try Self.refresh(&state)
        let numbers = (0...AccountNumber(state.accounts.count) + 1).map { $0 }
        for workers in [1, 2] {
          let found = state.margins(of: numbers, workers: workers)
          for (number, margins) in zip(numbers, found) {
            var expected: Result<MarginView, ClearingRefusal>
            do throws(ClearingRefusal) {
              expected = .success(try state.margins(of: number))
            } catch {
              expected = .failure(error)
            }
            #expect("\(margins)" == "\(expected)", "account \(number), spot \(spot)")
          }
        }
        #expect(state.brokenInvariants() == [])
      }
    }
  }

  @Test func blocksMadeWithOtherThreadsAreTheSame() throws {
    var (first, second) = (try LedgerFixture(), try LedgerFixture())
    for number in 0..<3 {
      let time = first.ledger.state.time + 10
      var transactions = [try Genesis.message(price: UInt128(1_000 + number), timestamp: time)]
      for _ in 0..<100 { transactions.append(try first.call()) }
      let checked = transactions.map(first.checked)
      let made = try first.ledger.apply(checked, time: time, workers: 3)
      let alone = try second.ledger.apply(checked, time: time)
      #expect(made.hash == alone.hash && made.bytes == alone.bytes && made.receiptBytes == alone.receiptBytes)
      #expect(made.receipts == alone.receipts && made.receipts.count == 101)
    }
  }
}
