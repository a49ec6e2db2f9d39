import FixedPoint

/// What the steps before a socialised loss remember (WF-11).
public struct WaterfallState: Sendable {
  /// The accounts that were said to be below maintenance margin.
  public internal(set) var announcements: [AccountNumber: Announcement] = [:]
  /// What the security module has paid and what was socialised lately.
  public internal(set) var use = WaterfallUse()

  /// What is remembered of the prices of markets, by their places.
  public internal(set) var watches: [Int: MarketWatch] = [:]

  /// Where totals of assets stood in the present windows (WF-26).
  public internal(set) var interest: [AssetManager: InterestWindow] = [:]

  /// Where the adaptive rules of managers stand, by their places (AM-6).
  public internal(set) var levels: [Int: [AdaptiveLevel]] = [:]

  public init() {}
}

extension WaterfallState {
  mutating func restore(_ part: StatePart) {
    switch part {
    case .announced(let number, let announcement): announcements[number] = announcement
    case .waterfall(let use): self.use = use
    case .watch(let market, let watch): watches[market] = watch
    case .interest(let key, let window): interest[key] = window
    case .levels(let manager, let levels): self.levels[manager] = levels
    default: break
    }
  }

  mutating func takeBack(_ change: StateChange) {
    switch change {
    case .announced(let number, let old): announcements[number] = old
    case .waterfall(let old): use = old
    case .watch(let market, let old): watches[market] = old
    case .interest(let key, let old): interest[key] = old
    case .levels(let manager, let old): levels[manager] = old
    default: break
    }
  }
}

/// The only ways to change it.
extension ClearingState {
  /// - Parameter announced: nil where it is over.
  mutating func set(announced: Announcement?, _ number: AccountNumber) {
    note(.announced(number, waterfall.announcements[number]))
    waterfall.announcements[number] = announced
    emit(.announced(number, since: announced?.since))
  }

  mutating func set(watch: MarketWatch, _ market: Int) {
    note(.watch(market, waterfall.watches[market]))
    waterfall.watches[market] = watch
  }

  mutating func set(interest: InterestWindow, _ key: AssetManager) {
    note(.interest(key, waterfall.interest[key]))
    waterfall.interest[key] = interest
  }

  /// - Parameter levels: nil where the manager has no adaptive rules.
  mutating func set(levels: [AdaptiveLevel]?, _ manager: Int) {
    note(.levels(manager, waterfall.levels[manager]))
    waterfall.levels[manager] = levels
  }

  mutating func update(waterfall body: (inout WaterfallUse) -> Void) {
    note(.waterfall(waterfall.use))
    body(&waterfall.use)
  }

  mutating func update(liquidation body: (inout LiquidationState) -> Void) {
    note(.liquidation(liquidation))
    body(&liquidation)
  }
}
