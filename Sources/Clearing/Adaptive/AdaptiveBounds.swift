import FixedPoint

/// Bounds of adaptive settings, tested when they are set (AM-2).
extension AdaptiveSettings {
  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    guard !rules.isEmpty, rules.count <= AdaptiveLimits.rules, grace <= AdaptiveLimits.longestGrace,
      rules.allSatisfy({ $0.isInBounds(grace: grace) })
    else { throw .waterfall(.invalidSetting) }
  }
}

extension AdaptiveRule {
  fileprivate func isInBounds(grace: UInt64) -> Bool {
    guard curve.isInBounds, !step.isZero, step <= Wad.wide, notice >= 1, notice <= AdaptiveLimits.longestNotice,
      calm >= notice, calm <= AdaptiveLimits.longestCalm
    else { return false }
    return input.isInBounds && (!input.moves || grace <= AdaptiveLimits.noticesOfGrace * notice)
  }

  /// Whether it measures what another does, so that its level goes on.
  func measuresAs(_ other: AdaptiveRule) -> Bool {
    asset == other.asset && parameter == other.parameter && input == other.input
  }
}

extension AdaptiveCurve {
  fileprivate var isInBounds: Bool {
    guard !points.isEmpty, points.count <= AdaptiveLimits.points else { return false }
    let isRising = zip(points, points.dropFirst()).allSatisfy { $0.at < $1.at && $0.add <= $1.add }
    return isRising
      && points.allSatisfy { $0.at <= AdaptiveLimits.greatestMeasure && $0.add <= AdaptiveLimits.greatestAddition }
  }
}

extension AdaptiveInput {
  fileprivate var isInBounds: Bool {
    func isAmount(_ amount: UInt256) -> Bool { !amount.isZero && amount <= AdaptiveLimits.greatestMeasure }
    switch self {
    case .realised(let seconds): return seconds >= 1 && seconds <= AdaptiveLimits.longestWindow
    case .implied(let expiries, let tenor):
      return expiries.count <= AdaptiveLimits.expiries && zip(expiries, expiries.dropFirst()).allSatisfy(<)
        && tenor <= UInt64(UInt32.max)
    case .confidence: return true
    case .peg(let reference): return isAmount(reference.price)
    case .interest(let amount), .size(let amount), .share(let amount): return isAmount(amount)
    }
  }
}

extension ClearingState {
  /// That a rule is of an asset that a model values, and names what is there.
  /// - Throws: `invalidSetting`.
  func require(_ rule: AdaptiveRule, of model: MarginModel) throws(ClearingRefusal) {
    var isThere = model.values(rule.asset)
    if rule.parameter != .requirement {
      isThere = isThere && model.isOption(rule.asset) && !rule.input.isOfAccount
    }
    switch rule.input {
    case .peg(let reference):
      if let market = reference.market { isThere = isThere && feeds.markets.indices.contains(market) }
      if let rate = reference.rate { isThere = isThere && feeds.collaterals.indices.contains(rate) }
    case .implied: if case .base = rule.asset { isThere = false }
    case .realised, .confidence, .interest, .size, .share: break
    }
    if !isThere { throw .waterfall(.invalidSetting) }
  }
}

extension MarginModel {
  /// Whether an asset is one of the model's that has a price.
  fileprivate func values(_ asset: Asset) -> Bool {
    switch (self, asset) {
    case (_, .cash): false
    case (.standard(let model), _): model.market(of: asset) != nil
    case (.portfolio(let model), .option(let place)): place == model.option
    case (.portfolio(let model), .perp(let place)): place == model.perp
    case (.portfolio(let model), .base(let place)): model.collateralFeeds[place] != nil
    }
  }

  /// Whether an asset is the option asset of the portfolio model.
  fileprivate func isOption(_ asset: Asset) -> Bool {
    if case .portfolio(let model) = self { asset == .option(model.option) } else { false }
  }
}
