import FixedPoint

extension StandardMarket {
  /// What the base asset is worth as margin, and its mark to market (SM-16).
  ///
  /// The mark is divided by the stable price, the margin is not; the penalty may exceed the value.
  func base(_ kind: MarginKind) throws(ArithmeticError) -> StandardMargin.BasePart {
    var part = StandardMargin.BasePart(markToMarket: .zero, value: .zero, oraclePenalty: .zero)
    if holding.basePosition.isZero { return part }
    let notional = try holding.basePosition.multiplyWadDown(holding.spotPrice)
    part.value = try Int256(notional.multiplyWadDown(parameters.base.marginFactor))
    part.markToMarket = try Int256(notional.divideWadDown(stablePrice))
    guard kind.isInitial else { return part }
    part.value = try part.value.multiplyWadTruncating(Int256(parameters.base.imScale))
    let threshold = parameters.oracle.baseThreshold
    if !part.value.isZero, !threshold.isZero, holding.spotConfidence < threshold {
      part.oraclePenalty = try -Int256(
        (Wad.wide - holding.spotConfidence).multiplyWadDown(parameters.oracle.ocFactor)
          .multiplyWadDown(notional))
    }
    return part
  }
}
