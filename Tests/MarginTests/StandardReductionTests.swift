import FixedPoint
import Margin
import TestSupport
import Testing

/// The same reduction under the standard model, for accounts mapped by SM-24.
struct StandardReductionTests {
  @Test func plansThatTheCheckerAccepts() throws {
    let parameters = try ParameterSet.standard()
    let book = try BookAccounts()
    let rules = BookAccounts.rules(penalty: ReductionTests.penalty)
    var planned = 0
    for (side, name) in zip(book.sides, ["BTC", "ETH"]) {
      for (index, account) in side.accounts.enumerated() {
        guard
          var portfolio = try? StandardPortfolio(
            mapping: account, on: side.market, underlying: name, parameters: parameters),
          let margin = try? StandardMargin(portfolio, parameters: parameters)
        else { continue }
        let requirement = margin.markToMarket &- margin.maintenanceMargin
        if requirement < 1_000_000_000_000 { continue }
        let short = try requirement * Int256(Int128(index % 9 + 1)) / 10
        portfolio.cash = try portfolio.cash - margin.maintenanceMargin - short
        let subject = ReductionSubject.standard(StandardSubject(portfolio: portfolio, parameters: parameters))
        let plan = try ReductionPlan.search(subject, rules: rules, seconds: 500)
        try plan.check(subject, rules: rules, seconds: 500)
        #expect(plan.outcome == .reached)
        #expect(try !ReductionTests.target(plan.after, rules).isNegative)
        planned += 1
      }
    }
    #expect(planned > 100)
  }
}
