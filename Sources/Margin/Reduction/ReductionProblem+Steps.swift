import FixedPoint

/// The order in which packages are taken (GL-16).
extension ReductionProblem {
  /// Packages in groups, the riskiest first, such that no group lowers a margin; nil where there is no such order.
  mutating func steps(_ sizes: [UInt128]) -> [[Int]]? {
    let none = [UInt128](repeating: 0, count: sizes.count)
    // Of nothing twice, of each alone, of each after those before it, and of all.
    isPrepaid = work.spend((2 * sizes.count { $0 > 0 } + 3) * model.cost.searched)
    defer { isPrepaid = false }
    guard isPrepaid, let start = levels(none), let order = riskiestFirst(sizes) else { return nil }
    var taken = none
    var groups: [(packages: [Int], before: ReductionLevels)] = []
    var open: [Int] = []
    var last = start
    for index in order {
      open.append(index)
      taken[index] = sizes[index]
      guard let now = levels(taken) else { return nil }
      if lowers(now, last) { continue }
      groups.append((open, last))
      (open, last) = ([], now)
    }
    guard let end = levels(taken) else { return nil }
    // What is left over lowers a margin: it joins the group before it, until together they do not.
    while !open.isEmpty {
      guard let previous = groups.popLast() else { return nil }
      open = previous.packages + open
      if lowers(end, previous.before) { continue }
      groups.append((open, previous.before))
      open = []
    }
    return groups.map(\.packages)
  }

  /// Whether a step lowers maintenance margin, or initial margin, which everything in proportion alone may.
  private func lowers(_ after: ReductionLevels, _ before: ReductionLevels) -> Bool {
    after.lowersMargin(before, mayLowerInitial: packages.first?.kind == .whole)
  }

  /// The packages taken, by what each alone adds to the target for its notional.
  private mutating func riskiestFirst(_ sizes: [UInt128]) -> [Int]? {
    let none = [UInt128](repeating: 0, count: sizes.count)
    guard let start = goal(none) else { return nil }
    var ranked: [(index: Int, gain: Int256, cost: Int256)] = []
    for index in sizes.indices where sizes[index] > 0 {
      var alone = none
      alone[index] = sizes[index]
      let gain = goal(alone).flatMap { try? $0 - start } ?? .min
      let notional = (try? effect(alone))?.notional ?? .zero
      ranked.append((index, gain, (try? Int256(notional)) ?? .max))
    }
    return Ranking.sorted(ranked)
  }
}

extension ReductionLevels {
  func lowersMargin(_ before: ReductionLevels, mayLowerInitial: Bool) -> Bool {
    maintenanceMargin < before.maintenanceMargin || (!mayLowerInitial && initialMargin < before.initialMargin)
  }
}
