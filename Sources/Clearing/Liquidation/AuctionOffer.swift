import FixedPoint

/// What a bid on an open auction gets at a moment (DA-13, DA-14). Wads.
public struct AuctionOffer: Hashable, Sendable {
  public var status: AuctionStatus
  /// Of the whole account; below zero, the bidder is paid.
  public var price: Int256
  /// The largest part that is for sale.
  public var largestPart: UInt256
  /// The part that the bid takes of what the account holds, the largest at most.
  public var part: UInt256
  public var cashFromBidder: UInt256
  public var cashToBidder: UInt256
  /// What the bidder must hold: the price, and what the part lacks in margin.
  public var cashNeeded: UInt256
  /// Whether the bid ends the auction.
  public var endsAuction: Bool
}

extension ClearingState {
  /// What a bid for a part, or for the largest below it, would get now, by what is stored: interest that a bid would
  /// settle first is not counted.
  /// - Parameter part: wad, above zero and at most one.
  /// - Throws: `invalidBidPart`, `noOpenAuction`, `auctionHasNoGround`, `solventAuctionEnded`, and what margins refuse.
  public func auctionOffer(of number: AccountNumber, part: UInt256 = Wad.wide) throws(ClearingRefusal) -> AuctionOffer {
    if part.isZero || part > Wad.wide { throw .rule(.invalidBidPart) }
    return try offer(auctionStatus(of: number), for: part)
  }

  /// What a bid would get if it came now, interest and perps settled: it is made and taken back.
  /// - Throws: as the bid.
  public mutating func trial(of bid: Bid) throws(ClearingRefusal) -> BidReceipt {
    try tried { (state) throws(ClearingRefusal) in try state.bid(bid) }
  }

  func offer(_ status: AuctionStatus, for part: UInt256) throws(ClearingRefusal) -> AuctionOffer {
    if status.canTerminate { throw .rule(.auctionHasNoGround) }
    let price = try bidPrice(status.auction, status.margins)
    if status.auction.isInsolvent {
      return try checked { () throws(ArithmeticError) in
        let payout = try UInt256(-price).multiplyWadDown(part)
        let missing = try status.margins.maintenance.absolute().multiplyWadDown(part)
        return AuctionOffer(
          status: status, price: price, largestPart: Wad.wide, part: part, cashFromBidder: .zero, cashToBidder: payout,
          cashNeeded: try missing - payout, endsAuction: part == Wad.wide)
      }
    }
    if price <= .zero { throw .rule(.solventAuctionEnded) }
    let largest = try largestPart(status)
    return try checked { () throws(ArithmeticError) in
      let taken = min(part, largest)
      let cash = try UInt256(price).multiplyWadDown(taken)
      let missing = try (status.margins.buffer - Int256(status.auction.reservedCash)).absolute().multiplyWadDown(taken)
      return AuctionOffer(
        status: status, price: price, largestPart: largest, part: taken, cashFromBidder: cash, cashToBidder: .zero,
        cashNeeded: try cash + missing, endsAuction: part >= largest)
    }
  }
}
