import FixedPoint

extension ReductionSubject {
  /// Of each leg what stands in no hedged pair (GL-10), in units of GL-4 without steps; wad.
  ///
  /// - Throws: as `legs`; where the account's margin is refused, there is nothing of any leg.
  public func unpairedAmounts() throws(ReductionError) -> [UInt256] {
    switch self {
    case .portfolio(let subject): Self.unpaired(try PortfolioReduction(subject))
    case .standard(let subject): Self.unpaired(try StandardReduction(subject))
    }
  }

  private static func unpaired(_ model: some ReductionModel) -> [UInt256] {
    let none = ReductionRules.Sizes(option: .zero, perp: .zero, collateral: .zero)
    var problem = ReductionProblem(
      model,
      rules: ReductionRules(
        buffer: .zero, steps: none, least: none, hedgesWithPerp: false, keepsPairs: true, penalty: .none),
      rate: .zero)
    var free = [UInt256](repeating: .zero, count: model.legs.count)
    guard let reliefs = problem.reliefs() else { return free }
    for package in HedgedPairs.packages(model.legs, problem.units, reliefs: reliefs, keepsPairs: true)
    where package.kind == .single {
      for part in package.parts { free[part.leg] = problem.units[part.leg].amount(part.lots) }
    }
    return free
  }
}
