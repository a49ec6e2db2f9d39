import FixedPoint
import Testing

@testable import Clearing

/// CL-30 to CL-32: funding and profit by hand.
@Suite struct FundingTests {
  static func wad(_ units: Int128) -> Int256 { Int256(units * Int128(Wad.one)) }
  static func price(_ units: UInt128) -> UInt256 { UInt256(units * Wad.one) }

  static let perp = PerpState(
    market: 0, lastFundingPaidAt: 0, staticInterestRate: 12_500_000_000_000, largestRate: 4_000_000_000_000_000,
    convergencePeriod: wad(8))

  @Test func thePremiumIsPaidOverTheConvergencePeriod() throws {
    let rate = try Self.perp.fundingRate(
      index: Self.price(2_000), impact: ImpactPrices(bid: Self.price(2_010), ask: Self.price(2_012)))
    #expect(rate == 637_500_000_000_000)
  }

  @Test func aPriceBetweenTheImpactPricesHasNoPremium() throws {
    let rate = try Self.perp.fundingRate(
      index: Self.price(2_000), impact: ImpactPrices(bid: Self.price(1_999), ask: Self.price(2_001)))
    #expect(rate == Self.perp.staticInterestRate)
  }

  @Test func theRateIsBoundedOnBothSides() throws {
    let above = ImpactPrices(bid: Self.price(3_000), ask: Self.price(3_000))
    let below = ImpactPrices(bid: Self.price(1_000), ask: Self.price(1_000))
    #expect(try Self.perp.fundingRate(index: Self.price(2_000), impact: above) == Self.perp.largestRate)
    #expect(try Self.perp.fundingRate(index: Self.price(2_000), impact: below) == -Self.perp.largestRate)
  }

  @Test func thePremiumRoundsHalfAwayFromZero() throws {
    var perp = Self.perp
    perp.staticInterestRate = .zero
    // A premium of four units over eight hours is half a unit.
    let index = Self.price(1)
    let up = ImpactPrices(bid: index &+ 4, ask: index &+ 4)
    let down = ImpactPrices(bid: index &- 4, ask: index &- 4)
    #expect(try perp.fundingRate(index: index, impact: up) == 1)
    #expect(try perp.fundingRate(index: index, impact: down) == -1)
  }

  @Test func crossedImpactPricesAreRefusedBeforeAnIndexOfZero() {
    #expect(throws: ClearingRefusal.rule(.impactPricesCrossed)) {
      _ = try Self.perp.fundingRate(index: .zero, impact: ImpactPrices(bid: 2, ask: 1))
    }
    #expect(throws: ClearingRefusal.arithmetic(.divisionByZero)) {
      _ = try Self.perp.fundingRate(index: .zero, impact: ImpactPrices())
    }
  }

  @Test func longsPayAndProfitTruncates() throws {
    var position = PerpPosition()
    position.lastMarkPrice = 1_000
    #expect(try position.fundingIncrease(size: Self.wad(2), aggregated: 3) == -6)
    #expect(try position.fundingIncrease(size: Self.wad(-2), aggregated: 3) == 6)
    #expect(try position.profitIncrease(size: 500_000_000_000_000_000, mark: 1_003) == 1)
    #expect(try position.profitIncrease(size: -500_000_000_000_000_000, mark: 1_003) == -1)
  }
}
