import FixedPoint
import Margin

/// The parameters that margins are computed with (AM-9, AM-11).
extension ClearingState {
  /// The model of an account's manager, with what its rules add for this account now.
  /// - Throws: `tooMuchWork`.
  func modelInForce(_ index: Int) throws(ClearingRefusal) -> MarginModel {
    let manager = accounts[index].manager
    guard let settings = managers[manager].adaptive else { return managers[manager].model }
    try spend(settings.rules.count)
    return model(manager, with: additions(manager, settings, account: index, at: time))
  }

  /// The model of a manager with what its rules add for every account now, whatever it holds.
  public func modelInForce(manager: Int) -> MarginModel {
    guard let settings = managers[manager].adaptive else { return managers[manager].model }
    return model(manager, with: additions(manager, settings, account: nil, at: time))
  }

  func model(_ manager: Int, with additions: [AdaptiveAddition]) -> MarginModel {
    switch managers[manager].model {
    case .standard(var model):
      for addition in additions { model.add(addition) }
      return .standard(model)
    case .portfolio(var model):
      for addition in additions { model.add(addition) }
      return .portfolio(model)
    }
  }

  /// What the rules add to each parameter, in the order in which they first name it.
  func additions(
    _ manager: Int, _ settings: AdaptiveSettings, account index: Int?, at time: UInt64
  ) -> [AdaptiveAddition] {
    let levels = levels(manager, settings)
    var additions: [AdaptiveAddition] = []
    for (place, rule) in settings.rules.enumerated() {
      let level = levels[place].level(at: time)
      let amount = rule.input.isOfAccount ? part(of: rule, index, level, manager) : level
      guard let known = additions.firstIndex(where: { $0.asset == rule.asset && $0.parameter == rule.parameter }) else {
        additions.append(AdaptiveAddition(asset: rule.asset, parameter: rule.parameter, amount: min(amount, .most)))
        continue
      }
      additions[known].amount = min((try? additions[known].amount + amount) ?? .max, .most)
    }
    return additions
  }

  /// What a rule adds that is measured of an account.
  private func part(of rule: AdaptiveRule, _ index: Int?, _ level: UInt256, _ manager: Int) -> UInt256 {
    guard let index else { return .zero }
    let held = heldSize(rule.asset, index)
    if held.isZero { return rule.curve.value(at: .zero) }
    guard case .size(let depth) = rule.input else { return rule.curve.value(at: held.dividedCapped(by: level)) }
    guard let price = try? price(of: rule.asset, managers[manager].model).price,
      let worth = try? held.multiplyWadDown(price)
    else { return .zero }
    return rule.curve.value(at: worth.dividedCapped(by: depth))
  }

  /// The size of what an account holds of an asset, of all its options together.
  private func heldSize(_ asset: Asset, _ index: Int) -> UInt256 {
    if case .option(let option) = asset { return accounts[index].optionTotals[option] ?? .zero }
    return accounts[index].balance(SubAsset(asset)).magnitude
  }
}

/// What is added to a parameter of an asset, wad.
struct AdaptiveAddition: Hashable {
  var asset: Asset
  var parameter: AdaptiveParameter
  var amount: UInt256
}

extension UInt256 {
  fileprivate static var most: UInt256 { AdaptiveLimits.greatestAddition }

  /// More by an addition, to a bound at most; as it is where it is beyond that already.
  fileprivate mutating func add(_ amount: UInt256, atMost bound: UInt256) {
    self = Swift.max(self, Swift.min((try? self + amount) ?? .max, bound))
  }
}

extension StandardManager {
  /// Tightens the parameters of an asset.
  mutating func add(_ addition: AdaptiveAddition) {
    guard let market = market(of: addition.asset), var groups = parameters.markets[market.name] else { return }
    let amount = addition.amount
    switch addition.asset {
    case .cash: return
    case .base: groups.base.marginFactor = groups.base.marginFactor.above(amount)
    case .perp:
      groups.perp.mmPerpReq.add(amount, atMost: Wad.wide)
      groups.perp.imPerpReq.add(amount, atMost: Wad.wide)
    case .option:
      // The bounds of SM-17.
      let spot = UInt256(12 * Wad.one / 10)
      groups.option.maxSpotReq.add(amount, atMost: spot)
      groups.option.minSpotReq.add(amount, atMost: spot)
      groups.option.mmCallSpotReq.add(amount, atMost: Wad.wide)
      groups.option.mmPutSpotReq.add(amount, atMost: Wad.wide)
    }
    parameters.markets[market.name] = groups
  }
}

extension PortfolioManager {
  /// Tightens the parameters of an asset, or widens the scenarios.
  mutating func add(_ addition: AdaptiveAddition) {
    let amount = addition.amount
    switch (addition.parameter, addition.asset) {
    case (.requirement, .base(let base)):
      guard let name = AssetIdentifier.base(base), var group = parameters.collaterals[name] else { return }
      group.mmHaircut.add(amount, atMost: Wad.wide.above(group.imHaircut))
      parameters.collaterals[name] = group
    case (.requirement, .perp): parameters.otherContingency.mmPerpPercent.add(amount, atMost: UInt256(3 * Wad.one))
    case (.requirement, .option):
      parameters.otherContingency.mmOptionPercent.add(amount, atMost: UInt256(2 * Wad.one))
    case (.requirement, .cash): return
    case (.spotRange, _):
      for place in scenarios.indices { scenarios[place].widen(by: amount) }
    case (.volRange, _):
      let factor = Wad.wide &+ amount
      let range = parameters.volShock
      parameters.volShock.rangeUp = (try? range.rangeUp.multiplyWadDown(factor)) ?? range.rangeUp
      parameters.volShock.rangeDown = (try? range.rangeDown.multiplyWadDown(factor)) ?? range.rangeDown
    }
  }
}

extension Scenario {
  /// Moves the index price further, to nothing at the least.
  fileprivate mutating func widen(by amount: UInt256) {
    let (one, factor) = (Wad.wide, Wad.wide &+ amount)
    if spotShock >= one {
      guard let move = try? (spotShock &- one).multiplyWadDown(factor) + one else { return }
      spotShock = move
    } else {
      guard let move = try? (one &- spotShock).multiplyWadDown(factor) else { return }
      spotShock = one.above(move)
    }
  }
}
