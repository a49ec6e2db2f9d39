import Margin
import Synchronization

/// How much work the transactions of a block may ask for, in units of LG-31: one takes about a microsecond.
public struct WorkLimits: Hashable, Sendable {
  /// Of one transaction.
  public var transaction: UInt64 = 250_000
  /// Of a block: it takes no further transaction that could bring it beyond.
  public var block: UInt64 = 5_000_000

  public init() {}

  /// Of checking one signature.
  public static let signature: UInt64 = 50
  /// So many bytes of a message count as one signature, which takes more.
  public static let signatureBytes = 192
}

/// Counts the work of one transaction after another (LG-31). What is counted follows from what is done, never from
/// how long it takes.
public final class WorkMeter: Sendable {
  private let count = Mutex<(spent: UInt64, limit: UInt64)>((0, .max))

  public init() {}

  /// Begins to count for another transaction.
  public func begin(limit: UInt64) {
    count.withLock { $0 = (0, limit) }
  }

  /// The work since then, the limit at most.
  public var spent: UInt64 { count.withLock { $0.spent } }

  /// - Returns: whether it is within the limit.
  public func spend(_ units: UInt64) -> Bool {
    count.withLock { count in
      let (sum, overflow) = count.spent.addingReportingOverflow(units)
      count.spent = overflow ? count.limit : min(sum, count.limit)
      return !overflow && sum <= count.limit
    }
  }
}

extension ClearingState {
  /// Counts work before it is done.
  /// - Throws: `tooMuchWork`.
  func spend(_ units: Int) throws(ClearingRefusal) {
    guard let meter = block.meter else { return }
    if !meter.spend(UInt64(clamping: units)) { throw .rule(.tooMuchWork) }
  }

  /// Moving one balance of an account: its holdings are looked through and kept for going back.
  func spendMovement(_ index: Int) throws(ClearingRefusal) {
    if block.meter != nil { try spend(2 + accounts[index].holdings.count / 16) }
  }

  /// A margin of the portfolio model: each holding is read, and priced in each scenario.
  func spendMargin(_ index: Int, scenarios: Int) throws(ClearingRefusal) {
    if block.meter != nil { try spend(accounts[index].holdings.count * (scenarios + 8)) }
  }

  /// A margin of the standard model: each holding is read, those of every market are looked for, and each option of an
  /// expiry is paid out at each strike.
  func spendMargin(_ index: Int, _ model: StandardManager) throws(ClearingRefusal) {
    if block.meter == nil { return }
    let held = accounts[index].holdings.count
    try spend(model.markets.count * (1 + held / 16) + held * (8 + held / 64))
  }
}
