import Ethereum
import FixedPoint

/// An offer for a part of an account that is auctioned (DA-12).
public struct Bid: Hashable, Sendable {
  /// The account that is auctioned.
  public var account: AccountNumber
  /// The account that takes the part: of the same manager, with cash and nothing else.
  public var bidder: AccountNumber
  /// The part, wad, above zero and at most one. It is a part of what the account holds now.
  public var part: UInt256
  /// The most cash to pay, signed wad, below zero for the least to be paid; zero for no limit.
  public var priceLimit: Int256
  /// The last trade that may have changed the account; zero for any.
  public var expectedLastTrade: UInt256
  public var caller: Address

  public init(
    account: AccountNumber, bidder: AccountNumber, part: UInt256, priceLimit: Int256 = .zero,
    expectedLastTrade: UInt256 = .zero, caller: Address
  ) {
    self.account = account
    self.bidder = bidder
    self.part = part
    self.priceLimit = priceLimit
    self.expectedLastTrade = expectedLastTrade
    self.caller = caller
  }
}

/// What a bid got. Wads.
public struct BidReceipt: Hashable, Sendable {
  /// The part that was taken, which a solvent auction cuts.
  public var part: UInt256
  public var cashFromBidder: UInt256
  public var cashToBidder: UInt256

  public init(part: UInt256, cashFromBidder: UInt256, cashToBidder: UInt256) {
    self.part = part
    self.cashFromBidder = cashFromBidder
    self.cashToBidder = cashToBidder
  }
}
