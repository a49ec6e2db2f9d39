import FixedPoint

/// Which legs are reduced together (GL-9, GL-10).
enum HedgedPairs {
  /// What a leg adds to the target in the binding row, while everything else stays: positive where the row would gain
  /// by closing it.
  typealias Reliefs = [Int256]

  /// The packages of an account: pairs, then what is left of each leg.
  static func packages(
    _ legs: [ReductionLeg], _ units: [LegUnits], reliefs: Reliefs, keepsPairs: Bool
  ) -> [ReductionPackage] {
    var rest = units.map(\.lots)
    var packages: [ReductionPackage] = []
    if keepsPairs {
      let risky = legs.indices.filter { reliefs[$0] > .zero }.sorted {
        reliefs[$0] != reliefs[$1] ? reliefs[$0] > reliefs[$1] : $0 < $1
      }
      for risk in risky {
        for cover in covers(of: risk, legs, reliefs) {
          guard let pair = pair(risk, cover, units, rest) else { continue }
          for part in pair.parts { rest[part.leg] &-= part.lots }
          packages.append(pair)
        }
      }
    }
    for leg in legs.indices where rest[leg] > 0 {
      packages.append(ReductionPackage(kind: .single, parts: [.init(leg: leg, lots: rest[leg])]))
    }
    return packages
  }

  /// The legs that hedge a risk, the nearest first.
  private static func covers(of risk: Int, _ legs: [ReductionLeg], _ reliefs: Reliefs) -> [Int] {
    legs.indices.filter {
      reliefs[$0].isNegative && hedges(legs[$0], legs[risk]) && coversEnough($0, risk, legs, reliefs)
    }
      .map { (index: $0, rank: rank(legs[$0], of: legs[risk])) }
      .sorted { a, b in
        if a.rank.kind != b.rank.kind { return a.rank.kind < b.rank.kind }
        return a.rank.distance != b.rank.distance ? a.rank.distance < b.rank.distance : a.index < b.index
      }
      .map(\.index)
  }

  /// Whether two legs are of those that hedge each other: they gain in opposite directions on one market; of two
  /// options one is long and one short, of one side and one expiry.
  private static func hedges(_ a: ReductionLeg, _ b: ReductionLeg) -> Bool {
    guard a.market == b.market, a.direction != 0, a.direction == -b.direction else { return false }
    if a.isOption && b.isOption { return a.kind == b.kind && a.expiry == b.expiry }
    return true
  }

  /// Whether a contract of the cover holds up at least a tenth of what a contract of the risk weighs.
  private static func coversEnough(
    _ cover: Int, _ risk: Int, _ legs: [ReductionLeg], _ reliefs: Reliefs
  ) -> Bool {
    guard let held = try? reliefs[cover].magnitude * legs[risk].amount.magnitude * ReductionLimits.leastCover,
      let needed = try? reliefs[risk].magnitude * legs[cover].amount.magnitude
    else { return false }
    return held >= needed
  }

  private static func rank(_ cover: ReductionLeg, of risk: ReductionLeg) -> (kind: Int, distance: UInt256) {
    func distance(_ a: UInt256, _ b: UInt256) -> UInt256 { a > b ? a &- b : b &- a }
    switch cover.kind {
    case .call, .put: return (0, distance(cover.strike, risk.isOption ? risk.strike : risk.spot))
    case .perp: return (1, .zero)
    case .collateral: return (2, .zero)
    }
  }

  /// As many contracts of one as of the other, in their lots; nil where one has none left.
  private static func pair(_ risk: Int, _ cover: Int, _ units: [LegUnits], _ rest: [UInt128]) -> ReductionPackage? {
    guard let most = try? UInt256(rest[cover]) * units[cover].unit,
      let wanted = try? most / units[risk].unit
    else { return nil }
    let lots = min(UInt256(rest[risk]), wanted)
    guard let amount = try? lots * units[risk].unit, let covered = try? amount / units[cover].unit,
      !lots.isZero, !covered.isZero
    else { return nil }
    return ReductionPackage(
      kind: .pair, parts: [.init(leg: risk, lots: lots.low), .init(leg: cover, lots: min(covered.low, rest[cover]))])
  }
}

extension ReductionProblem {
  /// What closing each leg wholly, alone and at its mark, changes in the row that binds now (GL-9); zero where it is
  /// refused, nil where the account's own margin is.
  mutating func reliefs() -> [Int256]? {
    if let knownReliefs { return knownReliefs }
    guard work.spend((model.legs.count + 1) * model.cost.searched) else { return nil }
    var copy = model
    let reliefs = Self.reliefs(model, rules) { holding in
      guard let levels = copy.levels(holding), let rows = try? copy.rows(levels) else { return nil }
      return (levels, rows)
    }
    model = copy
    knownReliefs = reliefs
    return reliefs
  }

  /// The same by the direct path.
  func directReliefs() -> [Int256]? {
    Self.reliefs(model, rules) { try? model.direct($0) }
  }

  private static func reliefs(
    _ model: Model, _ rules: ReductionRules,
    margin: (ReductionHolding) -> (levels: ReductionLevels, rows: [Int256])?
  ) -> [Int256]? {
    let held = model.held
    guard let (levels, rows) = margin(held), let before = rules.targets(rows, levels), levels.binding < before.count
    else { return nil }
    let row = levels.binding
    func relief(_ index: Int, _ leg: ReductionLeg) -> Int256? {
      var closed = held
      guard !leg.amount.isZero, let trade = try? -leg.amount, let proceeds = try? leg.proceeds(trade),
        let cash = try? closed.cash + proceeds
      else { return nil }
      closed.amounts[index] = .zero
      closed.cash = cash
      guard let (levels, rows) = margin(closed), let after = rules.targets(rows, levels), row < after.count
      else { return nil }
      return try? after[row] - before[row]
    }
    return model.legs.enumerated().map { relief($0, $1) ?? .zero }
  }

  /// The packages with hedged pairs kept together or not, and with the hedge where it is wanted (GL-8).
  mutating func makePackages(hedged: Bool, reliefs: [Int256]?) -> Bool {
    guard let reliefs else { return false }
    packages = HedgedPairs.packages(model.legs, units, reliefs: reliefs, keepsPairs: rules.keepsPairs)
    guard hedged, let hedge else { return true }
    for (index, leg) in model.legs.enumerated() where leg.kind == .perp {
      for isBought in [true, false] where leg.amount.isZero || leg.amount.isNegative != isBought {
        packages.append(
          ReductionPackage(kind: .hedge, parts: [.init(leg: index, lots: hedge.lots)], isBought: isBought))
      }
    }
    return true
  }

  /// The one package of everything in proportion.
  mutating func makeWhole() {
    let parts = units.indices.filter { units[$0].lots > 0 }
      .map { ReductionPackage.Part(leg: $0, lots: units[$0].lots) }
    packages = parts.isEmpty ? [] : [ReductionPackage(kind: .whole, parts: parts)]
  }
}
