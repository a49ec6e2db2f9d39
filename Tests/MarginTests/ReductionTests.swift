import FixedPoint
import Margin
import TestSupport
import Testing

/// Graduated reduction of random accounts below maintenance margin (GL-1 to GL-19).
struct ReductionTests {
  let book: BookAccounts
  init() throws { book = try BookAccounts() }

  static let penalty = PenaltyRule(
    maximumRate: wad("0.02"), fullDepth: wad("0.5"), initialShare: wad("0.25"), rampSeconds: 3600, equityShare: wad("0.5"))

  func subjects(_ count: Int, seed: UInt64) -> [PortfolioSubject] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).compactMap { _ in book.random(&generator) }
  }

  static func target(_ levels: ReductionLevels, _ rules: ReductionRules) throws -> Int256 {
    try levels.maintenanceMargin
      + (levels.maintenanceMargin - levels.markToMarket).multiplyWadTruncating(Int256(rules.buffer))
  }

  /// Every solvent account reaches its target by a plan that the checker accepts, with every set of rules, and no step
  /// lowers a margin; the discount never costs more than the equity allows.
  @Test(arguments: [
    (true, true, false), (true, false, true), (false, true, true), (false, false, false),
  ])
  func plansThatTheCheckerAccepts(hedges: Bool, pairs: Bool, hasPenalty: Bool) throws {
    let rules = BookAccounts.rules(hedges: hedges, pairs: pairs, penalty: hasPenalty ? Self.penalty : .none)
    var discounted = 0
    for subject in subjects(150, seed: 11) {
      let plan = try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 900)
      #expect(plan.outcome == .reached)
      try plan.check(.portfolio(subject), rules: rules, seconds: 900)
      #expect(plan.before.maintenanceMargin.isNegative)
      #expect(try !Self.target(plan.after, rules).isNegative)
      var last = plan.before
      for step in plan.steps {
        #expect(step.after.maintenanceMargin >= last.maintenanceMargin)
        last = step.after
      }
      // The account pays the discount, and nothing else changes its value but the marks' last digits.
      let value = try plan.after.markToMarket + Int256(plan.penalty) - plan.before.markToMarket
      #expect(value.magnitude < 1_000)
      #expect(!plan.after.markToMarket.isNegative)
      let allowed = try plan.before.markToMarket.magnitude.multiplyWadDown(rules.penalty.equityShare)
      #expect(plan.penalty <= allowed)
      if !plan.penalty.isZero { discounted += 1 }
    }
    #expect(hasPenalty ? discounted >= 100 : discounted == 0)
  }

  /// The notional closed against that of the part of the whole account which an auction takes at the same prices, the
  /// marks: half for accounts of several positions, and for no account more but for the size of a lot.
  @Test func closesLessThanAnAuctionOfTheWholeAccount() throws {
    let rules = BookAccounts.rules()
    var (several, auctioned, one, oneAuctioned) = (UInt256.zero, UInt256.zero, UInt256.zero, UInt256.zero)
    var (count, above) = (0, 0)
    for subject in subjects(1_500, seed: 3) {
      let plan = try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 0)
      let auction = try #require(subject.auctionNotional(plan.before, buffer: rules.buffer))
      if subject.positionCount > 1 {
        several = try several + plan.notional
        auctioned = try auctioned + auction
        count += 1
      } else {
        one = try one + plan.notional
        oneAuctioned = try oneAuctioned + auction
      }
      // A lot of each position, and a hundredth.
      let slack = try auction / 100 + UInt256(UInt64(subject.positionCount)) * subject.portfolio.spotPrice / 1_000
      if plan.notional > (try auction + slack) { above += 1 }
    }
    #expect(count > 1_000 && above == 0)
    // In all to less than three fifths; splitting pairs would be less still.
    #expect(try several * 100 < auctioned * 60, "\(several) of \(auctioned)")
    #expect(try one * 100 <= oneAuctioned * 101)
  }

  /// The perp hedges only where that closes less and costs the account no more than closing (GL-11).
  @Test func hedgesAreNoDearerThanClosing() throws {
    var hedged = 0
    for subject in subjects(400, seed: 13) {
      let plan = try ReductionPlan.search(
        .portfolio(subject), rules: BookAccounts.rules(penalty: Self.penalty), seconds: 900)
      let closing = try ReductionPlan.search(
        .portfolio(subject), rules: BookAccounts.rules(hedges: false, penalty: Self.penalty), seconds: 900)
      guard plan.steps.flatMap(\.takings).contains(where: { $0.package.kind == .hedge }) else {
        #expect(plan.notional <= closing.notional)
        continue
      }
      hedged += 1
      if closing.outcome == .reached {
        #expect(plan.notional < closing.notional && plan.penalty <= closing.penalty)
      }
    }
    #expect(hedged > 20)
  }

  @Test func sameAnswerTwice() throws {
    for subject in subjects(40, seed: 5) {
      let rules = BookAccounts.rules(penalty: Self.penalty)
      let plan = try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 60)
      #expect(try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 60) == plan)
    }
  }

  /// Closing no pair in half: a package of two legs takes as much of one as of the other.
  @Test func pairsInProportion() throws {
    var pairs = 0
    for subject in subjects(200, seed: 17) {
      let plan = try ReductionPlan.search(
        .portfolio(subject), rules: BookAccounts.rules(hedges: false), seconds: 0)
      for taking in plan.steps.flatMap(\.takings) where taking.package.kind == .pair {
        pairs += 1
        #expect(taking.package.parts.count == 2)
      }
    }
    #expect(pairs > 50)
  }

  /// An account whose equity is below zero, and one that holds nothing.
  @Test func everythingWhereNothingHelps() throws {
    for var subject in subjects(40, seed: 23) {
      subject.portfolio.cash = try subject.portfolio.cash - signedWad("1000000000")
      let rules = BookAccounts.rules(penalty: Self.penalty)
      let plan = try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 99_999)
      #expect(plan.outcome == .everything(.insolvent))
      #expect(plan.penalty == .zero && plan.rate == .zero)
      try plan.check(.portfolio(subject), rules: rules, seconds: 99_999)
      var closed = subject
      closed.portfolio.perpPosition = 0
      closed.portfolio.expiries = []
      closed.portfolio.collaterals = []
      closed.coins = []
      let empty = try ReductionPlan.search(.portfolio(closed), rules: rules, seconds: 0)
      #expect(empty.outcome == .everything(.insolvent))
      try empty.check(.portfolio(closed), rules: rules, seconds: 0)
    }
  }

  @Test func refusesAccountsAboveMaintenance() throws {
    for var subject in subjects(10, seed: 29) {
      subject.portfolio.cash = try subject.portfolio.cash + signedWad("1000000000")
      #expect(throws: ReductionError.self) {
        try ReductionPlan.search(.portfolio(subject), rules: BookAccounts.rules(), seconds: 0)
      }
      subject.portfolio.cash = try subject.portfolio.cash - signedWad("2000000000")
      subject.coins.append(.init(amount: 1, price: 1))
      #expect(throws: ReductionError.coinsDiffer(found: subject.coins.count, expected: subject.coins.count - 1)) {
        try ReductionPlan.search(.portfolio(subject), rules: BookAccounts.rules(), seconds: 0)
      }
    }
  }

  /// Dust: with a least size above every position, what is touched is taken whole.
  @Test func leastSizesTakeWholePositions() throws {
    var rules = BookAccounts.rules(hedges: false)
    rules.least = .init(option: wad("1000000000"), perp: wad("1000000000"), collateral: wad("1000000000000"))
    for subject in subjects(40, seed: 31) {
      let plan = try ReductionPlan.search(.portfolio(subject), rules: rules, seconds: 0)
      try plan.check(.portfolio(subject), rules: rules, seconds: 0)
      var held: [ReductionLeg.Place: Int256] = [.perp(market: 0): subject.portfolio.perpPosition]
      for (index, expiry) in subject.portfolio.expiries.enumerated() {
        for (place, option) in expiry.options.enumerated() {
          held[.option(market: 0, expiry: index, option: place)] = option.amount
        }
      }
      for (index, coin) in subject.coins.enumerated() { held[.collateral(index)] = Int256(bitPattern: coin.amount) }
      for trade in plan.steps.flatMap(\.trades) {
        #expect(held[trade.place].map { $0 &+ trade.amount } == .zero)
      }
    }
  }
}
