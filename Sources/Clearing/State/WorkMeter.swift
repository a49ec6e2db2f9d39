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
  /// What may still be counted.
  public var left: UInt64 { count.withLock { $0.limit &- $0.spent } }

  /// Lowers the limit so that so much is left, or less.
  /// - Returns: the limit before.
  func lower(toLeave units: UInt64) -> UInt64 {
    count.withLock { count in
      let before = count.limit
      count.limit = count.spent &+ min(units, before &- count.spent)
      return before
    }
  }

  func raise(to limit: UInt64) {
    count.withLock { $0.limit = max(limit, $0.spent) }
  }

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

  /// What is left of a transaction's work; without bounds outside blocks.
  var workLeft: UInt64 { block.meter?.left ?? .max }

  /// Counts the work of a plan that was held to what was left; all of that where it was not enough.
  func count(_ work: ReductionWork) {
    _ = block.meter?.spend(work.isUsedUp ? .max : workLeft &- work.left)
  }

  /// Moving one balance of an account: its holdings are looked through and kept for going back.
  func spendMovement(_ index: Int) throws(ClearingRefusal) {
    if block.meter != nil { try spend(2 + accounts[index].holdings.count / 16) }
  }

  /// A margin of the portfolio model: each holding is read, and priced in each scenario.
  func spendMargin(_ index: Int, scenarios: Int) throws(ClearingRefusal) {
    if block.meter != nil { try spend(marginWork(index, scenarios: scenarios)) }
  }

  /// A margin of the standard model: each holding is read, those of every market are looked for, and each option of an
  /// expiry is paid out at each strike.
  func spendMargin(_ index: Int, _ model: StandardManager) throws(ClearingRefusal) {
    if block.meter != nil { try spend(marginWork(index, model)) }
  }

  func marginWork(_ index: Int, scenarios: Int) -> Int { accounts[index].holdings.count * (scenarios + 8) }

  func marginWork(_ index: Int, _ model: StandardManager) -> Int {
    let held = accounts[index].holdings.count
    return model.markets.count * (1 + held / 16) + held * (8 + held / 64)
  }

  /// Does something that may count so much at the most.
  mutating func within(
    _ units: UInt64, _ body: (inout ClearingState) throws(ClearingRefusal) -> Void
  ) throws(ClearingRefusal) {
    guard let meter = block.meter else { return try body(&self) }
    let limit = meter.lower(toLeave: units)
    defer { meter.raise(to: limit) }
    try body(&self)
  }
}
