import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// Discounts and plans of another implementation, with what its checker says of them.
struct GraduatedVectorTests {
  @Test func discounts() throws {
    var lines = JSONLines(try Repository.bytes("vectors/graduated/penalty.jsonl"))
    var (count, reverts) = (0, 0)
    while let line = try lines.next() {
      let root = try JSONDocument(line.bytes).root
      let rule = try PenaltyRule(root.member("rule"))
      let expected = try root.member("expected")
      count += 1
      do throws(ArithmeticError) {
        let rate = try rule.rate(
          seconds: root.seconds(), maintenance: root.signed("maintenanceMargin"), markToMarket: root.signed("markToMarket"),
          base: root.unsigned("base"))
        #expect(expected.word("rate") == "\(rate)", "line \(line.number)")
      } catch {
        reverts += 1
        #expect(expected.word("revert") == error.name, "line \(line.number)")
      }
    }
    #expect(count == 119 && reverts > 0)
  }

  @Test func plans() throws {
    var lines = JSONLines(try Repository.bytes("vectors/graduated/plans.jsonl"))
    var names: [String: Int] = [:]
    while let line = try lines.next() {
      let root = try JSONDocument(line.bytes).root
      let subject = ReductionSubject.portfolio(try PortfolioSubject(root))
      let rules = try ReductionRules(root.member("rules"))
      let plan = try ReductionPlan(root.member("plan"))
      var json = JSONWriter()
      plan.write(to: &json)
      #expect(try JSONDocument(json.bytes).root.canonicalBytes() == root.member("plan").canonicalBytes())
      let expected = try root.member("expected")
      let name = try expected.optionalMember("error")?.string() ?? "accepted"
      names[name, default: 0] += 1
      do throws(ReductionFault) {
        try plan.check(subject, rules: rules, seconds: root.seconds())
        #expect(name == "accepted", "line \(line.number)")
      } catch {
        #expect(name == error.name, "line \(line.number)")
      }
      // Where another plan is accepted, the search finds one as good, but for what ties and lots leave, and for hedges
      // that cost more than closing.
      guard name == "accepted", plan.outcome == .reached else { continue }
      let own = try ReductionPlan.search(subject, rules: rules, seconds: root.seconds())
      try own.check(subject, rules: rules, seconds: root.seconds())
      #expect(own.outcome == .reached)
      let other = try plan.notional + plan.notional / 20
      let isHedged = plan.steps.flatMap(\.takings).contains { $0.package.kind == .hedge }
      #expect(own.notional <= other || isHedged && own.penalty <= plan.penalty, "line \(line.number): \(own.notional) against \(plan.notional)")
    }
    #expect(names["accepted", default: 0] >= 60)
    for name in [
      "Reduction_CoinsDiffer", "Reduction_NotBelowMaintenance", "Reduction_WrongRate", "Reduction_WrongStart",
      "Reduction_UnknownPackage", "Reduction_PackageTwice", "Reduction_WrongTrades", "Reduction_WrongMargins",
      "Reduction_LowersMargin", "Reduction_WrongTotals", "Reduction_CostsMoreThanEquity", "Reduction_TargetMissed",
      "Reduction_TakesTooMuch", "Reduction_NotEverything",
    ] { #expect(names[name, default: 0] > 0, "\(name)") }
  }

  /// Rules in JSON are read as they are written.
  @Test func rulesInJSON() throws {
    let rules = BookAccounts.rules(penalty: ReductionTests.penalty)
    var json = JSONWriter()
    rules.write(to: &json)
    #expect(try ReductionRules(JSONDocument(json.bytes).root) == rules)
  }
}

extension JSONValue {
  fileprivate func word(_ name: String) -> String? { try? member(name).string() }
  fileprivate func seconds() -> UInt64 { (try? member("seconds").uint64()) ?? 0 }
  fileprivate func signed(_ name: String) -> Int256 { (try? member(name).int256()) ?? .zero }
  fileprivate func unsigned(_ name: String) -> UInt256 { (try? member(name).uint256()) ?? .zero }
}
