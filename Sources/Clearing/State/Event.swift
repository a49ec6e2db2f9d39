import Ethereum
import FixedPoint

/// What an operation did, for those who follow a venue. Events of a refused operation are taken back with it.
public enum Event: Hashable, Sendable {
  case accountCreated(AccountNumber, owner: Address, manager: Int)
  /// A stored balance, signed wads; that of cash moves with its interest.
  case balanceMoved(AccountNumber, SubAsset, before: Int256, after: Int256)
  /// In the token's own units.
  case deposited(AccountNumber, Asset, tokens: UInt256)
  /// In the token's own units.
  case withdrawn(AccountNumber, Asset, tokens: UInt256)
  case traded(number: UInt64, caller: Address)
  /// Wad.
  case feePaid(AccountNumber, to: AccountNumber, fee: Int256)
  /// Interest was added to all cash; the indices since, wads.
  case interestAccrued(borrowIndex: UInt256, supplyIndex: UInt256)
  /// What a perp paid an account, signed wad.
  case perpSettled(AccountNumber, perp: Int, paid: Int256)
  /// What the settled options of one asset paid an account, signed wad.
  case optionsSettled(AccountNumber, option: Int, paid: Int256)
  /// An insolvent one also where a solvent one was converted.
  case auctionStarted(AccountNumber, scenario: UInt256, isInsolvent: Bool)
  case bidTaken(AccountNumber, bidder: AccountNumber, BidReceipt)
  case auctionEnded(AccountNumber)
  /// An account was said to be below maintenance margin, at a time in Unix seconds; nil where that is over.
  case announced(AccountNumber, since: UInt64?)
  /// A part of an account was taken over.
  case reduced(ReductionRecord)
  /// The security module paid for an insolvent account, within its caps; wad.
  case fundPaid(AccountNumber, UInt256)
  /// The caps have nothing left for accounts like this one; until a time in Unix seconds, the end of the window.
  case fundAtCap(AccountNumber, until: UInt64)
  /// Liquidations of a market wait, until a time in Unix seconds.
  case liquidationsPaused(market: Int, PauseReason, until: UInt64)
  /// A tenth or less is left of what may be withdrawn, wad; until a time in Unix seconds.
  case withdrawalsNearLimit(withdrawn: UInt256, until: UInt64)
  /// A tenth or less is left of what an asset's total may rise by, wad; until a time in Unix seconds.
  case interestNearLimit(AssetManager, risen: UInt256, until: UInt64)
  /// A level of an adaptive rule is announced, wad, for a time in Unix seconds; 0 where it is taken back.
  case levelAnnounced(manager: Int, rule: Int, UInt256, binds: UInt64)
  /// The level of an adaptive rule, wad, is in force since a time in Unix seconds.
  case levelMoved(manager: Int, rule: Int, UInt256, since: UInt64)
  /// A bid did what bids that are judged may not.
  case bidFellShort(AccountNumber, bidder: AccountNumber, BidShortcomings)
  /// Positions on the other side of an insolvent account were closed.
  case deleveraged(DeleveragingRecord)
  /// Cash was printed for which there are no tokens, wad.
  case lossSocialised(UInt256)
  case feedAccepted(Address, FeedPoint)
  /// Whose an account in custody is from now on; nil for nobody.
  case custodyChanged(AccountNumber, owner: Address?)
  /// The last second at which a key may sign.
  case sessionKeySet(SessionKeyName, until: UInt256)
  /// A part of an order, under its nonce; wads.
  case orderFilled(NonceName, amount: UInt256, price: Int256)
  /// Tokens came in, in the token's own units.
  case credited(UInt256, WalletName, amount: UInt256)
  case takenOut(UInt64, PendingWithdrawal)
  case paid(UInt64)
  /// A parameter was announced, for a time in Unix seconds.
  case scheduled(UInt64, due: UInt64)
  case cancelled(UInt64)
  /// The name of what the parameter was refused for.
  case tookEffect(UInt64, refusal: String?)
  /// Another manager judges the account from now on.
  case managerChanged(AccountNumber, manager: Int)
  case paused(manager: Int, isPaused: Bool)
  /// The auction of an account goes by another scenario from now on.
  case scenarioUpdated(AccountNumber, UInt256)
}
