import FixedPoint

/// Which parts of an account are taken over so that it reaches its target, and the proof of it (GL-14, GL-16).
public struct ReductionPlan: Hashable, Sendable {
  public var outcome: Outcome
  /// The discount, wad (GL-17).
  public var rate: UInt256
  public var before: ReductionLevels
  public var steps: [Step]
  /// What is closed or opened, at the index price, wad.
  public var notional: UInt256
  /// What the discount costs the account, wad.
  public var penalty: UInt256

  public enum Outcome: Hashable, Sendable {
    /// The target is reached, and with a unit less of any package it is not.
    case reached
    /// The target cannot be reached: everything is taken.
    case everything(Reason)
  }

  /// Why everything is taken.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Equity is below zero.
    case insolvent
    /// Closing everything does not reach the target either.
    case unreachable
  }

  /// Packages that are taken together, because one without the other would lower a margin.
  public struct Step: Hashable, Sendable {
    public var takings: [Taking]
    public var trades: [Trade]
    /// What cash gains at the marks, signed wad.
    public var proceeds: Int256
    /// What it loses by the discount, wad.
    public var penalty: UInt256
    public var notional: UInt256
    /// What the step adds to the target, signed wad.
    public var contribution: Int256
    public var after: ReductionLevels
  }

  /// So much of a package.
  public struct Taking: Hashable, Sendable {
    public var package: ReductionPackage
    public var size: UInt128

    public init(package: ReductionPackage, size: UInt128) {
      self.package = package
      self.size = size
    }
  }

  /// A signed amount of one leg, positive where the account buys.
  public struct Trade: Hashable, Sendable {
    public var place: ReductionLeg.Place
    public var amount: Int256

    public init(place: ReductionLeg.Place, amount: Int256) {
      self.place = place
      self.amount = amount
    }
  }

  /// The margins in the end.
  public var after: ReductionLevels { steps.last?.after ?? before }
}

/// An account that is to be reduced.
public enum ReductionSubject: Hashable, Sendable {
  case portfolio(PortfolioSubject)
  case standard(StandardSubject)

  /// The legs by whose index the packages of a plan name them.
  /// - Throws: `ReductionError`: collaterals without amounts, or a price that is refused.
  public func legs() throws(ReductionError) -> [ReductionLeg] {
    switch self {
    case .portfolio(let subject): try subject.checkedLegs()
    case .standard(let subject): try StandardReduction(subject).legs
    }
  }
}

extension ReductionPlan {
  /// Finds which parts to take over, with the least notional closed that the search finds; the perp hedges only
  /// where that costs no more discount (GL-11).
  ///
  /// - Parameter seconds: since the account fell below maintenance margin.
  /// - Throws: `ReductionError`; an account that is not below maintenance margin is refused.
  /// - Complexity: at most `ReductionLimits.evaluations` margins for each of three sets of packages.
  public static func search(
    _ subject: ReductionSubject, rules: ReductionRules, seconds: UInt64
  ) throws(ReductionError) -> ReductionPlan {
    var work = ReductionWork()
    return try search(subject, rules: rules, seconds: seconds, work: &work)
  }

  /// The same within some work.
  /// - Throws: besides, `tooMuchWork` where it is not enough.
  public static func search(
    _ subject: ReductionSubject, rules: ReductionRules, seconds: UInt64, work: inout ReductionWork
  ) throws(ReductionError) -> ReductionPlan {
    // The legs are priced for all scenarios, and the account's own margin is computed.
    if !work.spend(2 * subject.cost.direct) { throw .tooMuchWork }
    switch subject {
    case .portfolio(let subject): return try search(PortfolioReduction(subject), rules, seconds, &work)
    case .standard(let subject): return try search(StandardReduction(subject), rules, seconds, &work)
    }
  }

  private static func search(
    _ model: some ReductionModel, _ rules: ReductionRules, _ seconds: UInt64, _ work: inout ReductionWork
  ) throws(ReductionError) -> ReductionPlan {
    let start = try ReductionStart(model, rules, seconds: seconds)
    var problem = ReductionProblem(model, rules: rules, rate: start.rate, work: work)
    defer { work = problem.work }
    var best: (packages: [ReductionPackage], sizes: [UInt128], groups: [[Int]], notional: UInt256, penalty: UInt256)?
    for choice in ReductionChoice.allCases {
      problem.evaluations = 0
      guard problem.make(choice), let sizes = problem.search(), let effect = try? problem.effect(sizes),
        effect.penalty <= start.equity
      else { continue }
      if let known = best {
        if known.notional <= effect.notional { continue }
        // The perp hedges where that closes less and costs no more.
        if choice == .hedged && known.penalty < effect.penalty { continue }
      }
      guard let groups = problem.steps(sizes) else { continue }
      best = (problem.packages, sizes, groups, effect.notional, effect.penalty)
    }
    if problem.work.isUsedUp { throw .tooMuchWork }
    if let best {
      problem.packages = best.packages
      if !problem.work.spend(best.groups.count * model.cost.direct) { throw .tooMuchWork }
      if let plan = try? problem.plan(start, best.sizes, best.groups, .reached),
        let target = try? rules.target(plan.after), !target.isNegative
      {
        return plan
      }
    }
    problem.makeWhole()
    if !problem.work.spend(model.cost.direct) { throw .tooMuchWork }
    let reason = start.levels.markToMarket.isNegative ? Reason.insolvent : .unreachable
    do throws(MarginError) {
      return try problem.plan(
        start, problem.packages.map(\.size), [Array(problem.packages.indices)], .everything(reason))
    } catch { throw .margin(error) }
  }
}

/// The sets of packages that are tried, in this order; of equal notionals the first counts (GL-11).
enum ReductionChoice: CaseIterable {
  case closing, whole, hedged
}

extension ReductionProblem {
  /// Reliefs where pairs are kept; without pairs nobody needs them.
  private mutating func pairing() -> [Int256]? {
    rules.keepsPairs ? reliefs() : Array(repeating: .zero, count: model.legs.count)
  }

  mutating func make(_ choice: ReductionChoice) -> Bool {
    switch choice {
    case .closing: return makePackages(hedged: false, reliefs: pairing())
    case .hedged: return hedge != nil && makePackages(hedged: true, reliefs: pairing())
    case .whole:
      makeWhole()
      return true
    }
  }
}

/// An account before its reduction: its margins by the direct path, and the discount that follows.
struct ReductionStart {
  let levels: ReductionLevels
  let rate: UInt256
  /// Mark to market where it is positive, wad.
  var equity: UInt256 { levels.markToMarket.isNegative ? .zero : levels.markToMarket.magnitude }

  init(_ model: some ReductionModel, _ rules: ReductionRules, seconds: UInt64) throws(ReductionError) {
    if model.legs.count > ReductionLimits.legs { throw .tooManyLegs(found: model.legs.count) }
    do throws(MarginError) {
      levels = try model.direct(model.held).levels
      let levels = levels
      rate = try arithmetic { () throws(ArithmeticError) in
        var base = UInt256.zero
        for leg in model.legs { base = try base + leg.penaltyBase(leg.amount.magnitude) }
        return try rules.penalty.rate(
          seconds: seconds, maintenance: levels.maintenanceMargin, markToMarket: levels.markToMarket, base: base)
      }
    } catch { throw .margin(error) }
    if !levels.maintenanceMargin.isNegative { throw .notBelowMaintenance(levels.maintenanceMargin) }
  }
}

extension ReductionProblem {
  /// The plan of sizes taken in groups, each step margined by the direct path.
  func plan(
    _ start: ReductionStart, _ sizes: [UInt128], _ groups: [[Int]], _ outcome: ReductionPlan.Outcome
  ) throws(MarginError) -> ReductionPlan {
    var plan = ReductionPlan(
      outcome: outcome, rate: rate, before: start.levels, steps: [], notional: .zero, penalty: .zero)
    var taken = [UInt128](repeating: 0, count: sizes.count)
    for group in groups where !group.isEmpty {
      let previous = taken
      for index in group { taken[index] = sizes[index] }
      plan.steps.append(
        try step(
          group.map { ReductionPlan.Taking(package: packages[$0], size: sizes[$0]) }, from: previous, to: taken,
          plan.after))
    }
    let total = try arithmetic { () throws(ArithmeticError) in try effect(taken) }
    (plan.notional, plan.penalty) = (total.notional, total.penalty)
    return plan
  }

  private func step(
    _ takings: [ReductionPlan.Taking], from previous: [UInt128], to taken: [UInt128], _ before: ReductionLevels
  ) throws(MarginError) -> ReductionPlan.Step {
    let (moved, holding) = try arithmetic { () throws(ArithmeticError) in
      (try difference(from: previous, to: taken), try self.holding(self.effect(taken)))
    }
    let after = try model.direct(holding).levels
    let contribution = try arithmetic { () throws(ArithmeticError) in
      try rules.target(after) - rules.target(before)
    }
    return ReductionPlan.Step(
      takings: takings, trades: moved.trades, proceeds: moved.proceeds, penalty: moved.penalty,
      notional: moved.notional, contribution: contribution, after: after)
  }

  /// What happens between sizes and larger ones.
  func difference(
    from previous: [UInt128], to taken: [UInt128]
  ) throws(ArithmeticError) -> (trades: [ReductionPlan.Trade], proceeds: Int256, penalty: UInt256, notional: UInt256) {
    let (first, second) = (try effect(previous), try effect(taken))
    var trades: [ReductionPlan.Trade] = []
    for (index, leg) in model.legs.enumerated() {
      let amount = try second.trades[index] - first.trades[index]
      if !amount.isZero { trades.append(ReductionPlan.Trade(place: leg.place, amount: amount)) }
    }
    return (
      trades, try second.proceeds - first.proceeds, try second.penalty - first.penalty,
      try second.notional - first.notional
    )
  }
}

extension ReductionRules {
  /// How far above its target an account with these margins is, signed wad (GL-3).
  public func target(_ levels: ReductionLevels) throws(ArithmeticError) -> Int256 {
    try target(maintenance: levels.maintenanceMargin, markToMarket: levels.markToMarket)
  }
}
