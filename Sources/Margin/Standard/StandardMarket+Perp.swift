import FixedPoint

extension StandardMarket {
  /// What the perp must be backed by: at the mark price, its penalty at the index price (SM-8).
  func perp(_ kind: MarginKind) throws(ArithmeticError) -> StandardMargin.PerpPart {
    let size = try holding.perpPosition.absolute()
    if size.isZero { return StandardMargin.PerpPart(requirement: .zero, oraclePenalty: .zero) }
    let notional = try size.multiplyWadDown(holding.perpPrice)
    let required = kind.isInitial ? parameters.perp.imPerpReq : parameters.perp.mmPerpReq
    return StandardMargin.PerpPart(
      requirement: try -Int256(notional.multiplyWadDown(required)),
      oraclePenalty: try oraclePenalty(
        kind, confidence: min(holding.perpConfidence, holding.spotConfidence),
        threshold: parameters.oracle.perpThreshold, amount: size))
  }
}
