import Commitment
import Ethereum
import FixedPoint
import Margin

/// Something that accounts hold against each other, so that their positions in it sum to zero (SV-12).
///
/// An option is under the manager of the accounts that hold it, in the state of a block under its own asset.
public enum AuditInstrument: Hashable, Sendable {
  case perp(manager: Address)
  case option(manager: Address, expiry: UInt64, strike: UInt256, isCall: Bool)

  /// Such as `the call of 80000 that expires at 1774598400, under 0x…`.
  public var words: String {
    switch self {
    case .perp(let manager): "the perp under \(manager)"
    case .option(let manager, let expiry, let strike, let isCall):
      "the \(isCall ? "call" : "put") of \(Int256(bitPattern: strike).unitsText) that expires at \(expiry), "
        + "under \(manager)"
    }
  }
}

extension AuditInstrument: Comparable {
  /// Perps first by manager, then options by manager, expiry, strike and side.
  public static func < (a: AuditInstrument, b: AuditInstrument) -> Bool {
    switch (a, b) {
    case (.perp(let first), .perp(let second)): return first < second
    case (.perp, .option): return true
    case (.option, .perp): return false
    case (.option(let m, let e, let k, let isCall), .option(let n, let f, let l, let isOtherCall)):
      if m != n { return m < n }
      if e != f { return e < f }
      return k != l ? k < l : !isCall && isOtherCall
    }
  }
}

/// The positions of all accounts, instrument by instrument.
package struct Positions: Sendable {
  package struct Tally: Hashable, Sendable {
    /// Of all positions, and of those above zero.
    package var net = WideSum()
    var long = WideSum()

    mutating func add(_ amount: Int256) {
      net.add(amount)
      if !amount.isNegative { long.add(amount) }
    }
  }

  private(set) var tallies: [AuditInstrument: Tally] = [:]

  /// - Parameters:
  ///   - time: of the checkpoint, Unix seconds. Of ledgers' accounts the options count that expire after it: what
  ///     settlement has taken out of others, only the log says.
  ///   - workers: threads to spread the sums over; no result depends on it.
  package init(of records: [AccountRecord], at time: UInt64, workers: Int) {
    let parts = Workers.map(Positions.parts(of: records.count, workers), workers: workers) { range in
      var positions = Positions()
      for record in records[range] { positions.add(record, at: time) }
      return positions
    }
    for part in parts {
      for (instrument, tally) in part.tallies {
        tallies[instrument, default: Tally()].net.add(tally.net)
        tallies[instrument, default: Tally()].long.add(tally.long)
      }
    }
  }

  private init() {}

  private static func parts(of count: Int, _ workers: Int) -> [Range<Int>] {
    let parts = max(1, workers)
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  private mutating func add(_ record: AccountRecord, at time: UInt64) {
    if record.version == .ledger {
      for option in record.options where option.expiry > time { add(option, of: option.asset) }
      return
    }
    if !record.perpPosition.isZero {
      tallies[.perp(manager: record.manager), default: Tally()].add(record.perpPosition)
    }
    for option in record.options { add(option, of: record.manager) }
  }

  private mutating func add(_ option: AccountRecord.Option, of owner: Address) {
    let instrument = AuditInstrument.option(
      manager: owner, expiry: option.expiry, strike: option.strike, isCall: option.isCall)
    tallies[instrument, default: Tally()].add(option.amount)
  }

  /// The first instrument whose positions do not sum to zero.
  package var firstUnbalanced: (instrument: AuditInstrument, tally: Tally)? {
    tallies.filter { !$0.value.net.isZero }.min { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The instrument of the largest open interest; of equal ones the first.
  var largest: (instrument: AuditInstrument, openInterest: Int256)? {
    var largest: (instrument: AuditInstrument, openInterest: Int256)?
    for (instrument, tally) in tallies {
      let interest = tally.long.clamped
      guard let found = largest else {
        largest = (instrument, interest)
        continue
      }
      if interest > found.openInterest || interest == found.openInterest && instrument < found.instrument {
        largest = (instrument, interest)
      }
    }
    return largest
  }
}
