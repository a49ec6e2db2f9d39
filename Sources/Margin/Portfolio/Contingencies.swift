import FixedPoint

/// What is subtracted for risks that the scenarios do not show (PM-19, PM-20). Wads, never negative.
public struct Contingency: Hashable, Sendable {
  /// Subtracted from both margins.
  public var maintenance: UInt256
  /// Subtracted from initial margin on top of the other.
  public var initial: UInt256

  static var none: Contingency { Contingency(maintenance: .zero, initial: .zero) }

  mutating func add(_ other: Contingency) throws(ArithmeticError) {
    maintenance = try maintenance + other.maintenance
    initial = try initial + other.initial
  }
}

extension PortfolioParameters.OtherContingency {
  /// The penalty for a price of low confidence, on a notional: nothing from the threshold up.
  func confidencePenalty(_ confidence: UInt256, notional: UInt256) throws(ArithmeticError) -> UInt256 {
    if confidence >= confThreshold { return .zero }
    return try (Wad.wide - confidence).multiplyWadDown(confMargin).multiplyWadDown(notional)
  }

  /// The perp's contingency, on its notional at the index price.
  func perp(
    position: Int256, spotPrice: UInt256, confidence: UInt256
  ) throws(ArithmeticError) -> Contingency {
    let notional = try position.absolute().multiplyWadDown(spotPrice)
    return Contingency(
      maintenance: try notional.multiplyWadDown(mmPerpPercent),
      initial: try notional.multiplyWadDown(imPerpPercent)
        + confidencePenalty(confidence, notional: notional))
  }

  /// An expiry's contingency for naked shorts.
  func nakedShorts(_ naked: UInt256, spotPrice: UInt256) throws(ArithmeticError) -> Contingency {
    let notional = try naked.multiplyWadDown(spotPrice)
    return Contingency(
      maintenance: try notional.multiplyWadDown(mmOptionPercent),
      initial: try notional.multiplyWadDown(imOptionPercent))
  }

  /// An expiry's contingency for prices of low confidence, on every contract held.
  func optionConfidence(
    _ confidence: UInt256, netOptions: UInt256, spotPrice: UInt256
  ) throws(ArithmeticError) -> Contingency {
    let notional = try netOptions.multiplyWadDown(spotPrice)
    return Contingency(
      maintenance: .zero, initial: try confidencePenalty(confidence, notional: notional))
  }

  /// A collateral's haircuts and penalty.
  func collateral(
    _ collateral: Portfolio.Collateral, _ parameters: PortfolioParameters.Collateral
  ) throws(ArithmeticError) -> Contingency {
    Contingency(
      maintenance: try collateral.value.multiplyWadDown(parameters.mmHaircut),
      initial: try collateral.value.multiplyWadDown(parameters.imHaircut)
        + confidencePenalty(collateral.minConfidence, notional: collateral.value))
  }

  /// What the initial factor grows by while the stable coin is below its threshold.
  func pegLoss(stablePrice: UInt256) throws(ArithmeticError) -> UInt256 {
    if stablePrice >= pegLossThreshold { return .zero }
    return try (pegLossThreshold - stablePrice).multiplyWadDown(pegLossFactor)
  }
}
