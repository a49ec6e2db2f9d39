import FixedPoint

/// Parameters follow what is measured whenever a reading was written (AM-7).
extension ClearingState {
  /// Looks at the rules of every manager.
  /// - Throws: `tooMuchWork`.
  mutating func adapt() throws(ClearingRefusal) {
    for manager in managers.indices {
      guard let settings = managers[manager].adaptive else { continue }
      try spend(AdaptiveLimits.work * settings.rules.count)
      let before = levels(manager, settings)
      var levels = before
      for (place, rule) in settings.rules.enumerated() where rule.input.moves {
        let pace = AdaptivePace(rule)
        var changes = [levels[place].settle(at: time, grace: settings.grace)]
        if let target = target(of: rule, manager, &levels[place].volatility) {
          changes.append(levels[place].follow(target, at: time, pace))
        }
        for change in changes.compactMap({ $0 }) { emit(change.event(manager, place)) }
      }
      if levels != before || adaptation(of: manager) == nil { set(levels: levels, manager) }
    }
  }

  /// The levels of a manager's rules, those that are missing anew.
  func levels(_ manager: Int, _ settings: AdaptiveSettings) -> [AdaptiveLevel] {
    let kept = adaptation(of: manager) ?? []
    return settings.rules.indices.map { $0 < kept.count ? kept[$0] : firstLevel(of: settings.rules[$0], manager) }
  }

  private func firstLevel(of rule: AdaptiveRule, _ manager: Int) -> AdaptiveLevel {
    guard case .share(let least) = rule.input else { return AdaptiveLevel() }
    return AdaptiveLevel(level: max(openAmount(rule.asset, manager), least))
  }

  /// Puts settings in force; what stays the same keeps its level (AM-8).
  mutating func set(adaptive settings: AdaptiveSettings?, _ manager: Int) throws(ClearingRefusal) {
    try settings?.requireBounds()
    if let settings { for rule in settings.rules { try require(rule, of: managers[manager].model) } }
    let before = managers[manager].adaptive?.rules ?? []
    // What nothing is kept of is not looked at.
    let kept = settings == nil || before.isEmpty ? [] : adaptation(of: manager) ?? []
    update(manager: manager) { $0.adaptive = settings }
    set(
      levels: settings?.rules.enumerated().map { place, rule in
        guard place < before.count, place < kept.count, rule.measuresAs(before[place]) else {
          return firstLevel(of: rule, manager)
        }
        return kept[place]
      }, manager)
  }

  // MARK: Measuring

  /// Where a rule's level is to go; nil where it cannot be measured.
  private func target(
    of rule: AdaptiveRule, _ manager: Int, _ volatility: inout RealisedVolatility
  ) -> UInt256? {
    if case .share(let least) = rule.input { return max(openAmount(rule.asset, manager), least) }
    return measure(rule, manager, &volatility).map { rule.curve.value(at: $0) }
  }

  private func measure(
    _ rule: AdaptiveRule, _ manager: Int, _ volatility: inout RealisedVolatility
  ) -> UInt256? {
    do {
      switch rule.input {
      case .realised(let seconds):
        let price = try price(of: rule.asset, managers[manager].model).price
        try volatility.look(price, at: time, seconds: seconds)
        return try volatility.variance.squareRootWad()
      case .implied(let expiries, let tenor):
        let least = time.addingCapped(tenor)
        guard let expiry = expiries.first(where: { $0 > least }), let market = market(of: rule.asset) else { return nil }
        let forward = try forward(market, expiry)
        return try volatilitySlice(market, expiry).volatility(strike: forward.fixed + forward.variable)
      case .confidence:
        return Wad.wide.above(try price(of: rule.asset, managers[manager].model).confidence)
      case .peg(let reference):
        let due = try price(reference)
        if due.isZero { return nil }
        let price = try price(of: rule.asset, managers[manager].model).price
        return price < due ? (due &- price).dividedCapped(by: due) : .zero
      case .interest(let reference):
        return openAmount(rule.asset, manager).dividedCapped(by: reference)
      case .size, .share: return nil
      }
    } catch {
      return nil
    }
  }

  private func volatilitySlice(_ market: Int, _ expiry: UInt64) throws(ClearingRefusal) -> VolatilitySlice {
    try volatility(market, expiry)
  }

  /// What accounts of a manager hold of an asset, at most what can be measured.
  func openAmount(_ asset: Asset, _ manager: Int) -> UInt256 {
    min(positions[AssetManager(asset, manager)]?.total ?? .zero, AdaptiveLimits.greatestMeasure)
  }

  /// The price by which a model values an asset: the index price, or that of a collateral's own feed.
  func price(of asset: Asset, _ model: MarginModel) throws(ClearingRefusal) -> FeedPrice {
    if case .base(let base) = asset {
      switch model {
      case .standard(let model):
        guard let market = model.market(of: asset)?.feeds else { throw .rule(.noSuchAsset) }
        return try spot(market)
      case .portfolio(let model):
        guard let feed = model.collateralFeeds[base] else { throw .rule(.noSuchAsset) }
        return try price(feed)
      }
    }
    guard let market = market(of: asset) else { throw .rule(.noSuchAsset) }
    return try spot(market)
  }

  /// The market of a perp or an option asset.
  private func market(of asset: Asset) -> Int? {
    switch asset {
    case .perp(let place): perps.indices.contains(place) ? perps[place].market : nil
    case .option(let place): optionMarkets.indices.contains(place) ? optionMarkets[place] : nil
    case .cash, .base: nil
    }
  }

  private func price(_ reference: PegReference) throws(ClearingRefusal) -> UInt256 {
    let factors = [
      try reference.market.map { (market) throws(ClearingRefusal) in try spot(market).price },
      try reference.rate.map { (rate) throws(ClearingRefusal) in try price(.own(rate)).price },
    ]
    return try checked { () throws(ArithmeticError) in
      var price = reference.price
      for factor in factors { if let factor { price = try price.multiplyWadDown(factor) } }
      return price
    }
  }
}

extension AdaptivePace {
  init(_ rule: AdaptiveRule) {
    self.init(
      step: rule.step, notice: rule.notice, calm: rule.calm, isDownward: rule.input.tightensDownward)
  }
}

extension AdaptiveLevel.Change {
  fileprivate func event(_ manager: Int, _ rule: Int) -> Event {
    switch self {
    case .announced(let level, let binds): .levelAnnounced(manager: manager, rule: rule, level, binds: binds)
    case .moved(let level, let since): .levelMoved(manager: manager, rule: rule, level, since: since)
    }
  }
}

extension UInt256 {
  /// The quotient as a wad, rounded down, at most what can be measured.
  func dividedCapped(by divisor: UInt256) -> UInt256 {
    Swift.min((try? divideWadDown(divisor)) ?? .max, AdaptiveLimits.greatestMeasure)
  }
}

extension ClearingState {
  /// Where the rules of a manager stand: the one way in which operations read it.
  func adaptation(of manager: Int) -> [AdaptiveLevel]? {
    touches?.note(.levels(manager))
    return waterfall.levels[manager]
  }
}
