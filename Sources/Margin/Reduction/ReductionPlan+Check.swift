import FixedPoint

extension ReductionPlan {
  /// Checks a plan against the account alone, without the search (GL-19): every margin by the direct path.
  ///
  /// - Throws: the first `ReductionFault`, in the order of its cases, the steps one after another.
  public func check(_ subject: ReductionSubject, rules: ReductionRules, seconds: UInt64) throws(ReductionFault) {
    var work = ReductionWork()
    try check(subject, rules: rules, seconds: seconds, work: &work)
  }

  /// The same within some work.
  /// - Throws: before all else, `refused` of `tooMuchWork` where it is not enough.
  public func check(
    _ subject: ReductionSubject, rules: ReductionRules, seconds: UInt64, work: inout ReductionWork
  ) throws(ReductionFault) {
    let takings = steps.reduce(0) { $0 + $1.takings.count }
    // The account as it is twice, without each leg, after each step, with one unit less of each package.
    guard work.spend((4 + subject.legCount + steps.count + takings) * subject.cost.direct) else {
      throw .refused(.tooMuchWork)
    }
    switch subject {
    case .portfolio(let subject):
      let model: PortfolioReduction
      do { model = try PortfolioReduction(subject) } catch { throw .refused(error) }
      try check(model, rules, seconds)
    case .standard(let subject):
      let model: StandardReduction
      do { model = try StandardReduction(subject) } catch { throw .refused(error) }
      try check(model, rules, seconds)
    }
  }

  private func check(
    _ model: some ReductionModel, _ rules: ReductionRules, _ seconds: UInt64
  ) throws(ReductionFault) {
    let start: ReductionStart
    do { start = try ReductionStart(model, rules, seconds: seconds) } catch { throw .refused(error) }
    if rate != start.rate { throw .wrongRate }
    if before != start.levels { throw .wrongStart }
    var problem = ReductionProblem(model, rules: rules, rate: rate)
    try checkPackages(problem.known(), model.legs)
    problem.packages = steps.flatMap { $0.takings.map(\.package) }
    let sizes = steps.flatMap { $0.takings.map(\.size) }
    try checkSteps(problem, sizes)
    if penalty > start.equity { throw .costsMoreThanEquity }
    switch outcome {
    case .reached: try checkReached(problem, sizes)
    case .everything(let reason): try checkEverything(problem, reason)
    }
  }

  /// Packages are the account's own, each taken once.
  private func checkPackages(_ known: Set<ReductionPackage>, _ legs: [ReductionLeg]) throws(ReductionFault) {
    var seen: Set<ReductionPackage> = []
    var (opened, closed): (Set<Int>, Set<Int>) = ([], [])
    for (index, step) in steps.enumerated() {
      if step.takings.isEmpty { throw .unknownPackage(step: index) }
      for taking in step.takings {
        let package = taking.package
        guard known.contains(package), taking.size > 0, taking.size <= package.size else {
          throw .unknownPackage(step: index)
        }
        let legs = package.parts.map(\.leg)
        if package.kind == .hedge {
          if !opened.isDisjoint(with: legs) { throw .packageTwice(step: index) }
          opened.formUnion(legs)
        } else {
          closed.formUnion(legs)
        }
        guard seen.insert(package).inserted, opened.isDisjoint(with: closed),
          !seen.contains(where: { $0.kind == .whole }) || seen.count == 1
        else { throw .packageTwice(step: index) }
      }
    }
  }

  /// Trades, cash and margins of each step, and the totals.
  private func checkSteps(
    _ problem: ReductionProblem<some ReductionModel>, _ sizes: [UInt128]
  ) throws(ReductionFault) {
    var taken = [UInt128](repeating: 0, count: sizes.count)
    var (next, last) = (0, before)
    for (index, step) in steps.enumerated() {
      let previous = taken
      for _ in step.takings {
        taken[next] = sizes[next]
        next += 1
      }
      guard let effect = try? problem.difference(from: previous, to: taken), effect.trades == step.trades,
        effect.proceeds == step.proceeds, effect.penalty == step.penalty, effect.notional == step.notional
      else { throw .wrongTrades(step: index) }
      guard let levels = try? problem.directLevels(taken), levels == step.after,
        let target = try? problem.rules.target(levels), let earlier = try? problem.rules.target(last),
        let contribution = try? target - earlier, contribution == step.contribution
      else { throw .wrongMargins(step: index) }
      let isWhole = step.takings.contains { $0.package.kind == .whole }
      if outcome == .reached, levels.lowersMargin(last, mayLowerInitial: isWhole) {
        throw .lowersMargin(step: index)
      }
      last = levels
    }
    guard let total = try? problem.effect(taken), total.notional == notional, total.penalty == penalty
    else { throw .wrongTotals }
  }

  /// The target is reached, and with a unit less of any package it is not.
  private func checkReached(
    _ problem: ReductionProblem<some ReductionModel>, _ sizes: [UInt128]
  ) throws(ReductionFault) {
    func reaches(_ sizes: [UInt128]) -> Bool {
      guard let levels = try? problem.directLevels(sizes), let target = try? problem.rules.target(levels)
      else { return false }
      return !target.isNegative
    }
    if !reaches(sizes) { throw .targetMissed }
    var place = 0
    for (index, step) in steps.enumerated() {
      for _ in step.takings {
        var smaller = sizes
        smaller[place] &-= 1
        if reaches(smaller) { throw .takesTooMuch(step: index) }
        place += 1
      }
    }
  }

  private func checkEverything(
    _ problem: ReductionProblem<some ReductionModel>, _ reason: Reason
  ) throws(ReductionFault) {
    let takings = steps.flatMap(\.takings)
    let isAll = takings.allSatisfy { $0.package.kind == .whole && $0.size == $0.package.size }
    let isEmpty = problem.model.legs.allSatisfy(\.amount.isZero)
    guard isAll, takings.count == (isEmpty ? 0 : 1),
      (reason == .insolvent) == before.markToMarket.isNegative,
      let target = try? problem.rules.target(after), target.isNegative
    else { throw .notEverything }
  }
}

extension ReductionProblem {
  /// Every package that the account may be reduced by (GL-8), pairs by margins of the direct path.
  fileprivate func known() -> Set<ReductionPackage> {
    var copy = self
    var known: Set<ReductionPackage> = []
    copy.makeWhole()
    known.formUnion(copy.packages)
    if copy.makePackages(hedged: true, reliefs: directReliefs()) { known.formUnion(copy.packages) }
    return known
  }

  fileprivate func directLevels(_ sizes: [UInt128]) throws(MarginError) -> ReductionLevels {
    let holding = try arithmetic { () throws(ArithmeticError) in try self.holding(effect(sizes)) }
    return try model.direct(holding).levels
  }
}
