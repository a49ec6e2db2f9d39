import FixedPoint
import Margin

/// The last accounts of a closed book: counterparties of its positions, and the venue's own (BK-15, BK-16).
struct BookClosing: Sendable {
  /// The cash of the security module, wad.
  let fund: Int256
  /// In the order of the file.
  let accounts: [BookAccount]

  /// What `ballast book --closed` gives the security module, and the most that it takes, in cash units.
  static var usualFund: Int { 10_000_000 }
  static var greatestFund: Int { 1_000_000_000_000 }

  static var closing: String { "closing" }
  static var venue: String { "venue" }

  /// The accounts that bring every sum of options and perps to zero, and the venue's.
  /// - Parameters:
  ///   - fund: whole cash units, from zero.
  ///   - mostOptions: options of one account.
  /// - Throws: `tooManyOptions`; `margin` of a closing account, or of a number that leaves 256 bits.
  init(
    _ sums: BookSums, of generator: BookGenerator, fund: Int, mostOptions: Int = SchemaLimits.options
  ) throws(BookError) {
    var accounts: [BookAccount] = []
    for market in generator.markets {
      for expiry in market.expiries {
        let options = try sums.negated(expiry, of: market.underlying)
        if options.count > mostOptions {
          throw .tooManyOptions(
            market.underlying, expiry: expiry.label.seconds, found: options.count, limit: mostOptions)
        }
        if options.isEmpty { continue }
        accounts.append(
          try generator.closing("\(expiry.label.seconds)", market, Account(perpPosition: .zero, options: options)))
      }
    }
    for market in generator.markets {
      let perp = try booked { () throws(ArithmeticError) in try -sums.amount(.perp, of: market.underlying) }
      if perp.isZero { continue }
      accounts.append(try generator.closing("perp", market, Account(perpPosition: perp, options: [])))
    }
    let (fees, fund) = try booked { () throws(ArithmeticError) in
      (try Cents.truncating(sums.equity / 10_000), try Int256(Int64(fund)) * Wad.signed)
    }
    accounts.append(generator.venue("v-fees", cash: fees))
    accounts.append(generator.venue("v-security-module", cash: fund))
    self.fund = fund
    self.accounts = accounts
  }
}

extension BookSums {
  /// The options of an expiry whose sums are not zero, negated: by rising strike, puts first.
  fileprivate func negated(
    _ expiry: ListedExpiry, of underlying: String
  ) throws(BookError) -> [Account.Option] {
    var options: [Account.Option] = []
    for quote in expiry.quotes {
      for isCall in [false, true] {
        let sum = amount(
          .option(expiry: expiry.label, strike: quote.strike, isCall: isCall), of: underlying)
        if sum.isZero { continue }
        let amount = try booked { () throws(ArithmeticError) in try -sum }
        options.append(.init(expiry: expiry.label, strike: quote.strike, isCall: isCall, amount: amount))
      }
    }
    return options
  }
}

extension BookGenerator {
  /// A closing account, with twice the cash that its initial margin lacks.
  fileprivate func closing(
    _ what: String, _ market: BookMarket, _ holdings: Account
  ) throws(BookError) -> BookAccount {
    var workspace = RiskArrays.Workspace()
    let margin: MarginSummary
    do throws(MarginError) {
      margin = try market.arrays.margin(of: holdings, &workspace)
    } catch {
      throw .margin(error)
    }
    var account = holdings
    let equity = try booked { () throws(ArithmeticError) in
      account.cash = try Cents.up(max(-margin.initialMargin, .zero) * 2)
      return try margin.markToMarket + account.cash
    }
    return BookAccount(
      id: "c-\(market.underlying)-\(what)", seed: seed, underlying: market.underlying,
      strategy: BookClosing.closing, account: account, equity: equity)
  }

  /// An account of the venue, which holds cash alone.
  fileprivate func venue(_ id: String, cash: Int256) -> BookAccount {
    var account = Account(perpPosition: .zero, options: [])
    account.cash = cash
    return BookAccount(
      id: id, seed: seed, underlying: markets.first?.underlying ?? "", strategy: BookClosing.venue,
      account: account, equity: cash)
  }
}

extension Account {
  /// Without cash and coins.
  fileprivate init(perpPosition: Int256, options: [Option]) {
    self.init(
      cash: .zero, perpPosition: perpPosition, unsettledPerpCash: .zero, collaterals: [], options: options)
  }
}

extension ExpiryLabel {
  /// The number that names the expiry in a file.
  fileprivate var seconds: UInt64 {
    switch self {
    case .secondsToExpiry(let seconds): seconds
    case .timestamp(let time): time
    }
  }
}
