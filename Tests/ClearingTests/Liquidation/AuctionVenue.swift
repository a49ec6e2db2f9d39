import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// The small venue with auctions as the protocol deploys them, and an account that a lower price brings down: account
/// 2 under the standard manager, long 200 of the perp, and account 4 under the portfolio manager, long 100.
enum AuctionVenue {
  static let keeper = TestVenue.user("keeper")
  /// The keeper's accounts with cash alone.
  static let standardBidder: AccountNumber = 7
  static let portfolioBidder: AccountNumber = 8
  /// The spot at which the accounts are below maintenance margin and still worth something.
  static let solvent: UInt128 = 1_800
  /// The spot at which they are worth less than nothing.
  static let insolvent: UInt128 = 1_700

  static let parameters = AuctionParameters(
    startingPart: 950_000_000_000_000_000, cutoffPart: 700_000_000_000_000_000, fastLength: 900, slowLength: 43_200,
    insolventLength: 3_600, feeRate: 100_000_000_000_000_000, bufferPart: 150_000_000_000_000_000)

  static func make(spot: UInt128) throws -> ClearingState {
    var state = try TestVenue.make()
    for operation in [
      .set(.auction(parameters), caller: TestVenue.owner),
      .createAccount(owner: keeper, manager: TestVenue.standard),
      .createAccount(owner: keeper, manager: TestVenue.portfolio),
      .deposit(standardBidder, .cash, amount: 500_000_000_000),
      .deposit(portfolioBidder, .cash, amount: 500_000_000_000),
    ] as [Clearing.Operation] { _ = try state.apply(operation) }
    for (from, to, size) in [(3, 2, 200), (5, 4, 100)] as [(AccountNumber, AccountNumber, Int128)] {
      let perp = Transfer(from: from, to: to, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(size))
      _ = try state.apply(.trade([perp], caller: TestVenue.exchange))
    }
    try TestVenue.setPrices(&state, spot: spot)
    return state
  }

  static func bid(_ part: UInt256, of account: AccountNumber = 2, by caller: Address = keeper) -> Bid {
    Bid(account: account, bidder: account == 2 ? standardBidder : portfolioBidder, part: part, caller: caller)
  }

  /// The name of a refusal, or nil.
  static func refusal(_ operation: Clearing.Operation, _ state: inout ClearingState) -> String? {
    do throws(ClearingRefusal) {
      _ = try state.apply(operation)
      return nil
    } catch {
      return error.name
    }
  }
}
