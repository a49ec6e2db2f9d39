import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// WF-20, CL-75: whatever markets, keepers and settings do, nothing is created or lost, no margin is lowered, and from
/// every state that is reached each account comes to an end.
@Suite struct LiquidationRunTests {
  static let steps = 6_000

  struct Outcome {
    var operations: [Operation] = []
    var counts: [String: Int] = [:]
    var broken: String?
  }

  static func run(_ seed: UInt64, _ rules: RuleSet) throws -> Outcome {
    var check = try LiquidationCheck(rules)
    var script = LiquidationScript(seed: seed)
    var outcome = Outcome()
    var next = script.beginning()
    while outcome.operations.count < steps {
      for operation in next where outcome.broken == nil {
        outcome.operations.append(operation)
        outcome.broken = check.broken(after: operation)
      }
      if outcome.broken != nil { break }
      // Every so often everything must be able to end.
      if rules == .corrected && outcome.operations.count % 600 < next.count {
        outcome.broken = Self.unresolved(check.state)
        if outcome.broken != nil { break }
      }
      next = (try? script.next(check.state)) ?? []
    }
    outcome.counts = check.counts
    return outcome
  }

  static func unresolved(_ state: ClearingState) -> String? {
    var resolver = Resolver(state)
    let remaining = resolver.remaining()
    if !remaining.isEmpty { return "everything can end: \(remaining.joined(separator: "; "))" }
    return resolver.state.brokenInvariants().first
  }

  static func breaks(_ operations: [Operation], _ rules: RuleSet, _ law: String) -> Bool {
    guard var check = try? LiquidationCheck(rules) else { return true }
    for operation in operations { if check.broken(after: operation) != nil { return true } }
    return law.hasPrefix("everything") && unresolved(check.state) != nil
  }

  static func part(_ part: UInt64, _ rules: RuleSet) throws -> Outcome {
    var whole = Outcome()
    for run in 0..<5 as Range<UInt64> {
      let seed = Repetition.seed &+ (part * 100 + run) &* 0x1_0000_0001
      let outcome = try Self.run(seed, rules)
      whole.counts.merge(outcome.counts, uniquingKeysWith: +)
      guard let law = outcome.broken else { continue }
      let shortest = shrunk(outcome.operations) { Self.breaks($0, rules, law) }
      let list = shortest.map { "  \($0)" }.joined(separator: "\n")
      whole.broken = "run \(part), \(run) of seed \(Repetition.seed), rules \(rules.names): \(law)\n\(list)"
      break
    }
    return whole
  }

  @Test(arguments: [RuleSet.reference, .corrected]) func lawsHold(_ rules: RuleSet) async throws {
    let counts = try await withThrowingTaskGroup(of: Outcome.self) { group in
      for part in 0..<4 as Range<UInt64> { group.addTask { try Self.part(part, rules) } }
      var counts: [String: Int] = [:]
      for try await outcome in group {
        counts.merge(outcome.counts, uniquingKeysWith: +)
        if let broken = outcome.broken { Issue.record("\(broken)") }
      }
      return counts
    }
    for label in ["announce", "reduce", "startAuction", "bid", "terminateAuction", "deleveraged"] {
      #expect(counts[label, default: 0] > 0, "\(label) \(counts)")
    }
  }
}
