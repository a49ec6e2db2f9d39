import FixedPoint
import Margin
import TestSupport
import Testing

/// The checker refuses every plan that was altered, each by its name (GL-19).
struct ReductionCheckTests {
  let rules = BookAccounts.rules(penalty: ReductionTests.penalty)
  let subjects: [PortfolioSubject]

  init() throws {
    let book = try BookAccounts()
    var generator = SeededGenerator(seed: 41)
    subjects = (0..<60).compactMap { _ in book.random(&generator) }
  }

  /// Alters each plan that can be altered so, and expects the fault by its name.
  private func expect(
    _ names: Set<String>, atLeast: Int = 20, _ alter: (inout ReductionPlan) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var altered = 0
    for subject in subjects {
      var plan = try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 600)
      guard alter(&plan) else { continue }
      altered += 1
      do throws(ReductionFault) {
        try plan.check(.portfolio(subject), rules: rules, seconds: 600)
        Issue.record("an altered plan is accepted", sourceLocation: sourceLocation)
      } catch {
        #expect(names.contains(error.name), "\(error.message)", sourceLocation: sourceLocation)
      }
    }
    #expect(altered >= atLeast, sourceLocation: sourceLocation)
  }

  @Test func numbers() throws {
    try expect(["Reduction_WrongRate"]) { plan in
      plan.rate = plan.rate &+ 1
      return true
    }
    try expect(["Reduction_WrongStart"]) { plan in
      plan.before.maintenanceMargin = plan.before.maintenanceMargin &+ 1
      return true
    }
    try expect(["Reduction_WrongTrades"]) { plan in
      plan.steps[0].proceeds = plan.steps[0].proceeds &+ 1
      return true
    }
    try expect(["Reduction_WrongTrades"]) { plan in
      plan.steps[0].trades[0].amount = plan.steps[0].trades[0].amount &+ 1
      return true
    }
    try expect(["Reduction_WrongMargins"]) { plan in
      plan.steps[0].after.binding += 1
      return true
    }
    try expect(["Reduction_WrongMargins"]) { plan in
      plan.steps[0].contribution = plan.steps[0].contribution &- 1
      return true
    }
    try expect(["Reduction_WrongTotals"]) { plan in
      plan.notional = plan.notional &+ 1
      return true
    }
  }

  @Test func packages() throws {
    try expect(["Reduction_UnknownPackage"]) { plan in
      plan.steps[0].takings[0].size = 0
      return true
    }
    try expect(["Reduction_UnknownPackage"]) { plan in
      plan.steps[0].takings[0].size = plan.steps[0].takings[0].package.size &+ 1
      return true
    }
    try expect(["Reduction_UnknownPackage"]) { plan in
      plan.steps[0].takings[0].package.parts[0].leg = 500
      return true
    }
    try expect(["Reduction_UnknownPackage"]) { plan in
      plan.steps[0].takings = []
      return true
    }
    try expect(["Reduction_PackageTwice"]) { plan in
      plan.steps.append(plan.steps[0])
      return true
    }
    // Half of a hedged pair.
    try expect(["Reduction_UnknownPackage"], atLeast: 10) { plan in
      for step in plan.steps.indices {
        for taking in plan.steps[step].takings.indices
        where plan.steps[step].takings[taking].package.kind == .pair {
          plan.steps[step].takings[taking].package.parts.removeLast()
          return true
        }
      }
      return false
    }
  }

  @Test func outcomes() throws {
    try expect(["Reduction_NotEverything"]) { plan in
      plan.outcome = .everything(.unreachable)
      return true
    }
    // The last step left out: the totals are those of the rest.
    try expect(["Reduction_TargetMissed"]) { plan in
      let last = plan.steps.removeLast()
      plan.notional = plan.notional &- last.notional
      plan.penalty = plan.penalty &- last.penalty
      return true
    }
  }

  /// A plan of other rules takes too much or misses.
  @Test func otherRules() throws {
    var wider = rules
    wider.buffer = wad("0.3")
    for subject in subjects {
      let plan = try ReductionPlan.search(.portfolio(subject), rules: wider, seconds: 600)
      do throws(ReductionFault) {
        try plan.check(.portfolio(subject), rules: rules, seconds: 600)
        Issue.record("a plan for a wider buffer is accepted")
      } catch {
        #expect(["Reduction_TakesTooMuch", "Reduction_WrongMargins"].contains(error.name))
      }
    }
  }
}
