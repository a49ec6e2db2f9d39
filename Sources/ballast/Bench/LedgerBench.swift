import Clearing
import Commitment
import Console
import Ethereum
import Ledger

extension BenchCommand {
  /// Trades with their margin checks, and the root of the state after each thousand of them.
  static func measureLedger(_ bench: inout Bench) throws {
    var venue = try BenchVenue()
    let trades = (0..<1_000).map { BenchVenue.trade($0) }
    bench.measure("trade of a perp, two margin checks", each: trades.count) {
      var done: UInt128 = 0
      for trade in trades { if (try? venue.state.apply(trade)) != nil { done += 1 } }
      _ = venue.state.takeEvents()
      _ = venue.state.takeDecisions()
      return done
    }
    var map = StateMap()
    try map.update(StateCodec.entries(of: venue.state))
    bench.measure("  and the state root of 1,000", each: trades.count) {
      for trade in trades { _ = try? venue.state.apply(trade) }
      _ = venue.state.takeEvents()
      _ = venue.state.takeDecisions()
      let state = venue.state
      let changes = venue.state.takeChangedKeys().map {
        MapEntry(key: StateCodec.key($0), value: StateCodec.value($0, in: state))
      }
      try? map.update(changes, workers: Parallel.width)
      return map.root.integer.low
    }
  }
}
