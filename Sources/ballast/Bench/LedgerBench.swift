import Clearing
import Commitment
import Console
import Ledger

extension BenchCommand {
  /// Blocks of a thousand trades with two signed orders each, margin checks and the root of the state: from the
  /// transactions, with signatures checked before, and repeated from the log.
  static func measureLedger(_ bench: inout Bench) throws {
    var venue = try BenchVenue()
    let (blocks, size, workers) = (8, 1_000, Parallel.width)
    let transactions = try (0..<blocks).map { _ in try venue.trades(size) }
    let separator = venue.ledger.state.gateway.domainSeparator
    let clock = ContinuousClock()
    var (whole, checking, applying, repeating) = ([Duration](), [Duration](), [Duration](), [Duration]())
    var bytes = 0
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
      (bytes, whole) = (applied.bytes.count / size, whole + [check + apply])
      (checking, applying, repeating) = (checking + [check], applying + [apply], repeating + [again])
    }
    bench.record("signed trade, \(bytes) bytes, end to end", limit: "100 us", each: size, whole)
    bench.record("  two signatures checked", each: size, checking)
    bench.record("  applied, with margins and state root", limit: "20 us", each: size, applying)
    bench.record("  repeated from the log", each: size, repeating)
  }
}
