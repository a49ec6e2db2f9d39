import Ethereum
import FixedPoint

/// A part of the state that is written, committed to and proven by itself (CL-1).
public enum StateKey: Hashable, Sendable {
  /// What never changes: owner, places of assets, the security module.
  case venue
  /// The time, the number of the last trade and the number of accounts.
  case clock
  case cash
  case liquidation
  /// The reading of the stable price.
  case stable
  case perp(Int)
  case base(Int)
  case manager(Int)
  /// The readings of a market.
  case market(Int)
  /// The reading of a collateral that has a feed of its own.
  case collateral(Int)
  case account(AccountNumber)
  case position(AssetManager)
  case openInterest(SubAsset)
  case allowance(AllowanceKey)
  /// The last auction of an account.
  case auction(AccountNumber)
  /// Who may speak for a signed feed, and its settings.
  case feed(Address)
  /// What a signed feed knows: its one value, or that of an expiry.
  case feedPoint(Address, expiry: UInt64?)
  /// That an address may send matched calls.
  case executor(Address)
  case module(Address)
  /// Whose an account in custody is.
  case custody(AccountNumber)
  /// When an account was asked for back.
  case withdrawalRequest(AccountNumber)
  case sessionKey(SessionKeyName)
  /// That a nonce was used.
  case nonce(NonceName)
  /// What has been filled of the order of a nonce.
  case fill(NonceName)
  /// The account that is paid the fees of a module.
  case feeRecipient(Address)
  /// What opening an account takes.
  case gateway
  case wallet(WalletName)
  /// What was taken out and is not yet paid.
  case withdrawal(UInt64)
  /// That a deposit was credited.
  case credit(UInt256)
  /// The bridge, and the number of the last withdrawal.
  case treasury
  case scheduled(UInt64)
  /// The delay, and the number of the last announcement.
  case governance
  /// The versions of the rules with the heights at which they begin.
  case versions
  /// What the security module has paid and what was socialised lately.
  case waterfall
  /// What is remembered of the prices of a market.
  case watch(Int)
  /// Where the total of an asset stood in the present window.
  case interest(AssetManager)
  /// Where the adaptive rules of a manager stand.
  case levels(Int)
  /// When an account was said to be below maintenance margin.
  case announced(AccountNumber)

  /// Whether there may be so many parts of this kind that each reading of one is noted (`TouchLog`). All others
  /// belong to every witness.
  public var isNoted: Bool {
    switch self {
    // A feed may know many expiries.
    case .feedPoint(_, let expiry): expiry != nil
    case .account, .openInterest, .allowance, .auction, .custody, .withdrawalRequest, .sessionKey, .nonce, .fill,
      .wallet, .withdrawal, .credit, .announced, .levels, .interest:
      true
    case .venue, .clock, .cash, .liquidation, .stable, .perp, .base, .manager, .market, .collateral, .position, .feed,
      .executor, .module, .feeRecipient, .gateway, .treasury, .scheduled, .governance,
      .versions, .waterfall, .watch:
      false
    }
  }
}
