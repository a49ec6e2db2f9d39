import Clearing
import FixedPoint
import Margin

/// A bid that is worth it to a keeper (KP-5 to KP-7).
public struct KeeperBid: Hashable, Sendable {
  public var part: UInt256
  public var priceLimit: Int256
  /// The cash that the bidder has to hold: for the bid, and for initial margin afterwards. Wad.
  public var cash: UInt256
  /// What it gains at the marks, signed wad.
  public var gain: Int256
}

extension KeeperProfile {
  /// What rounding of a part may ask for besides, wad.
  private static let unit: UInt256 = 1_000_000_000

  /// The bid on an open auction that is worth it now; nil where none is.
  /// - Parameter cash: what the keeper has free, wad.
  /// - Throws: what the auction refuses.
  public func bid(
    on number: AccountNumber, cash: UInt256, in state: inout ClearingState
  ) throws(ClearingRefusal) -> KeeperBid? {
    guard state.openAuction(of: number) != nil else { return nil }
    let trial = try state.auctionTrial(of: number, scenario: .zero)
    let quote = try LiquidationQuote(trial)
    let initial = try trial.margins.initial.get()
    let exposure = hedge == nil ? UInt256.zero : try state.exposure(of: number)
    do throws(ArithmeticError) {
      let needed = max(quote.cashNeeded, quote.cashForInitialMargin)
      let budget = min(try cash.multiplyWadDown(commitment), cash > Self.unit ? cash &- Self.unit : .zero)
      let part = needed <= budget ? quote.part : try quote.part.multiplyWadDown(budget.divideWadDown(needed))
      guard !part.isZero else { return nil }
      let markToMarket = trial.offer.status.margins.markToMarket
      let worth = try markToMarket - Int256(trial.offer.status.auction.reservedCash)
      let requirement = try max(markToMarket - initial, .zero).absolute()
      let value = try KeeperValue(part: part, of: worth, requirement: requirement, exposure: exposure, for: self)
      let paid = try quote.price.multiplyWadTruncating(Int256(part))
      guard paid <= value.limit else { return nil }
      // Zero is no limit.
      let limit = value.limit.isZero ? Int256(-1) : value.limit
      // A unit for the part that was rounded down.
      let cash = min(try needed.multiplyWadDown(part.divideWadDown(quote.part)) + Self.unit, needed)
      return KeeperBid(part: part, priceLimit: limit, cash: cash, gain: try value.value - paid)
    } catch { throw .arithmetic(error) }
  }
}

extension ClearingState {
  /// The worth of the underlying that an account moves with: the size of its delta at the index price (EX-4), wad;
  /// zero under the standard model.
  func exposure(of number: AccountNumber) throws(ClearingRefusal) -> UInt256 {
    guard let delta = try delta(of: number) else { return .zero }
    do throws(ArithmeticError) {
      return try delta.amount.absolute().multiplyWadDown(delta.spot)
    } catch { throw .arithmetic(error) }
  }

  /// The delta of an account of the portfolio model, coins, and the index price.
  func delta(of number: AccountNumber) throws(ClearingRefusal) -> (amount: Int256, spot: UInt256)? {
    guard let portfolio = try portfolio(of: number), number >= 1 else { return nil }
    guard case .portfolio(let model) = managers[accounts[Int(truncatingIfNeeded: number) - 1].manager].model else {
      return nil
    }
    do throws(MarginError) {
      return (try portfolio.greeks(model.parameters).delta, portfolio.spotPrice)
    } catch { throw .margin(error) }
  }
}
