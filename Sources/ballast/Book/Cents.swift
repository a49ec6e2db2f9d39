import FixedPoint

/// Whole hundredths of a cash unit, in which the cash of a book's accounts is counted (BK-7).
enum Cents {
  static var one: Int256 { 10_000_000_000_000_000 }

  /// A value rounded toward positive infinity.
  static func up(_ value: Int256) throws(ArithmeticError) -> Int256 {
    let cents = try value / one
    let rest = try value % one
    return try (rest > .zero ? cents + 1 : cents) * one
  }

  /// A value rounded toward zero.
  static func truncating(_ value: Int256) throws(ArithmeticError) -> Int256 {
    try value / one * one
  }
}
