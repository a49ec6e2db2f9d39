import FixedPoint
import Margin

@testable import Clearing

/// Settings of the waterfall, each now and then at its ends.
extension LiquidationScript {
  mutating func thousandths(_ most: Int) -> UInt256 { UInt256(Wad.one / 1_000 * UInt128(below(most + 1))) }

  mutating func waterfall(_ which: Int? = nil) -> Parameter {
    let isOff = which == nil && below(6) == 0
    switch which ?? below(9) {
    case 0: return .graduated(isOff ? nil : graduated())
    case 1: return .bidsJudged(which != nil || below(8) > 0)
    case 2:
      return .fundCaps(
        isOff
          ? nil
          : FundCaps(
            moment: TestVenue.price(UInt128(below(5_000))), window: TestVenue.price(UInt128(below(9_000))),
            seconds: [0, 600, 86_400][below(3)], markets: below(2) == 0 ? [:] : [0: TestVenue.price(UInt128(below(900)))]))
    case 3:
      return .deleveraging(
        isOff
          ? nil
          : Deleveraging(
            rule: Deleveraging.Rule.allCases[below(3)], keepsPairs: below(2) == 0, largestRate: thousandths(300),
            socialisedFirst: TestVenue.price(UInt128(below(3) * below(300))), seconds: [0, 3_600][below(2)]))
    case 4:
      return .oracleBreaker(
        isOff
          ? nil
          : OracleBreaker(
            leastConfidence: thousandths(900), divergence: thousandths(100), band: thousandths(400),
            slowSeconds: UInt64(below(9_000)), pause: UInt64(below(900)), longestPause: UInt64(900 + below(900))))
    case 5:
      return .withdrawalLimit(
        isOff ? nil : WithdrawalLimit(amount: TestVenue.price(UInt128(below(90_000))), seconds: UInt64(below(9_000))))
    case 6:
      return .interestLimit(
        isOff
          ? nil
          : InterestLimit(
            seconds: UInt64(below(90_000)),
            growth: [
              .perp(0): TestVenue.price(UInt128(below(9_000))), .option(0): TestVenue.price(UInt128(below(9_000))),
            ]))
    case 7: return .manager(RunVenue.ether, .adaptive(isOff ? nil : adaptive(RunVenue.ether)))
    default: return .manager(RunVenue.standard, .adaptive(isOff ? nil : adaptive(RunVenue.standard)))
    }
  }

  private mutating func graduated() -> GraduatedSettings {
    let grace = UInt64([0, 600, 3_600][below(3)])
    let sizes = { (random: inout LiquidationScript) in
      ReductionRules.Sizes(
        option: random.thousandths(20), perp: random.thousandths(2), collateral: random.thousandths(20))
    }
    let steps = sizes(&self)
    let least = sizes(&self)
    return GraduatedSettings(
      rules: ReductionRules(
        buffer: thousandths(400), steps: steps, least: least, hedgesWithPerp: below(2) == 0, keepsPairs: below(2) == 0,
        penalty: PenaltyRule(
          maximumRate: thousandths(100), fullDepth: thousandths(1_000), initialShare: thousandths(1_000),
          rampSeconds: UInt64(below(4_000)), equityShare: thousandths(1_000))), grace: grace,
      validity: grace + 3_600 + UInt64(below(9_000)))
  }

  private mutating func adaptive(_ manager: Int) -> AdaptiveSettings {
    func curve(_ random: inout LiquidationScript) -> AdaptiveCurve {
      let low = random.thousandths(300)
      return AdaptiveCurve([.init(at: .zero, add: .zero), .init(at: low &+ 1, add: random.thousandths(400))])
    }
    let inputs: [AdaptiveInput] = [
      .realised(seconds: UInt64(1 + below(9_000))), .confidence, .interest(reference: TestVenue.price(500)),
      .size(depth: TestVenue.price(90_000)), .share(least: TestVenue.price(10)),
    ]
    let assets: [Asset] = [.perp(0), .option(0), .base(0)]
    let rules = (0..<(1 + below(3))).map { _ in
      AdaptiveRule(
        asset: assets[below(3)], parameter: .requirement, input: inputs[below(inputs.count)], curve: curve(&self),
        step: max(thousandths(100), 1), notice: UInt64(1 + below(900)), calm: 900 + UInt64(below(9_000)))
    }
    let notice = rules.map(\.notice).min() ?? 1
    return AdaptiveSettings(grace: UInt64(below(32)) * notice, rules: rules)
  }
}
