import Ethereum
import FixedPoint

/// A part of the state as it was. What is large or rare is kept elsewhere, so that the others take little room.
enum StateChange {
  case account(Int, AccountState)
  case newAccount
  case rules(RuleSet)
  indirect case cash(CashState)
  indirect case perp(Int, PerpState)
  case base(Int, BaseState)
  indirect case manager(Int, ManagerState)
  indirect case market(Int, MarketFeeds)
  indirect case collateral(Int, Reading<FeedPrice>)
  indirect case stable(Reading<FeedPrice>)
  /// Whether a manager is judging.
  case entered(Int, Bool)
  case position(AssetManager, TrackedPosition?)
  case openInterest(SubAsset, OpenInterest?)
  indirect case allowance(AllowanceKey, Allowance?)
  indirect case liquidation(LiquidationState)
  indirect case auction(AccountNumber, Auction?)
  indirect case announced(AccountNumber, Announcement?)
  indirect case waterfall(WaterfallUse)
  indirect case watch(Int, MarketWatch?)
  indirect case interest(AssetManager, InterestWindow?)
  indirect case levels(Int, [AdaptiveLevel]?)
  case trade(UInt64)
  case time(UInt64)
  indirect case signedFeed(Address, Feed?)
  indirect case feedPoint(Address, FeedPoint)
  case executor(Address, Bool)
  case module(Address, ModuleKind?)
  case custody(AccountNumber, Address?)
  case withdrawalRequest(AccountNumber, UInt64?)
  case sessionKey(SessionKeyName, UInt256?)
  case nonce(NonceName)
  case fill(NonceName, OrderFill?)
  case feeRecipient(Address, AccountNumber?)
  case openingDeposit(UInt256)
  indirect case wallet(WalletName, UInt256?)
  indirect case withdrawal(UInt64, PendingWithdrawal?)
  case lastWithdrawal(UInt64)
  case credit(UInt256)
  case bridge(Address)
  indirect case scheduled(UInt64, ScheduledParameter?)
  case lastScheduled(UInt64)
  case governanceDelay(UInt64)
  indirect case versions([RuleVersion])
}

extension StateChange {
  /// The part that changed; nil for what no operation leaves changed.
  var key: StateKey? {
    switch self {
    case .account(let index, _): .account(AccountNumber(index) + 1)
    case .newAccount, .trade, .time: .clock
    case .rules: .venue
    case .cash: .cash
    case .perp(let index, _): .perp(index)
    case .base(let index, _): .base(index)
    case .manager(let index, _): .manager(index)
    case .market(let index, _): .market(index)
    case .collateral(let index, _): .collateral(index)
    case .stable: .stable
    case .entered: nil
    case .position(let key, _): .position(key)
    case .openInterest(let key, _): .openInterest(key)
    case .allowance(let key, _): .allowance(key)
    case .liquidation: .liquidation
    case .auction(let number, _): .auction(number)
    case .announced(let number, _): .announced(number)
    case .waterfall: .waterfall
    case .watch(let market, _): .watch(market)
    case .levels(let manager, _): .levels(manager)
    case .interest(let key, _): .interest(key)
    case .signedFeed(let address, _): .feed(address)
    case .feedPoint(let address, let point): .feedPoint(address, expiry: point.expiry)
    case .executor(let address, _): .executor(address)
    case .module(let address, _): .module(address)
    case .custody(let account, _): .custody(account)
    case .withdrawalRequest(let account, _): .withdrawalRequest(account)
    case .sessionKey(let name, _): .sessionKey(name)
    case .nonce(let name): .nonce(name)
    case .fill(let name, _): .fill(name)
    case .feeRecipient(let module, _): .feeRecipient(module)
    case .openingDeposit: .gateway
    case .wallet(let name, _): .wallet(name)
    case .withdrawal(let number, _): .withdrawal(number)
    case .lastWithdrawal, .bridge: .treasury
    case .credit(let number): .credit(number)
    case .scheduled(let number, _): .scheduled(number)
    case .lastScheduled, .governanceDelay: .governance
    case .versions: .versions
    }
  }
}
