import FixedPoint
import Margin

/// Bids that are judged (WF-10): reference mode leaves a bidder below its margin.
extension ClearingState {
  /// - Parameter before: the account's margins before the bid; nil where bids are not judged.
  mutating func judge(_ bid: Bid, _ index: Int, before: ReductionLevels?) throws(ClearingRefusal) {
    guard let before else { return }
    let bidder = try self.index(bid.bidder)
    switch try modelInForce(bidder) {
    case .standard(let model): try requireMargin(bid.bidder, bidder, model, .initial)
    case .portfolio(let model): try requireMargin(bid.bidder, bidder, model, isTrusted: false)
    }
    // Everything in proportion may lower initial margin, which a bid takes no notice of.
    try requireNotLower(marginLevels(index), than: before, mayLowerInitial: true)
  }
}
