import FixedPoint

/// One account, the packages it may be reduced by, and what follows from how much of each is taken.
struct ReductionProblem<Model: ReductionModel> {
  var model: Model
  let rules: ReductionRules
  /// The discount, wad (GL-6).
  let rate: UInt256
  let units: [LegUnits]
  /// The lots in which the perp is traded against the options.
  let hedge: LegUnits?
  var packages: [ReductionPackage] = []
  /// How many margins have been computed.
  var evaluations = 0
  /// How many may be, of each set of packages (GL-15).
  let mostEvaluations: Int
  /// Whether the margins that follow are counted already.
  var isPrepaid = false
  var work: ReductionWork

  init(_ model: Model, rules: ReductionRules, rate: UInt256, work: ReductionWork = ReductionWork()) {
    self.model = model
    self.work = work
    mostEvaluations = min(ReductionLimits.evaluations, ReductionLimits.work / max(model.cost.direct, 1))
    self.rules = rules
    self.rate = rate
    units = model.legs.map { leg in
      LegUnits(leg.amount.magnitude, step: rules.steps.size(leg.kind), least: rules.least.size(leg.kind))
    }
    var options = UInt256.zero
    for leg in model.legs where leg.isOption { options = (try? options + leg.amount.magnitude) ?? .max }
    hedge =
      model.canHedge && rules.hedgesWithPerp && !options.isZero
      ? LegUnits(options, step: rules.steps.perp, least: .zero) : nil
  }

  /// The reliefs of GL-9, once they are known.
  var knownReliefs: [Int256]?

  /// What happens to the legs and to cash at sizes of the packages.
  struct Effect: Hashable {
    /// Signed wads, a purchase positive.
    var trades: [Int256]
    /// What cash gains at the marks.
    var proceeds = Int256.zero
    var penalty = UInt256.zero
    var notional = UInt256.zero
  }

  /// The trades of sizes of the packages, and what they cost (GL-5, GL-6).
  func effect(_ sizes: [UInt128]) throws(ArithmeticError) -> Effect {
    let legs = model.legs
    var taken = [UInt128](repeating: 0, count: legs.count)
    var effect = Effect(trades: Array(repeating: .zero, count: legs.count))
    for (package, size) in zip(packages, sizes) where size > 0 {
      for part in package.parts {
        let lots = package.lots(of: part, at: size)
        if package.kind == .hedge {
          guard let hedge else { continue }
          let amount = hedge.amount(lots)
          let trade = try Int256(negative: !package.isBought, magnitude: amount)
          effect.trades[part.leg] = try effect.trades[part.leg] + trade
          try effect.add(legs[part.leg], trade, rate)
        } else {
          taken[part.leg] = min(taken[part.leg] &+ lots, units[part.leg].lots)
        }
      }
    }
    for (index, lots) in taken.enumerated() where lots > 0 {
      let amount = units[index].amount(lots)
      let trade = try Int256(negative: !legs[index].amount.isNegative, magnitude: amount)
      effect.trades[index] = try effect.trades[index] + trade
      try effect.add(legs[index], trade, rate)
    }
    return effect
  }

  /// The account after trades.
  func holding(_ effect: Effect) throws(ArithmeticError) -> ReductionHolding {
    var holding = model.held
    for index in holding.amounts.indices where !effect.trades[index].isZero {
      holding.amounts[index] = try holding.amounts[index] + effect.trades[index]
    }
    holding.cash = try holding.cash + effect.proceeds - Int256(effect.penalty)
    return holding
  }

  /// The margins at sizes, nil where anything is refused or the search has used up its margins.
  mutating func levels(_ sizes: [UInt128]) -> ReductionLevels? {
    guard isPrepaid || evaluations < mostEvaluations && work.spend(model.cost.searched) else { return nil }
    evaluations += 1
    guard let effect = try? effect(sizes), let holding = try? holding(effect) else { return nil }
    return model.levels(holding)
  }

  /// How far above the target the account is at sizes; nil counts as below.
  mutating func goal(_ sizes: [UInt128]) -> Int256? {
    guard let levels = levels(sizes) else { return nil }
    return try? rules.target(maintenance: levels.maintenanceMargin, markToMarket: levels.markToMarket)
  }

  mutating func reaches(_ sizes: [UInt128]) -> Bool {
    guard let goal = goal(sizes) else { return false }
    return !goal.isNegative
  }

  /// The margins at sizes and the target by each row.
  mutating func rows(_ sizes: [UInt128]) -> (levels: ReductionLevels, rows: [Int256])? {
    guard let levels = levels(sizes), let rows = try? model.rows(levels) else { return nil }
    return rules.targets(rows, levels).map { (levels, $0) }
  }
}

extension ReductionRules {
  /// The target by each row (GL-7).
  func targets(_ rows: [Int256], _ levels: ReductionLevels) -> [Int256]? {
    var targets: [Int256] = []
    targets.reserveCapacity(rows.count)
    for row in rows {
      guard let value = try? target(maintenance: row, markToMarket: levels.markToMarket) else { return nil }
      targets.append(value)
    }
    return targets
  }
}

extension ReductionProblem.Effect {
  fileprivate mutating func add(
    _ leg: ReductionLeg, _ trade: Int256, _ rate: UInt256
  ) throws(ArithmeticError) {
    proceeds = try proceeds + leg.proceeds(trade)
    penalty = try penalty + leg.penaltyBase(trade.magnitude).multiplyWadDown(rate)
    notional = try notional + leg.notional(trade.magnitude)
  }
}
