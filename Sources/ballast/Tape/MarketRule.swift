import FixedPoint
import Margin
import Pricing

/// How a moment of the tape becomes a whole market: what the tape does not say, by a stated rule
/// (MB-4 to MB-6).
struct MarketRule: Hashable, Sendable {
  /// Of every feed, wad.
  var confidence: UInt256 = Wad.wide
  /// The price of the token in which cash is kept, and of the other dollar tokens, wad.
  var stablePrice: UInt256 = Wad.wide
  /// Staked ether in ether, wad.
  var stakedRatio: UInt256 = 1_225_000_000_000_000_000
  /// A premium of less time than this counts as one of this time: thirty days.
  var leastRateSeconds: UInt64 = 2_592_000
  /// The highest rate, wad.
  var highestRate: Int256 = 100_000_000_000_000_000

  /// The rate that forward and spot imply (MB-5): between zero and the highest.
  ///
  /// Over months the premium is the dollar rate; over days it is mostly the difference of two clocks, which
  /// a year's rate would magnify.
  func rate(forward: UInt256, spot: UInt256, seconds: UInt64) throws(ArithmeticError) -> Int256 {
    let premium = try Int256(forward.divideWadDown(spot)).naturalLogarithm()
    let annual = try premium * Int256(31_536_000) / Int256(UInt128(max(seconds, leastRateSeconds)))
    return min(max(annual, .zero), highestRate)
  }
}

extension MarketTape {
  /// The whole market of an underlying at a moment.
  /// - Parameter moment: an index into `moments`.
  /// - Throws: `unknownUnderlying`; `pricing` where a number leads outside 256 bits.
  func market(
    underlying: String, at moment: Int, rule: MarketRule = MarketRule()
  ) throws(TapeError) -> Market {
    let observation = try observation(of: underlying, at: moment)
    do throws(ArithmeticError) {
      return try moments[moment].market(observation, rule)
    } catch {
      throw .pricing(.arithmetic(error))
    }
  }
}

extension MarketTape.Moment {
  fileprivate func market(
    _ observation: MarketTape.Observation, _ rule: MarketRule
  ) throws(ArithmeticError) -> Market {
    var expiries: [Market.Expiry] = []
    for listed in observation.expiries where listed.expiry > timestamp {
      let seconds = listed.expiry - timestamp
      expiries.append(
        Market.Expiry(
          label: .timestamp(listed.expiry), secondsToExpiry: seconds, forwardFixedPortion: .zero,
          forwardVariablePortion: listed.svi.forward, forwardConfidence: rule.confidence,
          rate: try rule.rate(forward: listed.svi.forward, spot: observation.spot, seconds: seconds),
          rateConfidence: rule.confidence, svi: listed.svi, volConfidence: rule.confidence))
    }
    return Market(
      timestamp: timestamp, spotPrice: observation.spot, spotConfidence: rule.confidence,
      stablePrice: rule.stablePrice, perpPrice: observation.perp ?? observation.spot,
      perpConfidence: rule.confidence, collaterals: try collaterals(rule), expiries: expiries)
  }

  /// The collaterals (MB-6): every underlying of the moment, staked ether, dollar tokens.
  private func collaterals(_ rule: MarketRule) throws(ArithmeticError) -> [Market.Collateral] {
    var prices = observations.map { ($0.underlying, $0.spot) }
    if let ether = observation(of: "ETH") {
      prices.append(("WSTETH", try ether.spot.multiplyWadDown(rule.stakedRatio)))
    }
    prices += [("USDC", rule.stablePrice), ("USDT", rule.stablePrice)]
    return prices.compactMap { symbol, price in
      AssetIdentifier(symbol: symbol).map {
        Market.Collateral(asset: $0, name: symbol, price: price, confidence: rule.confidence)
      }
    }
  }
}
