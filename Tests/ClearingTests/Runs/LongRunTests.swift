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

  /// What some runs showed, and the first of them that broke a law, shrunk.
  struct Part {
    var accepted = 0
    var steps = 0
    var seen: Set<String> = []
    var broken: String?
  }

  static func part(_ part: UInt64, _ rules: RuleSet) throws -> Part {
    let seed = Repetition.seed
    var result = Part()
    for run in 0..<30 as Range<UInt64> where result.broken == nil {
      let outcome = try Self.run(seed &+ (part * 100 + run) &* 0x1_0000_0001, rules)
      result.accepted += outcome.accepted
      result.steps += outcome.operations.count
      result.seen.formUnion(outcome.seen)
      guard let law = outcome.law else { continue }
      let shortest = shrunk(outcome.operations) { Self.breaks($0, rules) }
      let list = shortest.map { "  \($0)" }.joined(separator: "\n")
      result.broken = "run \(part), \(run) of seed \(seed), rules \(rules.names): \(law)\n\(list)"
    }
    return result
  }

  /// A hundred and eighty runs of 600 steps in each of two modes, side by side.
  @Test(arguments: [RuleSet.reference, .corrected]) func lawsHoldForHoweverLong(_ rules: RuleSet) async throws {
    let whole = try await withThrowingTaskGroup(of: Part.self) { group in
      for part in 0..<6 as Range<UInt64> { group.addTask { try Self.part(part, rules) } }
      var whole = Part()
      for try await part in group {
        whole.accepted += part.accepted
        whole.steps += part.steps
        whole.seen.formUnion(part.seen)
        if let broken = part.broken { Issue.record("\(broken)") }
      }
      return whole
    }
    #expect(whole.steps == 108_000)
    // Runs in which everything is refused, or nothing of a kind happens, would show nothing.
    #expect(whole.accepted > whole.steps / 3)
    #expect(RunCheck.expected.subtracting(whole.seen) == [])
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
