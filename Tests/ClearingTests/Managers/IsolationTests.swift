import FixedPoint
import Testing

@testable import Clearing

/// CL-76: one position an account.
@Suite struct IsolationTests {
  typealias Both = BothModes

  static func isolate(_ state: inout ClearingState) throws {
    try state.run(.set(.manager(TestVenue.standard, .isolated(true)), caller: TestVenue.owner))
  }

  func refusal(_ operation: Operation, _ prepare: (inout ClearingState) throws -> Void) throws -> String? {
    try Both.refusals(.reference, of: operation, after: prepare).reference
  }

  @Test func onePositionWithItsCollateral() throws {
    let option = try TestVenue.option(2_000, isCall: true)
    func one(_ state: inout ClearingState) throws {
      try Self.isolate(&state)
      try state.run(
        .deposit(2, .base(0), amount: TestVenue.price(1)), Both.trade(Both.move(Both.perp, 2, from: 2, to: 3)))
    }
    #expect(try refusal(Both.trade(Both.move(Both.perp, 1, from: 2, to: 3)), one) == nil)
    #expect(try refusal(Both.trade(Both.move(option, 1, from: 2, to: 3)), one) == "Clearing_NotIsolated")
    let swap = Both.trade(Both.move(Both.perp, -2, from: 2, to: 3), Both.move(option, 1, from: 2, to: 3))
    #expect(try refusal(swap, one) == nil)
  }

  @Test func whatWasThereBeforeCanOnlyBeReduced() throws {
    let option = try TestVenue.option(2_000, isCall: true)
    func two(_ state: inout ClearingState) throws {
      try state.run(
        Both.trade(Both.move(Both.perp, 2, from: 2, to: 3)), Both.trade(Both.move(option, 2, from: 2, to: 3)))
      try Self.isolate(&state)
    }
    #expect(try refusal(Both.trade(Both.move(option, -1, from: 2, to: 3)), two) == nil)
    #expect(try refusal(Both.trade(Both.move(option, -2, from: 2, to: 3)), two) == nil)
    #expect(try refusal(Both.trade(Both.move(option, 1, from: 2, to: 3)), two) == "Clearing_NotIsolated")
    #expect(try refusal(Both.trade(Both.move(option, -3, from: 2, to: 3)), two) == "Clearing_NotIsolated")
    #expect(try refusal(.deposit(2, .cash, amount: 1), two) == nil)
  }

  @Test func onlyTheStandardModelIsIsolated() throws {
    let setting = Operation.set(.manager(TestVenue.portfolio, .isolated(true)), caller: TestVenue.owner)
    #expect(try refusal(setting) { _ in } == "Clearing_NoSuchManager")
  }

  /// An account of several positions does not come in by a change of manager either.
  @Test func anArrivalIsIsolatedToo() throws {
    let change = Operation.changeManager(4, to: TestVenue.standard, caller: TestVenue.exchange)
    func arrive(_ positions: Int) throws -> String? {
      try refusal(change) { state in
        try Self.isolate(&state)
        for step in 0..<positions {
          let option = try TestVenue.option(2_000 + UInt128(step), isCall: true)
          try state.run(Both.trade(Both.move(option, 1, from: 5, to: 4)))
        }
      }
    }
    #expect(try arrive(1) == nil)
    #expect(try arrive(2) == "Clearing_NotIsolated")
  }
}
