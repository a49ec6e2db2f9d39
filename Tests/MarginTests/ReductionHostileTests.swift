import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// Absurd accounts, prices and rules: a plan that the checker accepts, or a refusal by name; nothing traps or hangs.
struct ReductionHostileTests {
  private func tryIt(_ subject: PortfolioSubject, _ rules: ReductionRules, seconds: UInt64 = 1) -> Bool {
    guard let plan = try? ReductionPlan.search(.portfolio(subject), rules: rules, seconds: seconds) else { return false }
    do throws(ReductionFault) {
      try plan.check(.portfolio(subject), rules: rules, seconds: seconds)
    } catch {
      Issue.record("\(error.message)")
    }
    return true
  }

  /// The reference's unusual portfolios, with cash that leaves them at several depths.
  @Test func unusualPortfolios() throws {
    let file = "vectors/portfolio/random.jsonl"
    var planned = 0
    for vector in try PortfolioCase.all(Repository.bytes(file), file: file) {
      var portfolio = try vector.portfolio()
      let coins = portfolio.collaterals.map { PortfolioSubject.Coin(amount: $0.value, price: portfolio.stablePrice) }
      guard
        let margin = try? PortfolioMargin(portfolio, parameters: vector.parameters, scenarios: vector.scenarios)
      else { continue }
      let requirement = margin.markToMarket &- margin.maintenanceMargin
      for part: Int128 in [0, 1, 2, 4] {
        guard let short = try? requirement * Int256(part) / 3,
          let cash = try? portfolio.cash - margin.maintenanceMargin - short - 1
        else { continue }
        var subject = PortfolioSubject(
          portfolio: portfolio, spotConfidence: portfolio.minConfidence, perpPrice: portfolio.spotPrice,
          perpConfidence: portfolio.minConfidence, coins: coins, parameters: vector.parameters,
          scenarios: vector.scenarios)
        subject.portfolio.cash = cash
        if tryIt(subject, BookAccounts.rules(penalty: ReductionTests.penalty)) { planned += 1 }
      }
      portfolio.cash = .min
    }
    #expect(planned > 300)
  }

  @Test func absurdNumbers() throws {
    let book = try BookAccounts()
    var generator = SeededGenerator(seed: 71)
    let absurd: [UInt256] = [.zero, 1, Wad.wide, (1 as UInt256) << 96, (1 as UInt256) << 160, (1 as UInt256) << 255, .max]
    for index in 0..<140 {
      guard var subject = book.random(&generator) else { continue }
      let value = absurd[index % absurd.count]
      let signed = Int256(bitPattern: value)
      var rules = BookAccounts.rules(penalty: ReductionTests.penalty)
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: subject.portfolio.perpPosition = signed
      case 1: if !subject.portfolio.expiries.isEmpty { subject.portfolio.expiries[0].options[0].amount = signed }
      case 2: subject.portfolio.stablePrice = value
      case 3: subject.portfolio.spotPrice = value
      case 4: subject.perpPrice = value
      case 5: if !subject.coins.isEmpty { subject.coins[0].amount = value }
      case 6: if !subject.coins.isEmpty { subject.coins[0].price = value }
      case 7: rules.buffer = value
      case 8: rules.steps = .init(option: value, perp: value, collateral: value)
      case 9: rules.least = .init(option: value, perp: value, collateral: value)
      case 10: subject.portfolio.perpValue = signed
      default: subject.scenarios = []
      }
      _ = tryIt(subject, rules)
      subject.portfolio.cash = .min
      _ = tryIt(subject, rules, seconds: .max)
    }
  }

  /// Steps of the smallest unit and of more than anything held.
  @Test func stepsOfEverySize() throws {
    let book = try BookAccounts()
    var generator = SeededGenerator(seed: 73)
    for size in [UInt256.zero, 1, wad("0.5"), wad("1000000")] {
      for _ in 0..<10 {
        guard let subject = book.random(&generator) else { continue }
        var rules = BookAccounts.rules()
        rules.steps = .init(option: size, perp: size, collateral: size)
        rules.least = .init(option: .zero, perp: .zero, collateral: .zero)
        #expect(tryIt(subject, rules))
      }
    }
  }
}
