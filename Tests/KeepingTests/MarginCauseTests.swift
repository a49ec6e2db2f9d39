import Clearing
import FixedPoint
import Testing

@testable import Keeping

@Suite("What moves margins (KP-4)")
struct MarginCauseTests {
  /// The accounts whose margins are other than before.
  private func moved(_ first: ClearingState, _ second: ClearingState) throws -> Set<AccountNumber> {
    var moved: Set<AccountNumber> = []
    for number in 1...AccountNumber(first.accounts.count) {
      let (before, after) = (try first.margins(of: number), try second.margins(of: number))
      if try before.maintenance.get() != after.maintenance.get() || before.initial.get() != after.initial.get() {
        moved.insert(number)
      }
    }
    return moved
  }

  private func concerned(_ cause: MarginCause, _ state: ClearingState) -> Set<AccountNumber> {
    Set((1...AccountNumber(state.accounts.count)).filter { cause.concerns($0, state.accounts[Int($0) - 1], in: state) })
  }

  @Test("no margin moves of an account that is not concerned") func nothingIsMissed() throws {
    let state = try KeepersVenue.make()
    let price = { (units: UInt128) in FeedPrice(price: KeepersVenue.price(units), confidence: Wad.wide) }
    let changes: [(MarginCause, Clearing.Operation)] = [
      (.market(0), .feed(.spot(market: 0, price(1_900)))),
      (
        .mark(perp: 0),
        .feed(
          .perp(
            market: 0, mark: price(1_950),
            impact: ImpactPrices(bid: KeepersVenue.price(2_000), ask: KeepersVenue.price(2_000))))
      ),
      (.stablePrice, .feed(.stable(FeedPrice(price: 900_000_000_000_000_000, confidence: Wad.wide)))),
      (.clock, .warp(to: state.time + 86_400)),
      (.account(2), .deposit(2, .cash, amount: 1_000_000)),
    ]
    for (cause, operation) in changes {
      var later = state
      _ = try later.apply(operation)
      let (moved, concerned) = (try moved(state, later), concerned(cause, state))
      #expect(moved.isSubset(of: concerned), "\(cause)")
    }
    #expect(concerned(.market(0), state) == [2, 3, 4, 5])
    #expect(concerned(.mark(perp: 0), state) == [2, 3, 4, 5])
    #expect(concerned(.clock, state) == [2, 3, 4, 5])
    #expect(concerned(.manager(KeepersVenue.portfolio), state) == [4, 5])
    #expect(concerned(.account(3), state) == [3])
    #expect(concerned(.collateral(feed: 0), state).isEmpty && concerned(.market(1), state).isEmpty)
  }
}
