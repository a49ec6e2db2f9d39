import FixedPoint
import Margin
import Pricing

/// A market that accounts are made for: what may be held, priced once for all accounts (BK-3).
struct BookMarket: Sendable {
  let underlying: String
  let market: Market
  /// The names of the parameter set that sizes cash and of the standard model's set.
  let parameterSet: String
  let standardSet: String
  let model: PortfolioModel
  /// The expiries that accounts hold, with their listed strikes.
  let expiries: [ListedExpiry]
  /// The collaterals that accounts hold: those of the market that the parameters enable.
  let collaterals: [Market.Collateral]
  /// The place of the underlying's own coin among the collaterals.
  let coin: Int
  /// The smallest amount of options, wad.
  let lot: UInt256
  /// Every listed option in every scenario, at the moment of the book.
  let arrays: MarketArrays

  /// The fewest expiries that the strategies need: a calendar spread holds two.
  static var fewestExpiries: Int { 2 }

  /// - Parameter lasting: the Unix times of the expiries that accounts may hold.
  init(
    underlying: String, market: Market, lasting: [UInt64], parameterSet: String, standardSet: String,
    model: PortfolioModel
  ) throws(BookError) {
    self.underlying = underlying
    self.market = market
    self.parameterSet = parameterSet
    self.standardSet = standardSet
    self.model = model
    collaterals = market.collaterals.filter { model.parameters.collaterals[$0.asset] != nil }
    let own = AssetIdentifier(symbol: underlying)
    guard let coin = collaterals.firstIndex(where: { $0.asset == own }) else {
      throw .unfitParameters(parameterSet, underlying: underlying)
    }
    self.coin = coin
    lot = Self.lot(market.spotPrice)
    var expiries: [ListedExpiry] = []
    for time in lasting {
      guard let feed = market.expiry(.timestamp(time)) else { throw .margin(.missingExpiryData) }
      expiries.append(try ListedExpiry(feed))
    }
    self.expiries = expiries
    arrays = Self.priced(expiries, on: market, model)
  }

  /// The greatest power of ten whose worth is at most a thousand units, and no less than 10^-9.
  private static func lot(_ spot: UInt256) -> UInt256 {
    var lot: UInt256 = 1_000_000_000
    let worth = UInt256(1_000 * Wad.one)
    while let next = try? lot * 10, let value = try? spot.multiplyWadDown(next), value <= worth { lot = next }
    return lot
  }

  /// The listing priced on a market: that of the book, or of another moment (BK-9).
  static func priced(
    _ expiries: [ListedExpiry], on market: Market, _ model: PortfolioModel
  ) -> MarketArrays {
    let options = expiries.lazy.flatMap { expiry in
      expiry.quotes.lazy.map { (expiry: expiry.label, strike: $0.strike) }
    }
    return MarketArrays(
      market, options: options, parameters: model.parameters, scenarios: model.scenarios)
  }
}

/// An expiry that accounts may hold, with its listed strikes.
struct ListedExpiry: Sendable {
  let label: ExpiryLabel
  let grid: StrikeGrid
  /// The discount factor, wad.
  let discount: UInt64
  let quotes: [Quote]

  /// A strike with the delta of its call, wads.
  struct Quote: Sendable {
    let strike: UInt256
    let callDelta: UInt256
  }

  init(_ feed: Market.Expiry) throws(BookError) {
    label = feed.label
    do throws(TapeError) {
      grid = try StrikeGrid(feed)
    } catch {
      throw .tape(error)
    }
    do throws(MarginError) {
      discount = try Portfolio.Expiry(reading: feed).discount
    } catch {
      throw .margin(error)
    }
    let grid = grid
    let forward = try booked { () throws(ArithmeticError) in try grid.forward.toUInt128() }
    let black = Black76(secondsToExpiry: feed.secondsToExpiry, discount: discount, forward: forward)
    var quotes: [Quote] = []
    for strike in grid.strikes {
      let vol: UInt256
      do throws(PricingError) {
        vol = try feed.svi.volatility(strike: strike)
      } catch {
        throw .margin(.pricing(error))
      }
      // Inside the limits of the tape both have 128 bits.
      let prices = black.prices(strike: strike.low, volatility: vol.low)
      quotes.append(Quote(strike: strike, callDelta: prices.callDelta))
    }
    self.quotes = quotes
  }

  /// What one contract gains per unit of the forward's rise, wad: a put's is the call's less the discount.
  func delta(_ quote: Int, isCall: Bool) -> Int256 {
    let call = Int256(bitPattern: quotes[quote].callDelta)
    return isCall ? call : call &- Int256(Int128(discount))
  }
}
