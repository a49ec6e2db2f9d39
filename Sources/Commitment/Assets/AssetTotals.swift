/// Sums of columns over many accounts, which remember what did not fit.
///
/// Columns are not negative, so whether their sum fits does not depend on the order in which it is made.
struct AssetTotals: Sendable {
  private var sums: [UInt128]
  private var overflows: [Bool]

  init(columns: Int) {
    self.init(sums: [UInt128](repeating: 0, count: columns))
  }

  init(sums: [UInt128]) {
    self.sums = sums
    overflows = [Bool](repeating: false, count: sums.count)
  }

  mutating func add(_ columns: [UInt128]) {
    for column in sums.indices {
      let (sum, overflow) = sums[column].addingReportingOverflow(columns[column])
      sums[column] = sum
      if overflow { overflows[column] = true }
    }
  }

  mutating func add(_ other: AssetTotals) {
    add(other.sums)
    for column in sums.indices where other.overflows[column] { overflows[column] = true }
  }

  /// Takes out what was summed in, so no column goes below zero.
  mutating func subtract(_ columns: ArraySlice<UInt128>) {
    for (column, value) in zip(sums.indices, columns) { sums[column] &-= value }
  }

  /// Refuses totals that do not fit, column by column (CM-21).
  func check(level: Int) throws(CommitmentRefusal) {
    for column in overflows.indices where overflows[column] { throw .assetOverflow(column: column, level: level) }
  }
}
