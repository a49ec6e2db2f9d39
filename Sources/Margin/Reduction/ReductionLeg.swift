import FixedPoint

/// One holding of an account that can be reduced, with the prices at which it is (GL-2).
public struct ReductionLeg: Hashable, Sendable {
  /// Where the holding stands in the account.
  public enum Place: Hashable, Sendable {
    case perp(market: Int)
    case option(market: Int, expiry: Int, option: Int)
    /// Of the portfolio model: the index among the collaterals. Of the standard model: the market whose base it is.
    case collateral(Int)
  }

  public enum Kind: Hashable, Sendable {
    case perp, call, put, collateral
  }

  public var place: Place
  public var kind: Kind
  /// Signed wad; a collateral's is never negative.
  public var amount: Int256
  /// The index price of its underlying, wad.
  public var spot: UInt256
  /// An option's price of one contract, a collateral's price in dollars, wad. A perp's is zero: it is entered and left
  /// at its mark without cash.
  public var mark: UInt256
  /// The price of the stable coin, by which a collateral's value is divided, wad.
  public var stablePrice: UInt256
  /// An option's strike, wad.
  public var strike: UInt256
  /// Whether a collateral moves with the underlying.
  public var movesWithSpot: Bool
}

extension ReductionLeg {
  /// What a size counts as closed: at the index price, a collateral at its value in cash, wad (GL-5).
  public func notional(_ size: UInt256) throws(ArithmeticError) -> UInt256 {
    kind == .collateral ? try size * mark / stablePrice : try size.multiplyWadDown(spot)
  }

  /// What the discount is a part of: the notional, of a long option no more than its price (GL-6).
  func penaltyBase(_ size: UInt256) throws(ArithmeticError) -> UInt256 {
    switch kind {
    case .collateral: return try notional(size)
    case .call, .put:
      let unit = amount.isNegative ? spot : min(mark, spot)
      return try size.multiplyWadDown(unit)
    case .perp: return try size.multiplyWadDown(spot)
    }
  }

  /// What a trade of a signed amount adds to cash at the mark, toward zero (GL-5).
  public func proceeds(_ trade: Int256) throws(ArithmeticError) -> Int256 {
    switch kind {
    case .perp: return .zero
    case .call, .put: return try -Int256(mark).multiplyWadTruncating(trade)
    case .collateral:
      let worth = try Int256(trade.magnitude * mark / stablePrice)
      return trade.isNegative ? worth : try -worth
    }
  }

  /// Which way the holding gains: 1 with the underlying, −1 against it, 0 neither.
  var direction: Int {
    if amount.isZero { return 0 }
    let held = amount.isNegative ? -1 : 1
    switch kind {
    case .perp, .call: return held
    case .put: return -held
    case .collateral: return movesWithSpot ? held : 0
    }
  }

  var isOption: Bool { kind == .call || kind == .put }

  /// The market that the leg belongs to.
  var market: Int {
    switch place {
    case .perp(let market), .option(let market, _, _), .collateral(let market): market
    }
  }

  /// An option's expiry among those of its market.
  var expiry: Int? {
    if case .option(_, let expiry, _) = place { return expiry }
    return nil
  }
}
