import FixedPoint
import Margin

/// How much cash stands beside the holdings (BK-7).
extension Draft {
  /// The multiples of the maintenance requirement in thousandths, and how many accounts of a thousand have
  /// them.
  private static let multiples: [(perMille: Int, range: ClosedRange<Int>)] = [
    (30, 1_000...1_100), (120, 1_100...1_500), (350, 1_500...3_000), (350, 3_000...8_000),
    (150, 8_000...25_000),
  ]

  /// The account with the cash that its strategy, its requirement and a draw give it, and what it is then worth.
  mutating func account(_ strategy: Strategy) throws(BookError) -> (Account, equity: Int256) {
    var account = holdings
    var workspace = RiskArrays.Workspace()
    let margin: MarginSummary
    do throws(MarginError) {
      margin = try market.arrays.margin(of: account, &workspace)
    } catch {
      throw .margin(error)
    }
    let tier = Self.multiples[stream.choice(Self.multiples.map(\.perMille))]
    let multiple = stream.between(tier.range.lowerBound, tier.range.upperBound)
    let isSecured = strategy == .lender || (strategy.isSecured && stream.chance(perMille: 650))
    let share = isSecured ? stream.between(0, 100) : 0
    account.cash = try booked { () throws(ArithmeticError) in
      // What equity must be for maintenance margin to be zero, never below zero itself.
      let requirement = max(try margin.markToMarket - margin.maintenanceMargin, .zero)
      func cash(forEquity equity: Int256) throws(ArithmeticError) -> Int256 {
        try Cents.up(equity - margin.markToMarket)
      }
      if isSecured {
        return max(try Cents.up(customaryCash(strategy, share)), try cash(forEquity: requirement))
      }
      let wanted = try requirement * Int256(Int64(multiple)) / 1_000
      return max(try cash(forEquity: wanted), try mostDebt())
    }
    let equity = try booked { () throws(ArithmeticError) in try margin.markToMarket + account.cash }
    return (account, equity)
  }

  /// Everything but cash, in the form of an account.
  private var holdings: Account {
    var account = Account(
      cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
    let lot = Int256(bitPattern: market.lot)
    // A lot is no less than 10^9, so that its tenth is exact.
    let tenth = Int256(bitPattern: market.lot.quotient(dividingByNonZero: 10))
    account.perpPosition = Int256(Int64(perp)) &* tenth
    for (collateral, amount) in zip(market.collaterals, coins) where !amount.isZero {
      account.collaterals.append(.init(asset: collateral.asset, amount: Int256(bitPattern: amount)))
    }
    for leg in legs where leg.lots != 0 {
      let expiry = market.expiries[leg.expiry]
      account.options.append(
        .init(
          expiry: expiry.label, strike: expiry.quotes[leg.quote].strike, isCall: leg.isCall,
          amount: Int256(Int64(leg.lots)) &* lot))
    }
    return account
  }

  /// The cash that goes with a strategy whatever its margin: the price of the puts' exercise, or a part of
  /// the account's size.
  private func customaryCash(_ strategy: Strategy, _ share: Int) throws(ArithmeticError) -> Int256 {
    if strategy == .cashSecuredPut { return try Int256(securedCash) }
    let part = try size * UInt256(UInt64(share)) / (strategy == .lender ? 100 : 1_000)
    return try Int256(part)
  }

  /// The lowest cash: none, or a loan of four fifths of the collateral's value.
  private func mostDebt() throws(ArithmeticError) -> Int256 {
    var value = UInt256.zero
    for (collateral, amount) in zip(market.collaterals, coins) {
      value = try value + amount * collateral.price / market.market.stablePrice
    }
    return try -Cents.truncating(Int256(value) * 4 / 5)
  }
}
