import FixedPoint

/// One linear programme (GL-12).
extension ReductionProblem {
  /// What one package would do if all that is left of it were taken, in proportion to a probe.
  private struct Column {
    var package: Int
    var rest: UInt128
    var notional: UInt256
    var gains: [Int256]
  }

  /// Larger sizes by a linear programme over the rows as they are here; nil where a margin is refused.
  mutating func proposal(_ sizes: [UInt128]) -> [UInt128]? {
    guard let (levels, rows) = rows(sizes), levels.binding < rows.count, rows[levels.binding].isNegative,
      let deficit = try? rows[levels.binding].absolute(), let before = try? effect(sizes).notional
    else { return nil }
    var columns: [Column] = []
    for index in packages.indices where isOpen(index, sizes) {
      if let column = column(index, sizes, rows, notional: before, deficit: deficit) { columns.append(column) }
    }
    columns = Self.chosen(columns, row: levels.binding)
    guard let largest = columns.map(\.notional).max(), let scaled = try? rows.map({ (row) throws(ArithmeticError) in
      try row * Wad.signed / Int256(deficit)
    }) else { return nil }
    // Rows that no choice brings below zero do not matter.
    let kept = rows.indices.filter { row in
      var least = scaled[row]
      for column in columns where column.gains[row].isNegative {
        guard let sum = try? least + column.gains[row] else { return true }
        least = sum
      }
      return least.isNegative
    }
    let costs = columns.map { (try? Int256($0.notional.divideWadDown(max(largest, 1)))) ?? Wad.signed }
    var programme = CoveringProgramme(
      costs: costs, levels: kept.map { scaled[$0] }, gains: kept.map { row in columns.map { $0.gains[row] } })
    var proposed = sizes
    for (column, taken) in zip(columns, programme.solve(&work)) where !taken.isZero {
      let lots = UInt256(column.rest) &* taken.bitPattern
      proposed[column.package] = sizes[column.package] &+ min(lots.quotientRoundedUp(Wad.wide).low, column.rest)
    }
    // The perp is not closed and opened at once.
    for index in packages.indices where packages[index].kind == .hedge && contradicts(index, proposed) {
      proposed[index] = sizes[index]
    }
    return proposed
  }

  /// Whether more of a package can be taken.
  private func isOpen(_ index: Int, _ sizes: [UInt128]) -> Bool {
    sizes[index] < packages[index].size && !contradicts(index, sizes)
  }

  /// Whether a package would open the perp while another taken one closes it or opens it the other way, or the reverse.
  private func contradicts(_ index: Int, _ sizes: [UInt128]) -> Bool {
    packages.indices.contains { other in
      guard other != index, sizes[other] > 0,
        packages[index].kind == .hedge || packages[other].kind == .hedge
      else { return false }
      return packages[index].parts.contains { part in packages[other].parts.contains { $0.leg == part.leg } }
    }
  }

  /// The effect of a probe of a sixteenth, in proportion to all that is left.
  private mutating func column(
    _ index: Int, _ sizes: [UInt128], _ rows: [Int256], notional before: UInt256, deficit: UInt256
  ) -> Column? {
    let rest = packages[index].size &- sizes[index]
    let probe = max(rest / 16, 1)
    var probed = sizes
    probed[index] = sizes[index] &+ probe
    var all = sizes
    all[index] = packages[index].size
    guard let (_, moved) = self.rows(probed), let full = try? effect(all).notional,
      let notional = try? full - before,
      let gains = try? zip(rows, moved).map({ (row, moved) throws(ArithmeticError) in
        try (moved - row) * Wad.signed / Int256(deficit) * Int256(UInt256(rest)) / Int256(UInt256(probe))
      })
    else { return nil }
    return Column(package: index, rest: rest, notional: notional, gains: gains)
  }

  /// The columns that raise the binding row most for their notional, as many as are allowed.
  private static func chosen(_ columns: [Column], row: Int) -> [Column] {
    if columns.count <= ReductionLimits.columns { return columns }
    let ranked = Ranking.sorted(
      columns.indices.map { ($0, columns[$0].gains[row], (try? Int256(columns[$0].notional)) ?? .max) })
    return ranked.prefix(ReductionLimits.columns).sorted().map { columns[$0] }
  }
}
