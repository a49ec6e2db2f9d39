import FixedPoint

/// What a bid on an account would get if everything that has to come before it were done now.
public struct AuctionTrial: Sendable {
  public var offer: AuctionOffer
  /// The margins of the account as the bid would find it, over all scenarios.
  public var margins: MarginView
  /// Whether an auction would have to be started first.
  public var isStarted: Bool
}

extension ClearingState {
  /// Starts an auction of an account where none is open, settles interest and perps, and says what a bid would get;
  /// all of it is taken back.
  /// - Parameters:
  ///   - scenario: of the model's list, for the start.
  ///   - part: wad, above zero and at most one.
  /// - Throws: as the start and `auctionOffer`.
  public mutating func auctionTrial(
    of number: AccountNumber, scenario: UInt256, part: UInt256 = Wad.wide
  ) throws(ClearingRefusal) -> AuctionTrial {
    try tried { (state) throws(ClearingRefusal) in
      let isStarted = state.openAuction(of: number) == nil
      if isStarted {
        try state.startAuction(number, scenario: scenario)
      } else {
        try state.settleInterest(number)
        try state.settlePerps(number)
      }
      let offer = try state.auctionOffer(of: number, part: part)
      return AuctionTrial(offer: offer, margins: try state.margins(of: number), isStarted: isStarted)
    }
  }
}
