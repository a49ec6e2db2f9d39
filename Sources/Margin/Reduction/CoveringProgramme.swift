import FixedPoint

/// A linear programme in fixed point: the least cost at which every row is at or above zero (GL-12).
///
/// Minimise `Σ costs[c]·x[c]` with `levels[r] + Σ gains[r][c]·x[c] ≥ 0` for each row and `0 ≤ x[c] ≤ 1`. Solved by
/// the dual simplex method on the dictionary, each product and quotient truncated toward zero, so that it ends with the
/// same proposal everywhere. The proposal is only where the search begins: margins decide.
struct CoveringProgramme {
  private var costs: [Int256]
  /// Constants of the rows; those of the columns' own bounds follow.
  private var constants: [Int256]
  private var table: [[Int256]]
  /// The column or row that each place of the dictionary holds: columns first, then rows.
  private var basis: [Int]
  private var outside: [Int]
  private let columns: Int

  /// Everything is a wad, costs not negative.
  init(costs: [Int256], levels: [Int256], gains: [[Int256]]) {
    self.costs = costs
    columns = costs.count
    constants = levels
    table = gains
    for column in costs.indices {
      var row = [Int256](repeating: .zero, count: costs.count)
      row[column] = Int256.zero &- Wad.signed
      table.append(row)
      constants.append(Wad.signed)
    }
    outside = Array(costs.indices)
    basis = (0..<table.count).map { $0 + costs.count }
  }

  /// What is taken of each column, wad between zero and one; a programme without a solution, or one that is not solved
  /// within the bound, gives what it has come to.
  mutating func solve(_ work: inout ReductionWork) -> [Int256] {
    for _ in 0..<ReductionLimits.pivots {
      guard let row = worstRow(), let column = try? entering(row), work.spend(table.count * columns / 16) else { break }
      guard (try? exchange(row, column)) != nil else { break }
    }
    var taken = [Int256](repeating: .zero, count: columns)
    for (row, variable) in basis.enumerated() where variable < columns {
      taken[variable] = min(max(constants[row], .zero), Wad.signed)
    }
    return taken
  }

  /// What rows may be below zero by truncation.
  private static var slack: Int256 { -1_000_000 }

  private func worstRow() -> Int? {
    var worst: Int?
    for row in constants.indices where constants[row] < Self.slack {
      if let known = worst, constants[known] <= constants[row] { continue }
      worst = row
    }
    return worst
  }

  /// The column that raises a row at the least cost for each unit; nil where none does.
  private func entering(_ row: Int) throws(ArithmeticError) -> Int? {
    var best: Int?
    // A gain below a thousandth of a millionth is none.
    for column in costs.indices where table[row][column] > 1_000_000_000 {
      if let known = best, try costs[known] * table[row][column] <= costs[column] * table[row][known] { continue }
      best = column
    }
    return best
  }

  /// Exchanges a row's variable for a column's.
  private mutating func exchange(_ row: Int, _ column: Int) throws(ArithmeticError) {
    let pivot = table[row][column]
    let constant = try -constants[row].divideWadTruncating(pivot)
    var entering = table[row]
    for index in entering.indices where index != column && !entering[index].isZero {
      entering[index] = try -entering[index].divideWadTruncating(pivot)
    }
    entering[column] = try Wad.signed.divideWadTruncating(pivot)
    for other in table.indices where other != row {
      let factor = table[other][column]
      if factor.isZero { continue }
      constants[other] = try constants[other] + factor.multiplyWadTruncating(constant)
      table[other][column] = .zero
      for index in entering.indices where !entering[index].isZero {
        table[other][index] = try table[other][index] + factor.multiplyWadTruncating(entering[index])
      }
    }
    let factor = costs[column]
    costs[column] = .zero
    for index in entering.indices where !entering[index].isZero {
      costs[index] = max(try costs[index] + factor.multiplyWadTruncating(entering[index]), .zero)
    }
    table[row] = entering
    constants[row] = constant
    swap(&basis[row], &outside[column])
  }
}
