import FixedPoint

/// Whether what an operation names is there at all (CL-8): a call to an asset that is not there answers nothing.
extension ClearingState {
  func requireAssets(of operation: Operation) throws(ClearingRefusal) {
    switch operation {
    case .deposit(_, let asset, _), .withdraw(_, let asset, _, _):
      switch asset {
      case .cash, .base: try require(asset)
      case .option, .perp: throw .rule(.noSuchAsset)
      }
    case .trade(let transfers, _): for transfer in transfers { try require(transfer.instrument.asset) }
    case .transfer(let transfer, _): try require(transfer.instrument.asset)
    case .setAllowance(_, let key, _): try require(key.asset)
    case .changeManager(_, let manager, _): try require(manager: manager)
    case .settleOptions(_, let option): try require(.option(option))
    case .realisePerp(_, let perp): try require(.perp(perp))
    case .feed(let update): try require(update)
    case .set(let parameter, _): try require(parameter)
    default: break
    }
  }

  func require(_ asset: Asset) throws(ClearingRefusal) {
    let isThere =
      switch asset {
      case .cash: true
      case .option(let index): optionMarkets.indices.contains(index)
      case .perp(let index): perps.indices.contains(index)
      case .base(let index): bases.indices.contains(index)
      }
    if !isThere { throw .rule(.noSuchAsset) }
  }

  private func require(market: Int) throws(ClearingRefusal) {
    if !feeds.markets.indices.contains(market) { throw .rule(.noSuchAsset) }
  }

  private func require(manager: Int) throws(ClearingRefusal) {
    if !managers.indices.contains(manager) { throw .rule(.noSuchManager) }
  }

  private func require(_ update: FeedUpdate) throws(ClearingRefusal) {
    switch update {
    case .stable: break
    case .collateral(let feed, _): if !feeds.collaterals.indices.contains(feed) { throw .rule(.noSuchAsset) }
    case .spot(let market, _), .perp(let market, _, _), .forward(let market, _, _), .volatility(let market, _, _),
      .rate(let market, _, _), .settlement(let market, _, _):
      try require(market: market)
    }
  }

  func require(_ parameter: Parameter) throws(ClearingRefusal) {
    switch parameter {
    case .manager(let manager, let setting):
      try require(manager: manager)
      if case .feeRate(let asset, _) = setting { try require(asset) }
    case .standard(let manager, _), .portfolio(let manager, _), .auctionManager(let manager, _):
      try require(manager: manager)
    case .cap(let key, _), .whitelist(let key, _):
      try require(manager: key.manager)
      try require(key.asset)
    case .perp(let perp, _): try require(.perp(perp))
    case .interestLimit(let limit):
      // Whichever is not there, the refusal is the same.
      for asset in (limit?.growth ?? [:]).keys { try require(asset) }
    case .heartbeat(let feed, _):
      switch feed {
      case .stable: break
      case .collateral(let index): if !feeds.collaterals.indices.contains(index) { throw .rule(.noSuchAsset) }
      case .spot(let market), .mark(let market), .impact(let market), .forward(let market), .volatility(let market),
        .rate(let market):
        try require(market: market)
      }
    default: break
    }
  }
}
