import Ethereum
import FixedPoint

/// What can be done to a venue (CL-5). The caller is who asks for it; operations without one are open to anybody.
public enum Operation: Sendable {
  case createAccount(owner: Address, manager: Int)
  /// The amount is in the token's own units.
  case deposit(AccountNumber, Asset, amount: UInt256)
  /// The amount is in the token's own units.
  case withdraw(AccountNumber, Asset, amount: UInt256, caller: Address)
  case trade([Transfer], caller: Address)
  /// A trade of one movement.
  case transfer(Transfer, caller: Address)
  case approve(AccountNumber, to: Address, caller: Address)
  case setAllowance(Allowance, AllowanceKey, caller: Address)
  /// Puts an account under another manager.
  case changeManager(AccountNumber, to: Int, caller: Address)
  case warp(to: UInt64)
  case settleInterest(AccountNumber)
  case settlePerps(AccountNumber)
  case settleOptions(AccountNumber, option: Int)
  case realisePerp(AccountNumber, perp: Int)
  case accrueInterest
  case transferSecurityFees
  case disableWithdrawFee
  /// The amount is a wad.
  case donateBalance(AccountNumber, amount: UInt256, caller: Address)
  /// The amount is in the token's own units.
  case donateToSecurityModule(amount: UInt256)
  /// The amount is in the token's own units.
  case withdrawFromSecurityModule(amount: UInt256, caller: Address)
  case payCashInsolvency
  /// The scenario is of the portfolio model's list.
  case startAuction(AccountNumber, scenario: UInt256)
  /// Says that an account is below maintenance margin.
  case announce(AccountNumber)
  /// Ends what was announced of an account that is not below any more.
  case withdrawAnnouncement(AccountNumber)
  /// Takes over what brings an account back.
  case reduce(Takeover)
  case bid(Bid)
  case convertToInsolvent(AccountNumber)
  case terminateAuction(AccountNumber)
  case updateScenario(AccountNumber, scenario: UInt256)
  case feed(FeedUpdate)
  case set(Parameter, caller: Address)
  /// A signed message for a feed.
  case message(feed: Address, bytes: [UInt8])
  /// What an owner does without signing, as the contracts are called.
  case owner(OwnerCall, caller: Address)
  /// Signed actions.
  case actions(MatchedCall)
  /// Sets an announced parameter whose time has come.
  case takeEffect(UInt64)
}

/// What an operation answers when it is not refused.
public enum Receipt: Hashable, Sendable {
  case done
  case account(AccountNumber)
  case trade(UInt64)
  /// Cash that was destroyed, wad.
  case burnt(UInt256)
  case bid(BidReceipt)
  case reduced(ReductionRecord)
  /// Whether a message was newer than what its feed had; otherwise it was ignored.
  case applied(Bool)
  /// An announcement is done with; what its parameter was refused for, if it was.
  case tookEffect(refusal: ClearingRefusal?)
}
