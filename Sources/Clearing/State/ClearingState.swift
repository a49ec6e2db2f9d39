import Ethereum
import FixedPoint
import Margin

/// Everything a venue knows (CL-1). It changes by operations alone, and each change within an operation is noted, so
/// that a refusal takes them all back.
public struct ClearingState: Sendable {
  /// Unix seconds; it never runs backward.
  public fileprivate(set) var time: UInt64 { didSet { readings.forget() } }
  /// Who may set parameters.
  public let owner: Address
  /// The number of the last trade.
  public fileprivate(set) var lastTrade: UInt64 = 0
  public fileprivate(set) var cash: CashState
  /// The market of each option asset.
  public let optionMarkets: [Int]
  public fileprivate(set) var perps: [PerpState] { didSet { readings.forget() } }
  public fileprivate(set) var bases: [BaseState]
  public fileprivate(set) var managers: [ManagerState]
  /// By number less one.
  public fileprivate(set) var accounts = AccountTable()
  public fileprivate(set) var positions: [AssetManager: TrackedPosition] = [:]
  public fileprivate(set) var openInterests: [SubAsset: OpenInterest] = [:]
  public fileprivate(set) var allowances: [AllowanceKey: Allowance] = [:]
  public internal(set) var liquidation: LiquidationState
  /// The last auction of each account that ever had one.
  public fileprivate(set) var auctions: [AccountNumber: Auction] = [:]
  public internal(set) var waterfall = WaterfallState()
  public var feeds: Feeds { didSet { readings.forget() } }
  public internal(set) var signedFeeds: FeedBook { didSet { readings.forget() } }
  /// What has been read of them at this moment, for nobody but those who read.
  var readings = PresentReadings()
  /// Prices of options that accounts share.
  var prices = PriceMemo()
  public internal(set) var gateway: Gateway
  public internal(set) var treasury: Treasury
  public internal(set) var governance: Governance
  /// What assets, managers and markets are called.
  public let directory: Directory
  /// The account of the security module.
  public let securityModule: AccountNumber
  /// Which defects of the reference are put right.
  public fileprivate(set) var rules: RuleSet { didSet { readings.forget() } }

  /// Whether changed keys and events are noted, for somebody who takes them; otherwise they would only pile up.
  public var isRecording = false
  /// The parts that operations have changed since they were last taken, some more than once.
  private var changedParts: [StateKey] = []
  /// The same of parts that nearly every operation changes.
  private var changedShared = ChangedShared()
  /// What operations have done since it was last taken, in order.
  public private(set) var events: [Event] = []
  /// How managers judged since it was last taken, in order; also in what was refused.
  public private(set) var decisions: [Decision] = []
  /// The block that is being made.
  public internal(set) var block = BlockContext()
  /// Where readings are noted; nil normally.
  public var touches: TouchLog?

  private var journal: [StateChange] = []
  /// The accounts, and whether cash, that the journal has as they were at the last moment that can be gone back to:
  /// they need not be noted again.
  private var notedAccounts: [Int] = []
  private var isCashNoted = false
  /// Whether operations can be taken back as a whole, as `beginBlock` says.
  private var isInBlock = false

  /// A venue without accounts.
  public init(
    time: UInt64, owner: Address, cash: CashState, optionMarkets: [Int], perps: [PerpState], bases: [BaseState],
    managers: [ManagerState], liquidation: LiquidationState, feeds: Feeds, securityModule: AccountNumber,
    signedFeeds: FeedBook = FeedBook(), gateway: Gateway = Gateway(address: .zero, chainId: .zero),
    treasury: Treasury = Treasury(), governance: Governance = Governance(), directory: Directory = .empty,
    rules: RuleSet = .reference
  ) {
    self.time = time
    self.owner = owner
    self.cash = cash
    self.rules = rules
    if rules.contains(.exactCash) { self.cash.exact = ExactCash() }
    self.optionMarkets = optionMarkets
    self.perps = perps
    self.bases = bases
    self.managers = managers
    self.liquidation = liquidation
    self.feeds = feeds
    self.securityModule = securityModule
    self.signedFeeds = signedFeeds
    self.gateway = gateway
    self.treasury = treasury
    self.governance = governance
    self.directory = directory
  }

  /// Runs an operation wholly or not at all (CL-6).
  mutating func atomically<Result>(
    _ body: (inout ClearingState) throws(ClearingRefusal) -> Result
  ) throws(ClearingRefusal) -> Result {
    let (changes, known) = (journal.count, events.count)
    forgetNoted()
    do {
      let result = try body(&self)
      if isRecording { noteChanges(from: changes) }
      if !isInBlock { journal.removeAll(keepingCapacity: true) }
      return result
    } catch {
      takeBack(to: changes)
      events.removeLast(events.count - known)
      throw error
    }
  }

  private mutating func noteChanges(from first: Int) {
    for place in first..<journal.count {
      if let key = changedShared.note(journal[place]) { changedParts.append(key) }
      if let touches, let key = journal[place].key { touches.note(key) }
    }
  }

  /// From here on there is another moment that can be gone back to.
  private mutating func forgetNoted() {
    notedAccounts.removeAll(keepingCapacity: true)
    isCashNoted = false
  }

  /// Whether an account is still to be noted; of many accounts, more often than needed.
  fileprivate mutating func isToBeNoted(account index: Int) -> Bool {
    if notedAccounts.contains(index) { return false }
    if notedAccounts.count < 16 { notedAccounts.append(index) }
    return true
  }

  fileprivate mutating func noteCash() {
    if isCashNoted { return }
    isCashNoted = true
    journal.append(.cash(cash))
  }

  /// Runs a part of an operation, which goes on where it is refused: the part has then left no trace.
  /// - Returns: what it was refused for.
  mutating func attempt(
    _ body: (inout ClearingState) throws(ClearingRefusal) -> Void
  ) -> ClearingRefusal? {
    let (changes, known) = (journal.count, events.count)
    forgetNoted()
    do throws(ClearingRefusal) {
      try body(&self)
      return nil
    } catch {
      takeBack(to: changes)
      events.removeLast(events.count - known)
      return error
    }
  }

  /// Runs a part of an operation to see whether it is refused, and takes it back in any case.
  mutating func rehearse(
    _ body: (inout ClearingState) throws(ClearingRefusal) -> Void
  ) throws(ClearingRefusal) {
    let (changes, known) = (journal.count, events.count)
    let refusal = attempt(body)
    takeBack(to: changes)
    events.removeLast(events.count - known)
    if let refusal { throw refusal }
  }

  /// Notes what is about to change.
  mutating func note(_ change: StateChange) { journal.append(change) }

  /// What an operation would answer: everything that it does is taken back, and nothing of it is noted.
  mutating func tried<Result>(
    _ body: (inout ClearingState) throws(ClearingRefusal) -> Result
  ) throws(ClearingRefusal) -> Result {
    let (changes, wasRecording) = (journal.count, isRecording)
    isRecording = false
    forgetNoted()
    defer {
      takeBack(to: changes)
      isRecording = wasRecording
    }
    return try body(&self)
  }

  private mutating func takeBack(to count: Int) {
    forgetNoted()
    while journal.count > count, let change = journal.popLast() { takeBack(change) }
  }

  private mutating func takeBack(_ change: StateChange) {
    switch change {
    case .account(let index, let old): accounts[index] = old
    case .newAccount: accounts.removeLast()
    case .rules(let old): rules = old
    case .cash(let old): cash = old
    case .perp(let index, let old): perps[index] = old
    case .base(let index, let old): bases[index] = old
    case .manager(let index, let old): managers[index] = old
    case .market(let index, let old): feeds.markets[index] = old
    case .collateral(let index, let old): feeds.collaterals[index] = old
    case .stable(let old): feeds.stable = old
    case .entered(let index, let old): managers[index].isEntered = old
    case .position(let key, let old): positions[key] = old
    case .openInterest(let key, let old): openInterests[key] = old
    case .allowance(let key, let old): allowances[key] = old
    case .liquidation(let old): liquidation = old
    case .auction(let number, let old): auctions[number] = old
    case .announced, .waterfall, .watch, .levels, .interest: waterfall.takeBack(change)
    case .trade(let old): lastTrade = old
    case .time(let old): time = old
    case .signedFeed(let address, let old): signedFeeds[address] = old
    case .feedPoint(let address, let old): signedFeeds.put(old, feed: address)
    case .executor(let address, let old): gateway.executors.set(address, old)
    case .module(let address, let old): gateway.modules[address] = old
    case .custody(let account, let old): gateway.custody[account] = old
    case .withdrawalRequest(let account, let old): gateway.withdrawalRequests[account] = old
    case .sessionKey(let name, let old): gateway.sessionKeys[name] = old
    case .nonce(let name): gateway.nonces.remove(name)
    case .fill(let name, let old): gateway.fills[name] = old
    case .feeRecipient(let module, let old): gateway.feeRecipients[module] = old
    case .openingDeposit(let old): gateway.openingDeposit = old
    case .wallet(let name, let old): treasury.wallets[name] = old
    case .withdrawal(let number, let old): treasury.withdrawals[number] = old
    case .lastWithdrawal(let old): treasury.lastWithdrawal = old
    case .credit(let number): treasury.credits.remove(number)
    case .bridge(let old): treasury.bridge = old
    case .scheduled(let number, let old): governance.scheduled[number] = old
    case .lastScheduled(let old): governance.lastScheduled = old
    case .governanceDelay(let old): governance.delay = old
    case .versions(let old): governance.versions = old
    }
  }
}

/// Reading a state back (LG-5).
extension ClearingState {
  /// Puts a part in its place. The venue has as many markets, perps and so on as the part says it is one of; the clock
  /// comes before accounts, a feed before its points.
  /// - Returns: false where the part has no place in this venue.
  package mutating func restore(_ part: StatePart, isPartial: Bool) -> Bool {
    switch part {
    case .clock(let time, let lastTrade, let count):
      (self.time, self.lastTrade) = (time, lastTrade)
      accounts.restore(count: Int(clamping: count), isPartial: isPartial)
    case .cash(let cash): self.cash = cash
    case .liquidation(let liquidation): self.liquidation = liquidation
    case .stable(let reading, let source): (feeds.stable, feeds.stableSource) = (reading, source)
    case .perp(let place, let perp): return perps.put(perp, at: place)
    case .base(let place, let base): return bases.put(base, at: place)
    case .manager(let place, let manager): return managers.put(manager, at: place)
    case .market(let place, let market): return feeds.markets.put(market, at: place)
    case .collateral(let place, let reading, let source):
      feeds.collateralSources[place] = source
      return feeds.collaterals.put(reading, at: place)
    case .account(let number, let account):
      guard number >= 1, number <= AccountNumber(accounts.count) else { return false }
      accounts[Int(number) - 1] = account
    case .position(let key, let position): positions[key] = position
    case .openInterest(let key, let interest): openInterests[key] = interest
    case .allowance(let key, let allowance): allowances[key] = allowance
    case .auction(let number, let auction): auctions[number] = auction
    case .announced, .waterfall, .watch, .levels, .interest: waterfall.restore(part)
    case .feed(let feed): signedFeeds.add(feed)
    case .feedPoint(let address, let point): return signedFeeds.restore(point, feed: address)
    case .executor(let address): gateway.executors.insert(address)
    case .module(let address, let kind): gateway.modules[address] = kind
    case .custody(let account, let owner): gateway.custody[account] = owner
    case .withdrawalRequest(let account, let time): gateway.withdrawalRequests[account] = time
    case .sessionKey(let name, let expiry): gateway.sessionKeys[name] = expiry
    case .nonce(let name): gateway.nonces.insert(name)
    case .fill(let name, let fill): gateway.fills[name] = fill
    case .feeRecipient(let module, let account): gateway.feeRecipients[module] = account
    case .openingDeposit(let amount): gateway.openingDeposit = amount
    case .wallet(let name, let amount): treasury.wallets[name] = amount
    case .withdrawal(let number, let withdrawal): treasury.withdrawals[number] = withdrawal
    case .credit(let number): treasury.credits.insert(number)
    case .treasury(let bridge, let last): (treasury.bridge, treasury.lastWithdrawal) = (bridge, last)
    case .scheduled(let number, let scheduled): governance.scheduled[number] = scheduled
    case .governance(let delay, let last): (governance.delay, governance.lastScheduled) = (delay, last)
    case .versions(let versions): governance.versions = versions
    }
    return true
  }
}

/// What a ledger does between operations.
extension ClearingState {
  /// From here on the venue does what other rules say (LG-19). What those of `RuleSet.lasting` keep is kept from the
  /// start or never, so that they stay as they are.
  public mutating func change(rules new: RuleSet) {
    let new = new.subtracting(.lasting).union(rules.intersection(.lasting))
    if new == rules { return }
    _ = try? atomically { (state) throws(ClearingRefusal) in
      state.journal.append(.rules(state.rules))
      state.rules = new
    }
  }

  /// From here on operations can be taken back together, until `endBlock`.
  public mutating func beginBlock(_ context: BlockContext = BlockContext()) {
    block = context
    journal.removeAll(keepingCapacity: true)
    isInBlock = true
  }

  /// Keeps what has been done since `beginBlock`.
  public mutating func endBlock() {
    block = BlockContext()
    journal.removeAll(keepingCapacity: true)
    isInBlock = false
  }

  /// Takes back what has been done since `beginBlock`. Changed keys stay noted: what they name is as it was.
  public mutating func takeBackBlock() {
    block = BlockContext()
    takeBack(to: 0)
    events.removeAll(keepingCapacity: true)
    decisions.removeAll(keepingCapacity: true)
    isInBlock = false
  }

  /// The parts that operations have changed since they were last taken.
  public var changedKeys: Set<StateKey> {
    let shared = changedShared.keys
    var keys = Set<StateKey>(minimumCapacity: changedParts.count + shared.count)
    for key in changedParts { keys.insert(key) }
    for key in shared { keys.insert(key) }
    return keys
  }

  public mutating func takeChangedKeys() -> Set<StateKey> {
    defer {
      changedParts.removeAll(keepingCapacity: true)
      changedShared = ChangedShared()
    }
    return changedKeys
  }

  public mutating func takeEvents() -> [Event] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  public mutating func takeDecisions() -> [Decision] {
    defer { decisions.removeAll(keepingCapacity: true) }
    return decisions
  }

  /// Notes how a manager judged, where somebody takes it.
  mutating func note(_ decision: Decision) {
    if isRecording { decisions.append(decision) }
  }

  /// Notes what has been done, where somebody takes it.
  mutating func emit(_ event: Event) {
    if isRecording { events.append(event) }
  }
}

/// The only ways to change the state: each notes what was before.
extension ClearingState {
  mutating func setTime(_ new: UInt64) {
    journal.append(.time(time))
    time = new
  }

  /// The number of a new trade.
  mutating func nextTrade() -> UInt64 {
    journal.append(.trade(lastTrade))
    lastTrade &+= 1
    return lastTrade
  }

  /// - Returns: the number of the new account.
  mutating func add(_ account: AccountState) -> AccountNumber {
    journal.append(.newAccount)
    // An account that nothing changes later is noted here.
    accounts.append(account)
    journal.append(.account(accounts.count - 1, account))
    emit(.accountCreated(AccountNumber(accounts.count), owner: account.owner, manager: account.manager))
    return AccountNumber(accounts.count)
  }

  /// - Parameter index: the number of the account less one.
  mutating func update(account index: Int, _ body: (inout AccountState) -> Void) {
    if isToBeNoted(account: index) { journal.append(.account(index, accounts[index])) }
    body(&accounts[index])
  }

  mutating func update(cash body: (inout CashState) throws(ArithmeticError) -> Void) throws(ClearingRefusal) {
    noteCash()
    do { try body(&cash) } catch { throw .arithmetic(error) }
  }

  mutating func update(perp index: Int, _ body: (inout PerpState) -> Void) {
    journal.append(.perp(index, perps[index]))
    body(&perps[index])
  }

  mutating func update(base index: Int, _ body: (inout BaseState) -> Void) {
    journal.append(.base(index, bases[index]))
    body(&bases[index])
  }

  mutating func update(manager index: Int, _ body: (inout ManagerState) -> Void) {
    journal.append(.manager(index, managers[index]))
    body(&managers[index])
  }

  mutating func update(market index: Int, _ body: (inout MarketFeeds) -> Void) {
    journal.append(.market(index, feeds.markets[index]))
    body(&feeds.markets[index])
  }

  mutating func update(collateral index: Int, _ body: (inout Reading<FeedPrice>) -> Void) {
    journal.append(.collateral(index, feeds.collaterals[index]))
    body(&feeds.collaterals[index])
  }

  mutating func update(stable body: (inout Reading<FeedPrice>) -> Void) {
    journal.append(.stable(feeds.stable))
    body(&feeds.stable)
  }

  /// Notes that a manager begins or ends judging.
  mutating func set(entered isEntered: Bool, manager index: Int) {
    journal.append(.entered(index, managers[index].isEntered))
    managers[index].isEntered = isEntered
  }

  mutating func set(position: TrackedPosition, _ key: AssetManager) {
    journal.append(.position(key, positions.updateValue(position, forKey: key)))
  }

  mutating func set(openInterest: OpenInterest, _ key: SubAsset) {
    journal.append(.openInterest(key, openInterests.updateValue(openInterest, forKey: key)))
  }

  mutating func set(allowance: Allowance, _ key: AllowanceKey) {
    journal.append(.allowance(key, allowances[key]))
    allowances[key] = allowance
  }

  mutating func set(auction: Auction, of number: AccountNumber) {
    journal.append(.auction(number, auctions[number]))
    auctions[number] = auction
  }
}
