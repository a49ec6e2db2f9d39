import Clearing
import Commitment
import Console
import FixedPoint
import Ledger

extension BenchCommand {
  /// Blocks of a thousand trades with two signed orders each, margin checks and the root of the state: from the
  /// transactions, with signatures checked before, and repeated from the log; then all margins after a price has moved.
  static func measureLedger(_ bench: inout Bench) throws {
    var venue = try BenchVenue()
    let (blocks, size, workers) = (8, 1_000, Parallel.width)
    let transactions = try (0..<blocks).map { _ in try venue.trades(size) }
    let separator = venue.ledger.state.gateway.domainSeparator
    let clock = ContinuousClock()
    var (whole, checking, applying, repeating) = ([Duration](), [Duration](), [Duration](), [Duration]())
    var (bytes, receipts) = (0, 0)
    var other = venue.ledger
    for block in transactions {
      var checked: [CheckedTransaction] = []
      let check = clock.measure {
        checked = CheckedTransaction.check(block, domainSeparator: separator, workers: workers)
      }
      var applied: AppliedBlock?
      var failure: LedgerRefusal?
      let apply = clock.measure {
        do throws(LedgerRefusal) {
          applied = try venue.ledger.apply(checked, time: BenchVenue.start, workers: workers)
        } catch {
          failure = error
        }
      }
      if let failure { throw CommandFailure(.badInput, failure.message) }
      guard let applied, applied.omitted.isEmpty else {
        throw CommandFailure(.badInput, "the trades to measure are refused")
      }
      let again = clock.measure { _ = try? other.replay(applied.block, workers: workers) }
      if other.headHash != applied.hash { throw CommandFailure(.badInput, "a block repeated differs") }
      (bytes, receipts) = (applied.bytes.count / size, applied.receiptBytes.count / size)
      whole.append(check + apply)
      (checking, applying, repeating) = (checking + [check], applying + [apply], repeating + [again])
    }
    bench.record(
      "signed trade, \(bytes) bytes and \(receipts) of receipt, end to end", limit: "100 us", each: size, whole)
    bench.record("  two signatures checked", each: size, checking)
    bench.record("  applied, with margins and state root", limit: "20 us", each: size, applying)
    bench.record("  repeated from the log", each: size, repeating)
    try measureMargins(&venue, &bench)
  }

  /// The margins of all accounts at a new price, with what they share read once, and each by itself.
  private static func measureMargins(_ venue: inout BenchVenue, _ bench: inout Bench) throws {
    let numbers = (1...AccountNumber(venue.ledger.state.accounts.count)).map { $0 }
    let clock = ContinuousClock()
    var (shared, plain) = ([Duration](), [Duration]())
    for move: UInt64 in 1...7 {
      let time = BenchVenue.start + move
      let message = try venue.message("spot", UInt128(2_000 + move) * Wad.one, at: time)
      let block = try CommandFailure.ledger { () throws(LedgerRefusal) in
        try venue.ledger.apply(venue.checked([message]), time: time)
      }
      guard block.omitted.isEmpty else { throw CommandFailure(.badInput, "the price to measure is refused") }
      let state = venue.ledger.state
      var healthy = 0
      shared.append(
        clock.measure {
          for margins in state.margins(of: numbers, workers: Parallel.width) {
            if case .success(let margins) = margins, margins.isHealthy { healthy += 1 }
          }
        })
      plain.append(
        clock.measure {
          for number in numbers where (try? state.margins(of: number))?.isHealthy ?? false { healthy -= 1 }
        })
      if healthy != 0 { throw CommandFailure(.badInput, "margins of all accounts differ from those of each") }
    }
    bench.record("margins of an account of a ledger after a price has moved", each: numbers.count, shared)
    bench.record("  each account by itself", each: numbers.count, plain)
  }
}

extension MarginView {
  /// Whether maintenance margin is there and not negative.
  fileprivate var isHealthy: Bool {
    if case .success(let margin) = maintenance { !margin.isNegative } else { false }
  }
}
