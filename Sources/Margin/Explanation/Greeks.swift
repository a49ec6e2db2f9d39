import FixedPoint

/// How the value of an account moves with each market input, by differences (EX-4). Signed wads.
public struct Greeks: Hashable, Sendable {
  /// Cash units per unit of spot: coins.
  public var delta: Int256
  /// Change of delta per unit of spot.
  public var gamma: Int256
  /// Cash units per volatility point (0.01).
  public var vega: Int256
  /// Cash units per day that passes.
  public var theta: Int256
  /// Cash units per basis point (0.0001) of the rates.
  public var rho: Int256
}

/// The sizes of the differences, wads and seconds (EX-4).
public struct GreekBumps: Hashable, Sendable {
  /// As a fraction of spot, up and down.
  public var spot: UInt256
  /// Absolute, up and down.
  public var volatility: UInt256
  /// Forward.
  public var seconds: UInt64
  /// Absolute, up.
  public var rate: UInt256

  public init(spot: UInt256, volatility: UInt256, seconds: UInt64, rate: UInt256) {
    self.spot = spot
    self.volatility = volatility
    self.seconds = seconds
    self.rate = rate
  }

  /// A thousandth of spot, a volatility point, a day, a basis point.
  public static var standard: GreekBumps {
    GreekBumps(
      spot: 1_000_000_000_000_000, volatility: 10_000_000_000_000_000, seconds: 86_400,
      rate: 100_000_000_000_000)
  }
}

extension Portfolio {
  /// The Greeks of the account's mark to market.
  /// - Throws: `MarginError` where a bumped value fails.
  public func greeks(
    _ parameters: PortfolioParameters, bumps: GreekBumps = .standard
  ) throws(MarginError) -> Greeks {
    try arithmetic { () throws(ArithmeticError) in
      let middle = try value()
      let up = try applying(MarketShift(spot: Wad.wide + bumps.spot), parameters).value()
      let down = try applying(MarketShift(spot: Wad.wide - bumps.spot), parameters).value()
      let step = try Int256(spotPrice.multiplyWadDown(bumps.spot))
      let hasStep = !step.isZero
      let delta = hasStep ? try (up - down).divideWadTruncating(step + step) : .zero
      let gamma =
        hasStep
        ? try (up - middle - (middle - down)).divideWadTruncating(step).divideWadTruncating(step) : .zero

      let volUp = try mapOptions { (vol) throws(ArithmeticError) in try vol + bumps.volatility }.value()
      let volDown = try mapOptions { (vol) throws(ArithmeticError) in
        vol > bumps.volatility ? vol &- bumps.volatility : .zero
      }.value()
      let vega = try (volUp - volDown) / 2

      let now = try redated(seconds: 0, rate: .zero).value()
      let theta = try redated(seconds: bumps.seconds, rate: .zero).value() - now
      let rho = try redated(seconds: 0, rate: bumps.rate).value() - now
      return Greeks(delta: delta, gamma: gamma, vega: vega, theta: theta, rho: rho)
    }
  }

  /// The mark to market, cash included.
  public func value() throws(ArithmeticError) -> Int256 {
    var total = perpValue
    for expiry in expiries {
      total = try total + expiry.markToMarket(spotShock: Wad.wide, volShock: Wad.wide)
    }
    for collateral in collaterals { total = try total + Int256(collateral.value) }
    return try total + cash
  }

  private func mapOptions(
    _ volatility: (UInt256) throws(ArithmeticError) -> UInt256
  ) throws(ArithmeticError) -> Portfolio {
    var changed = self
    for expiry in expiries.indices {
      for option in expiries[expiry].options.indices {
        changed.expiries[expiry].options[option].vol =
          try volatility(expiries[expiry].options[option].vol)
      }
    }
    return changed
  }

  /// The portfolio some seconds later and at higher rates, each discount made anew from rate and time.
  private func redated(seconds: UInt64, rate: UInt256) throws(ArithmeticError) -> Portfolio {
    var changed = self
    for index in expiries.indices {
      let left = expiries[index].secondsToExpiry
      let time = left > UInt256(seconds) ? left &- UInt256(seconds) : .zero
      let newRate = try expiries[index].rate + rate
      changed.expiries[index].secondsToExpiry = time
      changed.expiries[index].rate = newRate
      changed.expiries[index].discount = try Expiry.discount(rate: newRate, seconds: time)
    }
    return changed
  }
}
