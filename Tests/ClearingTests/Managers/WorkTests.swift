import Ethereum
import FixedPoint
import Glibc
import Margin
import Pricing
import Testing

@testable import Clearing

/// LG-31: the work that operations count bounds what they take, and a transaction stops at its limit.
struct WorkTests {
  /// What one unit may take of a processor, in microseconds, for a block to be done in 20 seconds.
  static let longestUnit = 4.0

  /// A venue of accounts as large as any can be: 2 and 3 under the standard manager, 4 and 5 under the portfolio
  /// manager with the most scenarios, each with 500 options.
  static func full() throws -> ClearingState {
    var state = try TestVenue.make()
    guard case .portfolio(let model) = state.managers[TestVenue.portfolio].model else { return state }
    let scenarios = (0..<40).map { model.scenarios[$0 % model.scenarios.count] }
    for parameter in [
      .manager(TestVenue.standard, .maxAccountSize(500)), .manager(TestVenue.portfolio, .maxAccountSize(500)),
      .portfolio(TestVenue.portfolio, .scenarios(scenarios)),
    ] as [Parameter] { _ = try state.apply(.set(parameter, caller: TestVenue.owner)) }
    for account in 2...5 as ClosedRange<AccountNumber> {
      _ = try state.apply(.deposit(account, .cash, amount: 1 << 60))
    }
    for place in 0..<499 {
      let option = try TestVenue.option(UInt128(1_500 + 4 * (place / 2)), isCall: place % 2 == 0)
      for (first, second) in [(1, 2), (3, 4)] {
        // As if they had come one by one; one account is long where the other is short.
        let amount = place / 2 % 2 == 0 ? TestVenue.wad(1) : .zero &- TestVenue.wad(1)
        state.update(account: first) { $0.setBalance(option, amount) }
        state.update(account: second) { $0.setBalance(option, .zero &- amount) }
      }
    }
    return state
  }

  static func cash(_ from: AccountNumber, _ to: AccountNumber, times: Int = 1) -> Clearing.Operation {
    let transfer = Transfer(from: from, to: to, instrument: SubAsset(.cash), amount: 1)
    return .trade(Array(repeating: transfer, count: times), caller: TestVenue.exchange)
  }

  /// What this thread has taken of a processor, in microseconds.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }

  /// What an operation counts, how long it takes, and how it ends.
  static func cost(
    _ operation: Clearing.Operation, _ state: inout ClearingState, limit: UInt64 = .max
  ) -> (work: UInt64, time: Double, outcome: String) {
    let meter = WorkMeter()
    state.isRecording = true
    state.beginBlock(BlockContext(height: 1, meter: meter))
    meter.begin(limit: limit)
    var outcome = "done"
    let start = processorTime()
    do throws(ClearingRefusal) { _ = try state.apply(operation) } catch { outcome = error.name }
    let time = processorTime() - start
    state.endBlock()
    return (meter.spent, time, outcome)
  }

  static let operations: [(name: String, operation: Clearing.Operation, outcome: String)] = [
    ("cash of a portfolio account", cash(4, 5), "done"), ("cash of a standard account", cash(2, 3), "done"),
    ("a thousand movements", cash(2, 3, times: 1_000), "done"), ("interest", .settleInterest(2), "done"),
    ("perps", .settlePerps(4), "done"), ("options", .settleOptions(4, option: 0), "done"),
    ("an auction of a portfolio account", .startAuction(4, scenario: .zero), "DA_AccountIsAboveMaintenanceMargin"),
    ("an auction of a standard account", .startAuction(2, scenario: .zero), "DA_AccountIsAboveMaintenanceMargin"),
    ("a deposit", .deposit(2, .cash, amount: 1), "done"),
  ]

  /// What a block of the dearest transactions takes is bounded by what they count.
  @Test func aFullBlockEndsInTime() throws {
    let state = try Self.full()
    let limits = WorkLimits()
    for (name, operation, expected) in Self.operations {
      var copy = state
      let cost = Self.cost(operation, &copy)
      #expect(cost.outcome == expected, "\(name)")
      // The signature of its one action comes on top.
      let work = cost.work + WorkLimits.signature
      print("work of \(name): \(work) units, \(cost.time) us of a processor")
      #expect(work <= limits.transaction, "\(name) counts \(work)")
      #expect(cost.time / Double(work) <= Self.longestUnit, "\(name) counts \(work) and takes \(cost.time) us")
    }
  }

  /// It stops where the limit is crossed, leaves no trace, and counts the limit.
  @Test func theLimitStopsATransaction() throws {
    var state = try Self.full()
    let before = RandomRunTests.image(state)
    for (_, operation, expected) in Self.operations {
      let needed = Self.cost(operation, &state).work
      state = try Self.full()
      for limit in [0, needed / 2, needed - min(needed, 1)] where needed > 0 {
        let cost = Self.cost(operation, &state, limit: limit)
        #expect(cost.outcome == "Clearing_TooMuchWork" && cost.work == limit)
        #expect(RandomRunTests.image(state) == before)
      }
      #expect(Self.cost(operation, &state, limit: needed).outcome == expected)
      state = try Self.full()
    }
  }

  /// Outside blocks, as traces are, there is none.
  @Test func noLimitOutsideBlocks() throws {
    var state = try Self.full()
    #expect(state.block.meter == nil)
    for _ in 0..<3 { _ = try state.apply(Self.cash(2, 3, times: 1_000)) }
    let meter = WorkMeter()
    #expect(meter.spend(.max) && !meter.spend(1) && meter.spent == .max)
    meter.begin(limit: 10)
    #expect(meter.spend(10) && !meter.spend(1) && meter.spent == 10)
    #expect(!meter.spend(.max) && meter.spent == 10)
  }
}
