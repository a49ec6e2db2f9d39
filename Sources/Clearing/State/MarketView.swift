import FixedPoint
import Pricing

/// What can be read of a market now, each reading by itself, since one can fail where others do not (CL-9 to CL-12).
public struct MarketView: Sendable {
  public var spot: Result<FeedPrice, ClearingRefusal>
  public var perps: [Perp]
  /// In rising order.
  public var expiries: [Expiry]

  public struct Perp: Sendable {
    public var perp: Int
    public var mark: Result<FeedPrice, ClearingRefusal>
    /// An hour, signed wad.
    public var fundingRate: Result<Int256, ClearingRefusal>
    /// Wad.
    public var openInterest: UInt256
    public var isDisabled: Bool
  }

  public struct Expiry: Sendable {
    /// Unix seconds.
    public var expiry: UInt64
    public var forward: Result<ForwardPrice, ClearingRefusal>
    public var rate: Result<InterestRate, ClearingRefusal>
    /// Of the strike at the forward, wad.
    public var volatility: Result<UInt256, ClearingRefusal>
    /// Nil before it is known.
    public var settlement: UInt256?
    public var options: [Option]
  }

  public struct Option: Sendable {
    /// The option asset.
    public var option: Int
    public var identifier: OptionIdentifier
    /// Wad.
    public var openInterest: UInt256
  }
}

extension ClearingState {
  /// - Throws: `noSuchAsset` where there is no such market.
  public func market(_ market: Int) throws(ClearingRefusal) -> MarketView {
    guard feeds.markets.indices.contains(market) else { throw .rule(.noSuchAsset) }
    var options: [UInt64: [MarketView.Option]] = [:]
    for (instrument, interest) in openInterests where !interest.total.isZero {
      guard case .option(let option) = instrument.asset, optionMarkets[option] == market,
        let identifier = try? identifier(instrument)
      else { continue }
      options[identifier.expiry, default: []].append(
        MarketView.Option(option: option, identifier: identifier, openInterest: interest.total))
    }
    let expiries = Set(options.keys).union(listedExpiries(market)).sorted()
    return MarketView(
      spot: reading { () throws(ClearingRefusal) in try spot(market) },
      perps: perps.indices.filter { perps[$0].market == market }.map { perp in view(of: perp) },
      expiries: expiries.map { expiry in view(of: expiry, market, options[expiry] ?? []) })
  }

  private func view(of perp: Int) -> MarketView.Perp {
    MarketView.Perp(
      perp: perp, mark: reading { () throws(ClearingRefusal) in try mark(perp) },
      fundingRate: reading { () throws(ClearingRefusal) in try fundingRate(perp) },
      openInterest: openInterests[SubAsset(.perp(perp))]?.total ?? .zero, isDisabled: perps[perp].isDisabled)
  }

  private func view(of expiry: UInt64, _ market: Int, _ options: [MarketView.Option]) -> MarketView.Expiry {
    let forward = reading { () throws(ClearingRefusal) in try self.forward(market, expiry) }
    return MarketView.Expiry(
      expiry: expiry, forward: forward,
      rate: reading { () throws(ClearingRefusal) in try rate(market, expiry) },
      volatility: reading { () throws(ClearingRefusal) in
        let price = try forward.get()
        let strike = try checked { () throws(ArithmeticError) in try price.fixed + price.variable }
        return try volatility(market, expiry).volatility(strike: strike)
      },
      settlement: try? settlementPrice(market, expiry),
      options: options.sorted {
        ($0.identifier.strike, $0.identifier.isCall ? 1 : 0, $0.option)
          < ($1.identifier.strike, $1.identifier.isCall ? 1 : 0, $1.option)
      })
  }

  private func reading<Value>(_ read: () throws(ClearingRefusal) -> Value) -> Result<Value, ClearingRefusal> {
    do throws(ClearingRefusal) { return .success(try read()) } catch { return .failure(error) }
  }

  /// The expiries that a market's forwards know.
  private func listedExpiries(_ market: Int) -> [UInt64] {
    guard let source = feeds.markets[market].sources else { return Array(feeds.markets[market].forwards.keys) }
    guard case .forward(let feed)? = signedFeeds[source.forward] else { return [] }
    return feed.expiries
  }
}
