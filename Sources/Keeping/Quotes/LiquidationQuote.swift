import Clearing
import FixedPoint

/// What somebody who takes an account over gets and needs, at this moment (KP-3). Wads.
public struct LiquidationQuote: Hashable, Sendable {
  /// Whether the auction has still to be started.
  public var isToBeStarted: Bool
  public var isInsolvent: Bool
  /// Of the whole account, signed: below zero, the taker is paid.
  public var price: Int256
  /// The part of mark to market that the taker does not pay; nil of an insolvent account.
  public var discount: UInt256?
  /// The largest part that is for sale.
  public var part: UInt256
  public var cashFromTaker: UInt256
  public var cashToTaker: UInt256
  /// The cash that the taker must hold for the bid not to be refused.
  public var cashNeeded: UInt256
  /// The cash that leaves the taker, who holds nothing else, at initial margin with the part.
  public var cashForInitialMargin: UInt256
  /// What the part is worth at the marks beyond what is paid for it, signed.
  public var gain: Int256
}

extension LiquidationQuote {
  /// What the largest part of an account that is for sale would cost now; an auction that is not open is started.
  /// - Throws: as the start and the bid, among them `auctionHasNoGround` for an auction that can be terminated.
  public init(
    of number: AccountNumber, in state: inout ClearingState
  ) throws(ClearingRefusal) {
    let scenario = state.openAuction(of: number) == nil ? try state.worstScenario(of: number) : .zero
    let trial = try state.auctionTrial(of: number, scenario: scenario)
    try self.init(trial)
  }

  init(_ trial: AuctionTrial) throws(ClearingRefusal) {
    let offer = trial.offer
    let auction = offer.status.auction
    let initial = try trial.margins.initial.get()
    do throws(ArithmeticError) {
      let reserved = try Int256(auction.reservedCash)
      // What is sold is the account without the cash that bidders have paid.
      let value = try offer.status.margins.markToMarket - reserved
      let lacking = try min(try initial - reserved, .zero).absolute()
      let (paid, received) = (try Int256(offer.cashFromBidder), try Int256(offer.cashToBidder))
      let forMargin = try Int256(try lacking.multiplyWadDown(offer.part)) + 1 + paid - received
      let discount: UInt256?
      if auction.isInsolvent || value <= .zero {
        discount = nil
      } else {
        let asked = try UInt256(try offer.price.divideWadTruncating(value))
        discount = asked < Wad.wide ? Wad.wide &- asked : .zero
      }
      self.init(
        isToBeStarted: trial.isStarted, isInsolvent: auction.isInsolvent, price: offer.price, discount: discount,
        part: offer.part, cashFromTaker: offer.cashFromBidder, cashToTaker: offer.cashToBidder,
        cashNeeded: offer.cashNeeded, cashForInitialMargin: try UInt256(max(forMargin, .zero)),
        gain: try value.multiplyWadTruncating(Int256(offer.part)) - paid + received)
    } catch { throw .arithmetic(error) }
  }
}
