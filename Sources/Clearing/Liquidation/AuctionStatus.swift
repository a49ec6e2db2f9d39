import FixedPoint

/// Where an open auction stands (DA-6).
public struct AuctionStatus: Hashable, Sendable {
  public var auction: Auction
  public var margins: AuctionMargins
  /// Whether it has no ground any more: it takes no bids then, and anybody may end it.
  public var canTerminate: Bool
  /// Seconds since it started, but for those in which it waited (WF-27).
  public var age: UInt64
}

extension ClearingState {
  /// - Throws: `noOpenAuction`, and what margins refuse.
  public func auctionStatus(of number: AccountNumber) throws(ClearingRefusal) -> AuctionStatus {
    guard let auction = openAuction(of: number) else { throw .rule(.noOpenAuction) }
    let age = age(of: auction)
    let needsMargin = auction.isInsolvent ? true : try isOver(after: age)
    let margins = try auctionMargins(index(number), scenario: auction.scenario)
    var status = AuctionStatus(auction: auction, margins: margins, canTerminate: false, age: age)
    if needsMargin {
      status.canTerminate = margins.maintenance >= .zero
    } else {
      let reserved = try checked { () throws(ArithmeticError) in try Int256(auction.reservedCash) }
      let isBought = margins.markToMarket.isNegative || reserved >= margins.markToMarket
      status.canTerminate = isBought || margins.buffer >= .zero
    }
    return status
  }

  private func age(of auction: Auction) -> UInt64 { seconds(since: auction.startTime, auction.waited) }

  /// Whether the time of a solvent auction has run out.
  private func isOver(after age: UInt64) throws(ClearingRefusal) -> Bool {
    let parameters = liquidation.parameters
    return try checked { () throws(ArithmeticError) in try UInt256(age) >= parameters.solventLength() }
  }

  /// What the whole account costs now, signed wad: below zero, the bidder is paid (DA-5).
  /// - Throws: `auctionNotStarted`, `reservedCashAboveValue`, and what margins refuse.
  public func bidPrice(of number: AccountNumber) throws(ClearingRefusal) -> Int256 {
    guard let auction = openAuction(of: number) else { throw .rule(.auctionNotStarted) }
    return try bidPrice(auction, auctionMargins(index(number), scenario: auction.scenario))
  }

  /// The same of an open auction with its margins.
  func bidPrice(_ auction: Auction, _ margins: AuctionMargins) throws(ClearingRefusal) -> Int256 {
    let (parameters, age) = (liquidation.parameters, age(of: auction))
    if auction.isInsolvent {
      return try checked { () throws(ArithmeticError) in try parameters.insolventPrice(margins, after: age) }
    }
    let isOver = try checked { () throws(ArithmeticError) in
      let length = try parameters.solventLength()
      // The sum is the reference's, and so is its overflow (DA-19).
      _ = try UInt256(auction.startTime) + length
      return UInt256(age) >= length
    }
    if isOver { return .zero }
    let (value, reserved) = (
      margins.markToMarket, try checked { () throws(ArithmeticError) in try Int256(auction.reservedCash) }
    )
    if reserved > value { throw .rule(.reservedCashAboveValue) }
    return try checked { () throws(ArithmeticError) in
      try (value - reserved).multiplyWadTruncating(Int256(parameters.discount(after: age)))
    }
  }

  /// The part of mark to market that an open solvent auction asks for now, wad (DA-3).
  /// - Throws: `auctionNotStarted`.
  public func auctionDiscount(of number: AccountNumber) throws(ClearingRefusal) -> UInt256 {
    guard let auction = openAuction(of: number) else { throw .rule(.auctionNotStarted) }
    let (parameters, age) = (liquidation.parameters, age(of: auction))
    return try checked { () throws(ArithmeticError) in try parameters.discount(after: age) }
  }

  /// The largest part of the account that an open solvent auction sells now, wad (DA-4).
  /// - Throws: `noOpenAuction`, `solventAuctionEnded` where it is worth less than nothing, and what margins refuse.
  public func largestPart(of number: AccountNumber) throws(ClearingRefusal) -> UInt256 {
    let status = try auctionStatus(of: number)
    if status.margins.markToMarket.isNegative { throw .rule(.solventAuctionEnded) }
    return try largestPart(status)
  }

  func largestPart(_ status: AuctionStatus) throws(ClearingRefusal) -> UInt256 {
    let liquidation = liquidation
    return try checked { () throws(ArithmeticError) in
      try liquidation.largestPart(
        status.margins, discount: liquidation.parameters.discount(after: status.age),
        reserved: status.auction.reservedCash)
    }
  }
}
