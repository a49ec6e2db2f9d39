import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// The same venue and the same operations with a switch off and on.
enum BothModes {
  /// The refusal of the last operation without the rule and with it; nil where it is not refused.
  static func refusals(
    _ rule: RuleSet, of operation: Operation, after prepare: (inout ClearingState) throws -> Void
  ) throws -> (reference: String?, corrected: String?) {
    var names: [String?] = []
    for rules in [RuleSet.reference, rule] {
      var state = try TestVenue.make(rules)
      try prepare(&state)
      do throws(ClearingRefusal) {
        _ = try state.apply(operation)
        names.append(nil)
      } catch {
        names.append(error.name)
      }
      #expect(state.brokenInvariants() == [])
    }
    return (names[0], names[1])
  }

  /// What both venues are after the operations.
  static func states(
    _ rule: RuleSet, _ run: (inout ClearingState) throws -> Void
  ) throws -> (reference: ClearingState, corrected: ClearingState) {
    var states = (reference: try TestVenue.make(), corrected: try TestVenue.make(rule))
    try run(&states.reference)
    try run(&states.corrected)
    #expect(states.reference.brokenInvariants() == [] && states.corrected.brokenInvariants() == [])
    return states
  }

  static func move(
    _ instrument: SubAsset, _ units: Int128, from: AccountNumber, to: AccountNumber
  ) -> Transfer {
    Transfer(from: from, to: to, instrument: instrument, amount: TestVenue.wad(units))
  }

  static func trade(_ transfers: Transfer...) -> Operation { .trade(transfers, caller: TestVenue.exchange) }

  static let perp = SubAsset(.perp(0))
  static let cash = SubAsset(.cash)
}

extension ClearingState {
  mutating func run(_ operations: Operation...) throws {
    for operation in operations { _ = try apply(operation) }
  }
}
