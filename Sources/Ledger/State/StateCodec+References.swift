import Clearing

extension ClearingState {
  /// Refuses a venue that names a market, an asset or a manager that it does not have (LG-8).
  func checkReferences() throws(LedgerRefusal) {
    func check(_ place: Int?, _ count: Int, _ what: String) throws(LedgerRefusal) {
      if let place, place >= count { throw .missingPart("\(what) \(place)") }
    }
    func checkAsset(_ asset: Asset) throws(LedgerRefusal) {
      switch asset {
      case .cash: break
      case .option(let place): try check(place, optionMarkets.count, "option asset")
      case .perp(let place): try check(place, perps.count, "perp")
      case .base(let place): try check(place, bases.count, "wrapped token")
      }
    }
    for market in optionMarkets { try check(market, feeds.markets.count, "market") }
    for perp in perps { try check(perp.market, feeds.markets.count, "market") }
    for manager in liquidation.managers { try check(manager, managers.count, "manager") }
    for market in liquidation.fund?.markets.keys.sorted() ?? [] {
      try check(market, feeds.markets.count, "market")
    }
    for market in waterfall.watches.keys { try check(market, feeds.markets.count, "market") }
    for waits in auctions.values.map(\.waited) + waterfall.announcements.values.map(\.waited) {
      for wait in waits { try check(wait.market, feeds.markets.count, "market") }
    }
    for asset in liquidation.interest?.growth.keys.map(\.self) ?? [] { try checkAsset(asset) }
    for key in waterfall.interest.keys {
      try checkAsset(key.asset)
      try check(key.manager, managers.count, "manager")
    }
    for (manager, levels) in waterfall.levels {
      try check(manager, managers.count, "manager")
      // AM-14
      guard levels.count <= managers[manager].adaptive?.rules.count ?? 0 else {
        throw .unsoundState
      }
    }
    for key in positions.keys {
      try checkAsset(key.asset)
      try check(key.manager, managers.count, "manager")
    }
    for place in feeds.collateralSources.keys { try check(place, feeds.collaterals.count, "collateral") }
    for manager in managers {
      for asset in manager.feeRates.keys { try checkAsset(asset) }
      for rule in manager.adaptive?.rules ?? [] {
        try checkAsset(rule.asset)
        guard case .peg(let reference) = rule.input else { continue }
        try check(reference.market, feeds.markets.count, "market")
        try check(reference.rate, feeds.collaterals.count, "collateral")
      }
      switch manager.model {
      case .standard(let model):
        for market in model.markets {
          try check(market.feeds, feeds.markets.count, "market")
          try check(market.option, optionMarkets.count, "option asset")
          try check(market.perp, perps.count, "perp")
          try check(market.base, bases.count, "wrapped token")
        }
      case .portfolio(let model):
        try check(model.feeds, feeds.markets.count, "market")
        try check(model.option, optionMarkets.count, "option asset")
        try check(model.perp, perps.count, "perp")
        for (base, feed) in model.collateralFeeds {
          try check(base, bases.count, "wrapped token")
          switch feed {
          case .spot(let market): try check(market, feeds.markets.count, "market")
          case .own(let place): try check(place, feeds.collaterals.count, "collateral")
          }
        }
      }
    }
  }
}
