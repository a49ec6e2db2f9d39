import FixedPoint
import Margin

/// What the accounts of a book hold and are worth together (BK-15, BK-16): one sum for each instrument, however
/// many accounts there are.
struct BookSums: Sendable {
  /// By underlying; options and the perp. Wads.
  private var amounts: [String: [Instrument: Int256]] = [:]
  /// The worth of the accounts that are worth something, wad.
  private(set) var equity = Int256.zero

  /// Adds an account's options, perp and equity; not its cash and coins.
  /// - Throws: `margin` where a sum leaves 256 bits.
  mutating func add(_ made: BookAccount) throws(BookError) {
    try booked { () throws(ArithmeticError) in
      for option in made.account.options {
        try add(
          option.amount, to: .option(expiry: option.expiry, strike: option.strike, isCall: option.isCall),
          made.underlying)
      }
      try add(made.account.perpPosition, to: .perp, made.underlying)
      equity = try equity + max(made.equity, .zero)
    }
  }

  /// The sum of an instrument's amounts.
  func amount(_ instrument: Instrument, of underlying: String) -> Int256 {
    amounts[underlying]?[instrument] ?? .zero
  }

  private mutating func add(
    _ amount: Int256, to instrument: Instrument, _ underlying: String
  ) throws(ArithmeticError) {
    let sum = try self.amount(instrument, of: underlying) + amount
    amounts[underlying, default: [:]][instrument] = sum
  }
}
