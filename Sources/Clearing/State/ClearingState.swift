import Ethereum
import FixedPoint

/// Everything a venue knows (CL-1). It changes by operations alone, and each change within an operation is noted, so
/// that a refusal takes them all back.
public struct ClearingState: Sendable {
  /// Unix seconds; it never runs backward.
  public fileprivate(set) var time: UInt64
  /// Who may set parameters.
  public let owner: Address
  /// The number of the last trade.
  public fileprivate(set) var lastTrade: UInt64 = 0
  public fileprivate(set) var cash: CashState
  /// The market of each option asset.
  public let optionMarkets: [Int]
  public fileprivate(set) var perps: [PerpState]
  public fileprivate(set) var bases: [BaseState]
  public fileprivate(set) var managers: [ManagerState]
  /// By number less one.
  public fileprivate(set) var accounts: [AccountState] = []
  public fileprivate(set) var positions: [AssetManager: TrackedPosition] = [:]
  public fileprivate(set) var openInterests: [SubAsset: OpenInterest] = [:]
  public fileprivate(set) var allowances: [AllowanceKey: Allowance] = [:]
  public fileprivate(set) var liquidation: LiquidationState
  /// The last auction of each account that ever had one.
  public fileprivate(set) var auctions: [AccountNumber: Auction] = [:]
  public var feeds: Feeds
  public fileprivate(set) var signedFeeds: FeedBook
  public fileprivate(set) var gateway: Gateway
  /// The account of the security module.
  public let securityModule: AccountNumber

  private var journal: [Change] = []

  /// A part of the state as it was.
  private enum Change {
    case account(Int, AccountState)
    case newAccount
    case cash(CashState)
    case perp(Int, PerpState)
    case base(Int, BaseState)
    case manager(Int, ManagerState)
    case position(AssetManager, TrackedPosition?)
    case openInterest(SubAsset, OpenInterest?)
    case allowance(AllowanceKey, Allowance?)
    case liquidation(LiquidationState)
    case auction(AccountNumber, Auction?)
    case trade(UInt64)
    case time(UInt64)
    case signedFeed(Address, Feed?)
    case feedPoint(Address, FeedPoint)
    case executor(Address, Bool)
    case module(Address, ModuleKind?)
    case custody(AccountNumber, Address?)
    case withdrawalRequest(AccountNumber, UInt64?)
    case sessionKey(SessionKeyName, UInt256?)
    case nonce(NonceName)
  }

  /// A venue without accounts.
  public init(
    time: UInt64, owner: Address, cash: CashState, optionMarkets: [Int], perps: [PerpState], bases: [BaseState],
    managers: [ManagerState], liquidation: LiquidationState, feeds: Feeds, securityModule: AccountNumber,
    signedFeeds: FeedBook = FeedBook(), gateway: Gateway = Gateway(address: .zero, chainId: .zero)
  ) {
    self.time = time
    self.owner = owner
    self.cash = cash
    self.optionMarkets = optionMarkets
    self.perps = perps
    self.bases = bases
    self.managers = managers
    self.liquidation = liquidation
    self.feeds = feeds
    self.securityModule = securityModule
    self.signedFeeds = signedFeeds
    self.gateway = gateway
  }

  /// Runs an operation wholly or not at all (CL-6).
  mutating func atomically<Result>(
    _ body: (inout ClearingState) throws(ClearingRefusal) -> Result
  ) throws(ClearingRefusal) -> Result {
    journal.removeAll(keepingCapacity: true)
    do {
      return try body(&self)
    } catch {
      while let change = journal.popLast() { takeBack(change) }
      throw error
    }
  }

  /// What an operation would answer: everything that it does is taken back.
  mutating func tried<Result>(
    _ body: (inout ClearingState) throws(ClearingRefusal) -> Result
  ) throws(ClearingRefusal) -> Result {
    let answer = try atomically(body)
    while let change = journal.popLast() { takeBack(change) }
    return answer
  }

  private mutating func takeBack(_ change: Change) {
    switch change {
    case .account(let index, let old): accounts[index] = old
    case .newAccount: accounts.removeLast()
    case .cash(let old): cash = old
    case .perp(let index, let old): perps[index] = old
    case .base(let index, let old): bases[index] = old
    case .manager(let index, let old): managers[index] = old
    case .position(let key, let old): positions[key] = old
    case .openInterest(let key, let old): openInterests[key] = old
    case .allowance(let key, let old): allowances[key] = old
    case .liquidation(let old): liquidation = old
    case .auction(let number, let old): auctions[number] = old
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
    }
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
    accounts.append(account)
    return AccountNumber(accounts.count)
  }

  /// - Parameter index: the number of the account less one.
  mutating func update(account index: Int, _ body: (inout AccountState) -> Void) {
    journal.append(.account(index, accounts[index]))
    body(&accounts[index])
  }

  mutating func update(cash body: (inout CashState) throws(ArithmeticError) -> Void) throws(ClearingRefusal) {
    journal.append(.cash(cash))
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

  mutating func set(position: TrackedPosition, _ key: AssetManager) {
    journal.append(.position(key, positions[key]))
    positions[key] = position
  }

  mutating func set(openInterest: OpenInterest, _ key: SubAsset) {
    journal.append(.openInterest(key, openInterests[key]))
    openInterests[key] = openInterest
  }

  mutating func set(allowance: Allowance, _ key: AllowanceKey) {
    journal.append(.allowance(key, allowances[key]))
    allowances[key] = allowance
  }

  mutating func set(auction: Auction, of number: AccountNumber) {
    journal.append(.auction(number, auctions[number]))
    auctions[number] = auction
  }

  mutating func update(liquidation body: (inout LiquidationState) -> Void) {
    journal.append(.liquidation(liquidation))
    body(&liquidation)
  }
}

/// The same for signed feeds and actions.
extension ClearingState {
  mutating func set(signedFeed: Feed?, _ address: Address) {
    journal.append(.signedFeed(address, signedFeeds[address]))
    signedFeeds[address] = signedFeed
  }

  mutating func put(_ point: FeedPoint, feed address: Address) {
    journal.append(.feedPoint(address, signedFeeds.put(point, feed: address)))
  }

  mutating func set(executor isAllowed: Bool, _ address: Address) {
    journal.append(.executor(address, gateway.executors.contains(address)))
    gateway.executors.set(address, isAllowed)
  }

  mutating func set(module: ModuleKind?, _ address: Address) {
    journal.append(.module(address, gateway.modules[address]))
    gateway.modules[address] = module
  }

  mutating func set(custody owner: Address?, _ account: AccountNumber) {
    journal.append(.custody(account, gateway.custody[account]))
    gateway.custody[account] = owner
  }

  mutating func set(withdrawalRequest time: UInt64?, _ account: AccountNumber) {
    journal.append(.withdrawalRequest(account, gateway.withdrawalRequests[account]))
    gateway.withdrawalRequests[account] = time
  }

  mutating func set(sessionKey expiry: UInt256, _ name: SessionKeyName) {
    journal.append(.sessionKey(name, gateway.sessionKeys[name]))
    gateway.sessionKeys[name] = expiry
  }

  /// Uses a nonce that was not used.
  mutating func set(used name: NonceName) {
    journal.append(.nonce(name))
    gateway.nonces.insert(name)
  }
}

extension Set {
  fileprivate mutating func set(_ element: Element, _ isMember: Bool) {
    if isMember { insert(element) } else { remove(element) }
  }
}
