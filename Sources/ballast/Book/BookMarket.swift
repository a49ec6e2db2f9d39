import FixedPoint
import Margin
import Pricing

/// A market that accounts are made for: what may be held, priced once for all accounts (BK-3).
struct BookMarket: Sendable {
  let underlying: String
  let market: Market
  /// The name of the parameter set that sizes cash, and of the standard model's set.
  let parameterSet: String
  let standardSet: String
  let model: PortfolioModel
  /// The expiries that accounts hold, with their listed strikes.
  let expiries: [ListedExpiry]
  /// The collaterals that accounts hold: those of the market that the parameters enable.
  let collaterals: [Market.Collateral]
  /// The coin itself among the collaterals.
  let coin: Market.Collateral
  /// The smallest amount of options and perps, wad.
  let lot: UInt256
  let arrays: RiskArrays
  /// The held expiries without options.
  let bare: [Portfolio.Expiry]

  /// An expiry with its strikes and their prices.
  struct ListedExpiry: Sendable {
    let label: ExpiryLabel
    let grid: StrikeGrid
    let discount: UInt64
    let quotes: [Quote]
  }

  struct Quote: Sendable {
    let strike: UInt256
    let vol: UInt256
    let prices: OptionPrices
  }

  /// The fewest expiries that the strategies need: a calendar spread holds two.
  static var fewestExpiries: Int { 2 }

  /// - Parameter lasting: the Unix times of the expiries that accounts may hold.
  init(
    underlying: String, market: Market, lasting: [UInt64], parameterSet: String, standardSet: String,
    model: PortfolioModel
  ) throws(BookError) {
    guard let own = AssetIdentifier(symbol: underlying),
      let coin = market.collaterals.first(where: { $0.asset == own }),
      model.parameters.collaterals[own] != nil
    else { throw .coinNotEnabled(underlying) }
    self.underlying = underlying
    self.market = market
    self.parameterSet = parameterSet
    self.standardSet = standardSet
    self.model = model
    self.coin = coin
    collaterals = market.collaterals.filter { model.parameters.collaterals[$0.asset] != nil }
    lot = Self.lot(market.spotPrice)
    let held = market.expiries.filter { expiry in lasting.contains { expiry.label == .timestamp($0) } }
    expiries = try BookMarket.list(held)
    let listing = try BookMarket.arranged(expiries, on: market)
    bare = listing.map { expiry in
      var bare = expiry
      bare.options = []
      return bare
    }
    arrays = RiskArrays(
      market: .init(
        spotPrice: market.spotPrice, perpPrice: market.perpPrice, stablePrice: market.stablePrice),
      expiries: listing, parameters: model.parameters, scenarios: model.scenarios)
  }

  /// The greatest power of ten whose worth is at most a thousand, and at least a thousandth of a
  /// millionth.
  private static func lot(_ spot: UInt256) -> UInt256 {
    var lot: UInt256 = 1_000_000_000
    let worth = UInt256(1_000 * Wad.one)
    while let next = try? lot * 10, let value = try? spot.multiplyWadDown(next), value <= worth { lot = next }
    return lot
  }

  private static func list(_ expiries: [Market.Expiry]) throws(BookError) -> [ListedExpiry] {
    var listed: [ListedExpiry] = []
    for expiry in expiries {
      do throws(TapeError) {
        listed.append(try ListedExpiry(expiry))
      } catch {
        throw .tape(error)
      }
    }
    return listed
  }

  /// Every listed strike of the held expiries, priced by a market's surfaces, in the order of `expiries`:
  /// what the shared risk arrays of that market are made from (BK-9).
  ///
  /// - Parameter market: that of the book, or of another moment at which the expiries are listed.
  func listing(on market: Market) throws(BookError) -> [Portfolio.Expiry] {
    try BookMarket.arranged(expiries, on: market)
  }

  private static func arranged(
    _ expiries: [ListedExpiry], on market: Market
  ) throws(BookError) -> [Portfolio.Expiry] {
    var arranged: [Portfolio.Expiry] = []
    do throws(MarginError) {
      for listed in expiries {
        guard let feed = market.expiry(listed.label) else { throw .missingExpiryData }
        var expiry = try Portfolio.Expiry(reading: feed)
        expiry.minConfidence = min(expiry.minConfidence, feed.volConfidence)
        for quote in listed.quotes {
          let call = Account.Option(
            expiry: listed.label, strike: quote.strike, isCall: true, amount: Wad.signed)
          expiry.options.append(try Portfolio.Option(pricing: call, on: feed))
        }
        arranged.append(expiry)
      }
    } catch {
      throw .margin(error)
    }
    return arranged
  }
}

extension BookMarket.ListedExpiry {
  fileprivate init(_ expiry: Market.Expiry) throws(TapeError) {
    label = expiry.label
    grid = try StrikeGrid(expiry)
    do throws(PricingError) {
      let reading: Portfolio.Expiry
      do throws(MarginError) {
        reading = try Portfolio.Expiry(reading: expiry)
      } catch {
        throw .arithmetic(.overflow)
      }
      discount = reading.discount
      var quotes: [BookMarket.Quote] = []
      let forward: UInt128
      do throws(ArithmeticError) {
        forward = try grid.forward.toUInt128()
      } catch {
        throw .arithmetic(error)
      }
      let black = Black76(secondsToExpiry: expiry.secondsToExpiry, discount: discount, forward: forward)
      for strike in grid.strikes {
        let vol = try expiry.svi.volatility(strike: strike)
        // Inside the limits of the tape strikes and volatilities have 128 bits.
        quotes.append(
          BookMarket.Quote(
            strike: strike, vol: vol, prices: black.prices(strike: strike.low, volatility: vol.low)))
      }
      self.quotes = quotes
    } catch {
      throw .pricing(error)
    }
  }
}
