import FixedPoint
import Margin

/// What an accepted bid does less than rules with judged bids would see to (WF-10).
public struct BidShortcomings: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The bidder is below initial margin over all scenarios, or has none that can be read.
  public static let bidderBelowInitial = BidShortcomings(rawValue: 1)
  /// The account's maintenance margin is lower than before, or could not be read.
  public static let lowersMargin = BidShortcomings(rawValue: 2)
  public static let all: BidShortcomings = [.bidderBelowInitial, .lowersMargin]
}

/// Bids that are judged (WF-10): reference mode leaves a bidder below its margin, and an account with less, and its
/// receipts say so.
extension ClearingState {
  /// The account's margins before a bid that is judged or noted; nil where it is neither, or where it is noted and
  /// they cannot be read.
  func levelsBeforeBid(_ index: Int) throws(ClearingRefusal) -> ReductionLevels? {
    if liquidation.judgesBids { return try marginLevels(index) }
    return isRecording ? try readLevels(index) : nil
  }

  /// - Parameter before: of `levelsBeforeBid`.
  mutating func judge(_ bid: Bid, _ index: Int, before: ReductionLevels?) throws(ClearingRefusal) {
    let bidder = try self.index(bid.bidder)
    if liquidation.judgesBids, let before {
      switch managers[accounts[bidder].manager].model {
      case .standard(let model): try requireMargin(bid.bidder, bidder, model, .initial)
      case .portfolio(let model): try requireMargin(bid.bidder, bidder, model, isTrusted: false)
      }
      // Everything in proportion may lower initial margin, which a bid takes no notice of.
      return try requireNotLower(marginLevels(index), than: before, mayLowerInitial: true)
    }
    guard isRecording else { return }
    var found: BidShortcomings = []
    if try readLevels(bidder)?.initialMargin.isNegative ?? true { found.insert(.bidderBelowInitial) }
    if let before, let after = try readLevels(index) {
      if after.maintenanceMargin < before.maintenanceMargin { found.insert(.lowersMargin) }
    } else {
      found.insert(.lowersMargin)
    }
    if !found.isEmpty { emit(.bidFellShort(bid.account, bidder: bid.bidder, found)) }
  }

  /// Margins for what is only noted: nil where they are refused.
  private func readLevels(_ index: Int) throws(ClearingRefusal) -> ReductionLevels? {
    do throws(ClearingRefusal) { return try marginLevels(index) } catch {
      if case .rule(.tooMuchWork) = error { throw error }
      return nil
    }
  }
}
