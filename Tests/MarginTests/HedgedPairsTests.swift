import FixedPoint
import TestSupport
import Testing

@testable import Margin

/// Which covers cover enough of a risk for a pair (GL-10).
struct HedgedPairsTests {
  private static func leg(_ kind: ReductionLeg.Kind, _ place: ReductionLeg.Place, _ amount: Int256) -> ReductionLeg {
    ReductionLeg(
      place: place, kind: kind, amount: amount, spot: wad("1000"), mark: .zero, stablePrice: Wad.wide,
      strike: wad("1100"), movesWithSpot: false)
  }

  /// The packages of a short perp with a relief, and of long calls that cover it.
  private static func packages(
    perp: Int256, relief: Int256, calls: Int256, cover: Int256
  ) -> [ReductionPackage] {
    let legs = [leg(.perp, .perp(market: 0), perp), leg(.call, .option(market: 0, expiry: 0, option: 0), calls)]
    let units = legs.map { LegUnits($0.amount.magnitude, step: 1, least: .zero) }
    return HedgedPairs.packages(legs, units, reliefs: [relief, cover], keepsPairs: true)
  }

  @Test func aTenthIsEnoughAndLessIsNot() {
    let kinds = { (cover: Int256) in
      Self.packages(perp: -30, relief: 1_000, calls: 30, cover: cover).map(\.kind)
    }
    #expect(kinds(-100) == [.pair])
    #expect(kinds(-99) == [.single, .single])
    #expect(kinds(0) == [.single, .single])
    #expect(kinds(-5_000) == [.pair])
  }

  /// Contract for contract: twice the calls must cover twice as much, and half of them half.
  @Test func amountsCount() {
    let kinds = { (calls: Int256, cover: Int256) in
      Self.packages(perp: -30, relief: 1_000, calls: calls, cover: cover).map(\.kind)
    }
    #expect(kinds(60, -199) == [.single, .single])
    #expect(kinds(60, -200) == [.pair, .single])
    #expect(kinds(15, -49) == [.single, .single])
    #expect(kinds(15, -50) == [.pair, .single])
  }

  /// Products that leave 256 bits are no pair, on either side.
  @Test func productsThatLeaveTheTypesAreNone() {
    #expect(Self.packages(perp: .min, relief: 1_000, calls: 30, cover: .min).map(\.kind) == [.single, .single])
    #expect(Self.packages(perp: -1, relief: .max, calls: .max, cover: -1).map(\.kind) == [.single, .single])
  }
}
