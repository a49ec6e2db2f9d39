import Ethereum
import FixedPoint

/// Taking a part of an account that is auctioned (DA-12 to DA-14).
extension ClearingState {
  mutating func bid(_ bid: Bid) throws(ClearingRefusal) -> BidReceipt {
    if bid.part.isZero || bid.part > Wad.wide { throw .rule(.invalidBidPart) }
    try requireLastTrade(bid.expectedLastTrade, of: bid.account)
    let index = try requireAuctionable(bid.account)
    try requireNoPause(bid.account)
    guard let bidder = try? account(bid.bidder), bidder.manager == accounts[index].manager else {
      throw .rule(.bidderUnderOtherManager)
    }
    try settleInterest(bid.account)
    try settlePerps(bid.account)
    try requireNoProtection(bid.account)
    if bidder.owner != bid.caller { throw .rule(.bidderNotOwned) }
    let offer = try offer(auctionStatus(of: bid.account), for: bid.part)
    let before = try levelsBeforeBid(index)
    try requireCash(bid.bidder, offer.cashNeeded)
    if offer.status.auction.isInsolvent { try payOut(offer.cashToBidder, to: bid.bidder, for: bid.account) }
    try movePart(
      offer.part, of: bid.account, to: bid.bidder, for: offer.cashFromBidder,
      reserved: offer.status.auction.reservedCash)
    try reserve(offer.cashFromBidder, in: offer.status.auction, of: bid.account)
    if offer.endsAuction { try endAuction(bid.account) }
    try judge(bid, index, before: before)
    try requireLimit(bid, offer)
    let receipt = BidReceipt(
      part: offer.part, cashFromBidder: offer.cashFromBidder, cashToBidder: offer.cashToBidder)
    emit(.bidTaken(bid.account, bidder: bid.bidder, receipt))
    return receipt
  }

  /// Whoever takes something over has seen the account as it is, where it says so.
  /// - Parameter expected: zero where any will do.
  func requireLastTrade(_ expected: UInt256, of number: AccountNumber) throws(ClearingRefusal) {
    let lastTrade = (try? account(number).lastTrade) ?? 0
    if !expected.isZero && expected != UInt256(lastTrade) { throw .rule(.lastTradeDiffers) }
  }

  /// A bidder holds cash and nothing else, and enough of it for what it takes on.
  private func requireCash(_ number: AccountNumber, _ needed: UInt256) throws(ClearingRefusal) {
    let holdings = try account(number).holdings
    guard holdings.count == 1, let cash = holdings.first, cash.instrument == SubAsset(.cash) else {
      throw .rule(.invalidBidderPortfolio)
    }
    let least = try checked { () throws(ArithmeticError) in try Int256(needed) }
    if cash.amount < least { throw .rule(.insufficientBidderCash) }
  }

  private mutating func reserve(
    _ cash: UInt256, in auction: Auction, of number: AccountNumber
  ) throws(ClearingRefusal) {
    var auction = auction
    auction.reservedCash = try checked { () throws(ArithmeticError) in try auction.reservedCash + cash }
    set(auction: auction, of: number)
  }

  private func requireLimit(_ bid: Bid, _ offer: AuctionOffer) throws(ClearingRefusal) {
    let price = try checked { () throws(ArithmeticError) in
      try Int256(offer.cashFromBidder) - Int256(offer.cashToBidder)
    }
    if !bid.priceLimit.isZero && price > bid.priceLimit { throw .rule(.priceLimitExceeded) }
  }
}
