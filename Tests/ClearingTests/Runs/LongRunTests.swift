import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// CL-75, CL-6: whatever is asked of a venue for however long, its laws hold and a refusal leaves no trace.
@Suite struct LongRunTests {
  static let steps = 600

  /// How a run ended: the operations up to the law that broke, if one did.
  struct Outcome {
    var operations: [Operation]
    var accepted: Int
    var seen: Set<String>
    var law: String?
  }

  static func run(_ seed: UInt64, _ rules: RuleSet, steps: Int = steps, fault: Fault? = nil) throws -> Outcome {
    var check = try RunCheck(rules, fault: fault)
    var script = RunScript(seed: seed)
    var operations: [Operation] = []
    while operations.count < steps {
      for operation in try script.next(check.state) where operations.count < steps {
        operations.append(operation)
        if let law = check.broken(after: operation) {
          return Outcome(operations: operations, accepted: check.accepted, seen: check.seen, law: law)
        }
      }
    }
    return Outcome(operations: operations, accepted: check.accepted, seen: check.seen)
  }

  /// Whether a list of operations breaks a law by itself.
  static func breaks(_ operations: [Operation], _ rules: RuleSet, fault: Fault? = nil) -> Bool {
    guard var check = try? RunCheck(rules, fault: fault) else { return true }
    return operations.contains { check.broken(after: $0) != nil }
  }

  /// Two modes of ninety runs of 600 steps each, in parts that run side by side.
  @Test(arguments: 0..<6 as Range<UInt64>, [RuleSet.reference, .corrected])
  func lawsHoldForHoweverLong(_ part: UInt64, _ rules: RuleSet) throws {
    let seed = Repetition.seed
    var (accepted, steps) = (0, 0)
    var seen: Set<String> = []
    for run in 0..<15 as Range<UInt64> {
      let outcome = try Self.run(seed &+ (part * 100 + run) &* 0x1_0000_0001, rules)
      accepted += outcome.accepted
      steps += outcome.operations.count
      seen.formUnion(outcome.seen)
      guard let law = outcome.law else { continue }
      let shortest = shrunk(outcome.operations) { Self.breaks($0, rules) }
      let list = shortest.map { "  \($0)" }.joined(separator: "\n")
      Issue.record("run \(part), \(run) of seed \(seed), rules \(rules.names): \(law)\n\(list)")
      return
    }
    // Runs in which everything is refused would show nothing.
    #expect(accepted > steps / 3)
    #expect(RunCheck.expected.subtracting(seen).isEmpty)
  }

  @Test func theSameRunTwiceIsTheSame() throws {
    for rules in [RuleSet.reference, .corrected] {
      var states = [try RunCheck(rules), try RunCheck(rules)]
      let operations = try Self.run(7, rules, steps: 400).operations
      for operation in operations {
        for place in states.indices { _ = states[place].broken(after: operation) }
      }
      #expect(RunCheck.difference(states[0].state, states[1].state) == nil)
      #expect(RandomRunTests.image(states[0].state) == RandomRunTests.image(states[1].state))
    }
  }
}
