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
  public var feeds: Feeds
  /// The account of the security module.
  public let securityModule: AccountNumber
  /// Which defects of the reference are put right.
  public let rules: RuleSet

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
    case trade(UInt64)
    case time(UInt64)
  }

  /// A venue without accounts.
  public init(
    time: UInt64, owner: Address, cash: CashState, optionMarkets: [Int], perps: [PerpState], bases: [BaseState],
    managers: [ManagerState], liquidation: LiquidationState, feeds: Feeds, securityModule: AccountNumber,
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
    case .trade(let old): lastTrade = old
    case .time(let old): time = old
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

  mutating func update(liquidation body: (inout LiquidationState) -> Void) {
    journal.append(.liquidation(liquidation))
    body(&liquidation)
  }
}
