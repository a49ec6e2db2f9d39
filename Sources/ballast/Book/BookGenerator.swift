import Ethereum
import FixedPoint
import Margin

/// One account of a book.
struct BookAccount: Hashable, Sendable {
  /// `a` and the account's number from 1, in seven digits at least; of closing accounts and of the venue's as
  /// BK-15 and BK-16 say.
  let id: String
  let owner: Address
  let underlying: String
  /// The words of BK-5, `closing` or `venue`.
  let strategy: String
  let account: Account
  /// Mark to market with the account's cash, at the book's moment; wad. It is not part of the file.
  let equity: Int256

  init(
    id: String, seed: UInt64, underlying: String, strategy: String, account: Account, equity: Int256
  ) {
    self.id = id
    owner = Address(ownerOf: id, seed: seed)
    self.underlying = underlying
    self.strategy = strategy
    self.account = account
    self.equity = equity
  }
}

/// Makes the accounts of a seeded book, each from its number alone (BK-1 to BK-7).
struct BookGenerator: Sendable {
  let seed: UInt64
  /// In the order of their underlyings' names.
  let markets: [BookMarket]
  private let weights: [Int]

  /// - Parameter markets: at least one.
  init(seed: UInt64, markets: [BookMarket]) {
    self.seed = seed
    self.markets = markets.sorted { $0.underlying < $1.underlying }
    weights = self.markets.map { $0.underlying == "BTC" ? 60 : 40 }
  }

  /// The account at an index from zero.
  /// - Throws: `margin` where a number of the market leads outside 256 bits.
  func account(_ index: Int) throws(BookError) -> BookAccount {
    let number = UInt64(max(0, index)) &+ 1
    var stream = BookStream(seed: seed, number: number)
    let market = markets[stream.choice(weights)]
    let strategy = Strategy.allCases[stream.choice(Strategy.weights)]
    var draft = Draft(market: market, stream: stream)
    try booked { () throws(ArithmeticError) in
      let lots = try draft.drawSize(strategy)
      try draft.fill(strategy, lots: lots)
      if strategy != .lender && strategy != .borrower { try draft.addSpareCoin() }
    }
    let digits = String(number)
    let (account, equity) = try draft.account(strategy)
    return BookAccount(
      id: "a" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits, seed: seed,
      underlying: market.underlying, strategy: strategy.rawValue, account: account, equity: equity)
  }
}

/// Size and repetition (BK-4).
extension Draft {
  /// Draws the account's size in cash units, the exponential of a bell about 25,000, and gives it in lots.
  mutating func drawSize(_ strategy: Strategy) throws(ArithmeticError) -> Int {
    let exponent = try stream.bell() * 26 / 10
    let base = UInt256((strategy == .marketMaker ? 500_000 : 25_000) * Wad.one)
    size = try base.multiplyWadDown(exponent.exponential())
    let lots = try size / market.market.spotPrice.multiplyWadDown(market.lot)
    return max(1, Int(truncatingIfNeeded: lots.low))
  }

  /// Adds the strategy once, or up to three times with other strikes and expiries.
  mutating func fill(_ strategy: Strategy, lots: Int) throws(ArithmeticError) {
    guard strategy.isRepeated else { return try add(strategy, lots: lots) }
    for _ in 0...stream.choice([5, 3, 2]) { try add(strategy, lots: part(of: lots)) }
  }

  /// One account of four keeps another coin beside its strategy.
  mutating func addSpareCoin() throws(ArithmeticError) {
    guard stream.chance(perMille: 250) else { return }
    let index = stream.below(market.collaterals.count)
    let value = try size * UInt256(UInt64(stream.between(5, 50))) / 100
    try addCollateral(index, worth: value)
  }
}
