import FixedPoint

extension StandardMarket {
  /// What one option needs by itself, never positive for a short one and nothing for a long one (SM-11).
  func isolatedMargin(
    _ option: StandardPortfolio.Option, mark: Int256, _ kind: MarginKind
  ) throws(ArithmeticError) -> Int256 {
    if !option.amount.isNegative && !option.amount.isZero { return .zero }
    switch (option.isCall, kind.isInitial) {
    case (true, false):
      return try partOfSpot(parameters.option.mmCallSpotReq, option.amount) + mark
    case (false, false):
      return try putMaintenance(option, mark: mark)
    case (true, true):
      return try partOfSpot(spotRequirement(option), option.amount) + mark
    case (false, true):
      let bySpot = try partOfSpot(spotRequirement(option), option.amount) + mark
      let byMaintenance = try putMaintenance(option, mark: mark)
        .multiplyWadTruncating(Int256(parameters.option.mmOffsetScale))
      return min(bySpot, byMaintenance)
    }
  }

  /// The part of spot that a short option needs, less the further it is out of the money, which is measured
  /// against the index price (SM-12).
  private func spotRequirement(_ option: StandardPortfolio.Option) throws(ArithmeticError) -> UInt256 {
    let spot = holding.spotPrice
    let (least, most) = (parameters.option.minSpotReq, parameters.option.maxSpotReq)
    let isOut = option.isCall ? option.strike > spot : spot > option.strike
    let distance = option.isCall ? option.strike &- spot : spot &- option.strike
    let outOfTheMoney = isOut ? try distance.divideWadDown(spot) : .zero
    if most > outOfTheMoney, most &- outOfTheMoney > least { return most &- outOfTheMoney }
    return least
  }

  /// A put's maintenance margin, mark included (SM-13).
  private func putMaintenance(
    _ option: StandardPortfolio.Option, mark: Int256
  ) throws(ArithmeticError) -> Int256 {
    let bySpot = try partOfSpot(parameters.option.mmPutSpotReq, option.amount)
    let byMark = try Int256(parameters.option.mmPutMtMReq).multiplyWadTruncating(mark)
    return try min(bySpot, byMark) + mark
  }

  /// An amount at a part of the index price, down and then toward zero.
  private func partOfSpot(_ part: UInt256, _ amount: Int256) throws(ArithmeticError) -> Int256 {
    try Int256(part.multiplyWadDown(holding.spotPrice)).multiplyWadTruncating(amount)
  }
}
