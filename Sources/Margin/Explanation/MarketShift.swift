import FixedPoint

/// A move of the market to be tried: spot and volatility times a factor (EX-3).
public struct MarketShift: Hashable, Sendable {
  /// What spot is multiplied by, wad.
  public var spot: UInt256
  /// What each volatility is multiplied by, wad.
  public var volatility: UInt256

  public init(spot: UInt256 = Wad.wide, volatility: UInt256 = Wad.wide) {
    self.spot = spot
    self.volatility = volatility
  }
}

extension Portfolio {
  /// The portfolio after a move: index and perp price, the forwards' variable portion and risk-cancelling
  /// collateral move with spot, and the perp's profit is marked. Strikes keep their volatility but for the
  /// volatility's own factor. Everything rounds down, the perp's profit toward zero.
  public func shifted(
    _ shift: MarketShift, _ parameters: PortfolioParameters
  ) throws(MarginError) -> Portfolio {
    try arithmetic { () throws(ArithmeticError) in try applying(shift, parameters) }
  }

  func applying(
    _ shift: MarketShift, _ parameters: PortfolioParameters
  ) throws(ArithmeticError) -> Portfolio {
    var moved = self
    moved.spotPrice = try spotPrice.multiplyWadDown(shift.spot)
    moved.perpPrice = try perpPrice.multiplyWadDown(shift.spot)
    let perpMove = try Int256(moved.perpPrice) - Int256(perpPrice)
    moved.perpValue = try perpValue + perpPosition.multiplyWadTruncating(perpMove)
    for index in collaterals.indices
    where parameters.collaterals[collaterals[index].asset]?.isRiskCancelling == true {
      moved.collaterals[index].value = try collaterals[index].value.multiplyWadDown(shift.spot)
    }
    for index in expiries.indices {
      moved.expiries[index].forwardVariablePortion =
        try expiries[index].forwardVariablePortion.multiplyWadDown(shift.spot)
      for option in expiries[index].options.indices {
        moved.expiries[index].options[option].vol =
          try expiries[index].options[option].vol.multiplyWadDown(shift.volatility)
      }
    }
    return moved
  }
}
