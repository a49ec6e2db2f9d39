import Ethereum
import FixedPoint

/// A part of the state as it is read back, the counterpart of `StateKey` (LG-5).
package enum StatePart: Sendable {
  case clock(time: UInt64, lastTrade: UInt64, accounts: UInt64)
  case cash(CashState)
  case liquidation(LiquidationState)
  case stable(Reading<FeedPrice>, source: Address?)
  case perp(Int, PerpState)
  case base(Int, BaseState)
  case manager(Int, ManagerState)
  case market(Int, MarketFeeds)
  case collateral(Int, Reading<FeedPrice>, source: Address?)
  case account(AccountNumber, AccountState)
  case position(AssetManager, TrackedPosition)
  case openInterest(SubAsset, OpenInterest)
  case allowance(AllowanceKey, Allowance)
  case auction(AccountNumber, Auction)
  case feed(Feed)
  case feedPoint(Address, FeedPoint)
  case executor(Address)
  case module(Address, ModuleKind)
  case custody(AccountNumber, Address)
  case withdrawalRequest(AccountNumber, UInt64)
  case sessionKey(SessionKeyName, UInt256)
  case nonce(NonceName)
}
