import FixedPoint
import Margin
import TestSupport
import Testing

/// The discount (GL-17, GL-18).
struct PenaltyRuleTests {
  let rule = PenaltyRule(
    maximumRate: wad("0.04"), fullDepth: wad("0.5"), initialShare: wad("0.25"), rampSeconds: 1000, equityShare: wad("0.5"))

  @Test func examples() throws {
    func rate(_ seconds: UInt64, _ maintenance: String, _ value: String, base: String = "1000") throws -> UInt256 {
      try rule.rate(
        seconds: seconds, maintenance: signedWad(maintenance), markToMarket: signedWad(value), base: wad(base))
    }
    // Depth 0.2 of 0.5, a quarter at once, all of it after the ramp.
    #expect(try rate(0, "-20", "80") == wad("0.004"))
    #expect(try rate(500, "-20", "80") == wad("0.01"))
    #expect(try rate(1000, "-20", "80") == wad("0.016"))
    #expect(try rate(.max, "-20", "80") == wad("0.016"))
    #expect(try rate(1000, "-90", "10") == wad("0.005"))
    #expect(try rate(1000, "-90", "10", base: "100") == wad("0.04"))
    #expect(try rate(1000, "0", "80") == .zero && rate(1000, "5", "80") == .zero)
    #expect(try rate(1000, "-5", "-1") == .zero && rate(1000, "-5", "0") == .zero)
    #expect(try rate(1000, "-5", "1", base: "0") == .zero)
    #expect(try PenaltyRule.none.rate(seconds: 5, maintenance: -5, markToMarket: 5, base: 5) == .zero)
  }

  @Test func bounds() {
    #expect(rule.isInBounds && PenaltyRule.none.isInBounds)
    for change in [
      { (rule: inout PenaltyRule) in rule.maximumRate = wad("0.100000000000000001") },
      { $0.fullDepth = wad("1.000000000000000001") }, { $0.initialShare = wad("1.000000000000000001") },
      { $0.rampSeconds = 2_592_001 }, { $0.equityShare = wad("1.000000000000000001") },
    ] {
      var changed = rule
      change(&changed)
      #expect(!changed.isInBounds)
    }
  }

  struct Case {
    var rule: PenaltyRule
    var seconds: UInt64
    var maintenance: Int256
    var value: Int256
    var base: UInt256
  }

  /// It grows with time and depth, is within its bounds, and costs at most its share of the equity.
  @Test func laws() {
    func draw(_ generator: inout SeededGenerator) -> Case {
      func part() -> UInt256 { UInt256(UInt64.random(in: 0...1_000_000_000_000_000_000, using: &generator)) }
      let value = Int256(Int128(Int64.random(in: -100...1_000_000, using: &generator)) * 1_000_000_007)
      return Case(
        rule: PenaltyRule(
          maximumRate: UInt256(UInt64.random(in: 0...100_000_000_000_000_000, using: &generator)), fullDepth: part(),
          initialShare: part(), rampSeconds: UInt64.random(in: 0...5000, using: &generator), equityShare: part()),
        seconds: UInt64.random(in: 0...6000, using: &generator),
        maintenance: min(value, Int256(Int64.random(in: -1_000_000_000_000_000...1000, using: &generator))),
        value: value, base: UInt256(UInt64.random(in: 0...UInt64.max, using: &generator)))
    }
    forAll(2_000, generate: draw) { input in
      func rate(_ seconds: UInt64, _ maintenance: Int256) throws -> UInt256 {
        try input.rule.rate(
          seconds: seconds, maintenance: maintenance, markToMarket: input.value, base: input.base)
      }
      let now = try rate(input.seconds, input.maintenance)
      let cost = try input.base.multiplyWadDown(now)
      let equity = input.value.isNegative ? UInt256.zero : input.value.magnitude
      return try now <= rate(input.seconds &+ 100, input.maintenance)
        && now <= rate(input.seconds, input.maintenance &- 1_000_000) && now <= input.rule.maximumRate
        && cost <= equity.multiplyWadDown(input.rule.equityShare) && rate(input.seconds, 0) == .zero
    }
  }

  /// Numbers at the ends of their types fail by name or give a rate; nothing traps.
  @Test func extremes() {
    let values: [Int256] = [.min, .min &+ 1, -1, 0, 1, .max &- 1, .max]
    let parts: [UInt256] = [.zero, 1, Wad.wide, .max]
    for maintenance in values {
      for value in values {
        for part in parts {
          let rule = PenaltyRule(
            maximumRate: part, fullDepth: part, initialShare: part, rampSeconds: .max, equityShare: part)
          for base in parts {
            _ = try? rule.rate(seconds: 5, maintenance: maintenance, markToMarket: value, base: base)
          }
        }
      }
    }
  }
}
