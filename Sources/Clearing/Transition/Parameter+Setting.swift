import Ethereum
import FixedPoint
import Margin

/// Setting parameters: who asks is tested first, then the bounds (CL-52 to CL-54).
extension ClearingState {
  mutating func set(_ parameter: Parameter, by caller: Address) throws(ClearingRefusal) {
    if case .manager(let manager, .paused(let isPaused)) = parameter {
      guard caller == managers[manager].guardian else { throw .rule(.notGuardian) }
      set(manager, isPaused: isPaused)
      return
    }
    if case .signedFeed(let address, let setting) = parameter { return try set(setting, feed: address, by: caller) }
    guard caller == owner else { throw .action(.unauthorized(caller: caller)) }
    switch parameter {
    case .securityFee(let part): try setSecurityFee(part)
    case .interestModel(let model): try setInterestModel(model)
    case .manager(let manager, let setting): try set(manager, setting)
    case .standard(let manager, let setting): try set(manager, setting)
    case .portfolio(let manager, let setting): try set(manager, setting)
    case .cap(let key, let cap):
      // Cash has none (CL-15): it has nobody who could be asked for it.
      if key.asset == .cash { throw .rule(.noSuchAsset) }
      var position = positions[key] ?? TrackedPosition()
      position.cap = cap
      set(position: position, key)
    case .whitelist(let key, let isWhitelisted):
      var position = positions[key] ?? TrackedPosition()
      position.isWhitelisted = isWhitelisted
      set(position: position, key)
    case .perp(let perp, let setting): try set(perp, setting)
    case .auction(let parameters):
      try parameters.requireBounds()
      update(liquidation: { $0.parameters = parameters })
    case .auctionCutoff(let cutoff):
      if cutoff > Int256(1_000 * Wad.one) { throw .rule(.invalidAuctionParameter) }
      update(liquidation: { $0.cutoff = cutoff })
    case .auctionSecurityAccount(let account): update(liquidation: { $0.securityAccount = account })
    case .auctionManager(let manager, let isWhitelisted):
      update(liquidation: {
        if isWhitelisted { $0.managers.insert(manager) } else { $0.managers.remove(manager) }
      })
    case .securityModulePays(let pays): update(liquidation: { $0.isPaidBySecurityModule = pays })
    case .graduated(let settings):
      try settings?.requireBounds()
      update(liquidation: { $0.graduated = settings })
    case .fundCaps(let caps):
      try caps?.requireBounds()
      update(liquidation: { $0.fund = caps })
    case .deleveraging(let settings):
      try settings?.requireBounds()
      update(liquidation: { $0.deleveraging = settings })
    case .oracleBreaker(let rule):
      try rule?.requireBounds()
      update(liquidation: { $0.oracle = rule })
    case .withdrawalLimit(let limit):
      try limit?.requireBounds()
      update(liquidation: { $0.withdrawals = limit })
    case .interestLimit(let limit):
      try limit?.requireBounds()
      update(liquidation: { $0.interest = limit })
    case .bidsJudged(let isJudged): update(liquidation: { $0.judgesBids = isJudged })
    case .heartbeat(let feed, let seconds): setHeartbeat(feed, seconds)
    case .executor(let address, let isAllowed): set(executor: isAllowed, address)
    case .module(let address, let kind): set(module: kind, address)
    case .moduleFeeRecipient(let module, let account):
      if account != 0 { _ = try index(account) }
      set(feeRecipient: account == 0 ? nil : account, module)
    case .openingDeposit(let amount): set(openingDeposit: amount)
    case .bridge(let address): set(bridge: address)
    case .governanceDelay(let seconds):
      guard seconds <= ActionLimits.maximumDelay else {
        throw .module(.invalidDelay(limit: ActionLimits.maximumDelay))
      }
      set(governanceDelay: seconds)
    case .rules(let version): try add(version)
    case .signedFeed: break
    }
  }

  /// The feed's owner is asked, which need not be the venue's (FD-10).
  private mutating func set(
    _ setting: FeedSetting, feed address: Address, by caller: Address
  ) throws(ClearingRefusal) {
    do throws(FeedRefusal) {
      guard var feed = signedFeeds[address] else { throw .noSuchFunction }
      try feed.set(setting, caller: caller)
      set(signedFeed: feed, address)
    } catch {
      throw .feed(error)
    }
  }

  private mutating func setSecurityFee(_ part: UInt256) throws(ClearingRefusal) {
    if part > Wad.wide { throw .rule(.invalidSecurityFee) }
    try update(cash: { (cash) throws(ArithmeticError) in cash.feePercentage = part })
  }

  /// The model before it rules up to this moment.
  private mutating func setInterestModel(_ model: InterestModel) throws(ClearingRefusal) {
    try model.requireBounds()
    try accrueInterest()
    try update(cash: { (cash) throws(ArithmeticError) in cash.interest = model })
  }

  private mutating func set(_ manager: Int, _ setting: Parameter.ManagerSetting) throws(ClearingRefusal) {
    switch setting {
    case .maxAccountSize(let size):
      let (least, greatest) = (ClearingLimits.leastAccountSize, ClearingLimits.greatestAccountSize)
      guard size >= UInt256(least), size <= UInt256(greatest) else { throw .rule(.invalidAccountSize) }
      update(manager: manager) { $0.maxAccountSize = UInt64(truncatingIfNeeded: size.low) }
    case .minimumFee(let fee):
      if fee > UInt256(10_000 * Wad.one) { throw .rule(.feeFloorTooHigh) }
      update(manager: manager) { $0.minimumFee = fee }
    case .feeRecipient(let account):
      _ = try index(account)
      update(manager: manager) { $0.feeRecipient = account }
    case .feeBypass(let who, let isFree):
      update(manager: manager) { if isFree { $0.feeBypass.insert(who) } else { $0.feeBypass.remove(who) } }
    case .trustedAssessor(let who, let isTrusted):
      update(manager: manager) {
        if isTrusted { $0.trustedAssessors.insert(who) } else { $0.trustedAssessors.remove(who) }
      }
    case .paused(let isPaused): set(manager, isPaused: isPaused)
    case .feeRate(let asset, let rate):
      if rate > Wad.wide { throw .rule(.feeRateTooHigh) }
      update(manager: manager) { $0.feeRates[asset] = rate }
    case .isolated(let isIsolated):
      guard case .standard = managers[manager].model else { throw .rule(.noSuchManager) }
      update(manager: manager) { $0.isIsolated = isIsolated }
    case .adaptive(let settings): try set(adaptive: settings, manager)
    }
  }

  private mutating func set(_ manager: Int, isPaused: Bool) {
    update(manager: manager) { $0.isPaused = isPaused }
    emit(.paused(manager: manager, isPaused: isPaused))
  }

  private mutating func set(_ perp: Int, _ setting: Parameter.PerpSetting) throws(ClearingRefusal) {
    try write(setting, of: perp)
    try renewFundingRates()
  }

  private mutating func write(_ setting: Parameter.PerpSetting, of perp: Int) throws(ClearingRefusal) {
    switch setting {
    case .rateBound(let bound):
      if bound.isNegative { throw .rule(.invalidRateBound) }
      update(perp: perp) { $0.largestRate = bound }
    case .staticInterestRate(let rate):
      if rate.magnitude > UInt256(Wad.one / 1_000) { throw .rule(.invalidStaticRate) }
      update(perp: perp) { $0.staticInterestRate = rate }
    case .convergencePeriod(let hours):
      guard hours >= Int256(Wad.one / 20), hours <= Int256(240 * Wad.one) else {
        throw .rule(.invalidConvergence)
      }
      update(perp: perp) { $0.convergencePeriod = hours }
    case .disable:
      try updateFunding(perp)
      let mark = try mark(perp).price
      update(perp: perp) { $0.closingMark = mark }
    }
  }
}

extension AuctionParameters {
  /// - Throws: `invalidAuctionParameter`.
  func requireBounds() throws(ClearingRefusal) {
    guard startingPart <= Wad.wide, cutoffPart <= startingPart, feeRate <= UInt256(Wad.one / 10),
      bufferPart <= Int256(4 * Wad.one)
    else { throw .rule(.invalidAuctionParameter) }
  }
}
