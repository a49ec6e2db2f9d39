import FixedPoint
import Testing

@testable import Clearing

/// DA-3 to DA-5 and DA-19: what auctions ask for, by hand and at the edges.
@Suite struct AuctionPriceTests {
  @Test(arguments: [
    (0, 950_000_000_000_000_000), (1, 949_722_222_222_222_223), (899, 700_277_777_777_777_778),
    (900, 700_000_000_000_000_000), (901, 700_000_000_000_000_000), (902, 699_976_851_851_851_852),
    (22_500, 350_000_000_000_000_000), (44_099, 23_148_148_148_149), (44_100, 0), (.max, 0),
  ] as [(UInt64, UInt128)]) func theDiscountFallsFastThenSlowly(_ seconds: UInt64, _ expected: UInt128) throws {
    #expect(try AuctionVenue.parameters.discount(after: seconds) == UInt256(expected))
  }

  @Test func phasesMayBeEmpty() throws {
    var parameters = AuctionVenue.parameters
    parameters.fastLength = .zero
    #expect(try parameters.discount(after: 0) == parameters.cutoffPart)
    parameters.slowLength = .zero
    #expect(try parameters.discount(after: 0) == .zero)
    parameters.insolventLength = .zero
    let margins = AuctionMargins(maintenance: -30, markToMarket: -10, buffer: -33)
    #expect(try parameters.insolventPrice(margins, after: 0) == -30)
  }

  @Test func thePriceOfInsolvencyFallsToMaintenanceMargin() throws {
    let parameters = AuctionVenue.parameters
    let deep = AuctionMargins(maintenance: -1_000, markToMarket: -100, buffer: -1_135)
    #expect(try parameters.insolventPrice(deep, after: 0) == -100)
    #expect(try parameters.insolventPrice(deep, after: 1_800) == -550)
    #expect(try parameters.insolventPrice(deep, after: 3_599) == -999)
    #expect(try parameters.insolventPrice(deep, after: 3_600) == -1_000)
    // A converted auction can be worth something: it starts at nothing.
    let converted = AuctionMargins(maintenance: -1_000, markToMarket: 100, buffer: -1_135)
    #expect(try parameters.insolventPrice(converted, after: 0) == .zero)
    let healthy = AuctionMargins(maintenance: .zero, markToMarket: 100, buffer: .zero)
    #expect(try parameters.insolventPrice(healthy, after: 9_999) == .zero)
  }

  static func liquidation(cutoff: Int256 = .zero) -> LiquidationState {
    LiquidationState(parameters: AuctionVenue.parameters, cutoff: cutoff, managers: [], securityAccount: 0)
  }

  @Test func theLargestPart() throws {
    let margins = AuctionMargins(maintenance: -100, markToMarket: 1_000, buffer: -300)
    // 300 of 300 + 1000·0.5 + 200·0.5.
    #expect(
      try Self.liquidation().largestPart(margins, discount: 500_000_000_000_000_000, reserved: 200)
        == 333_333_333_333_333_333)
    #expect(try Self.liquidation(cutoff: 1_001).largestPart(margins, discount: .zero, reserved: .zero) == Wad.wide)
    #expect(try Self.liquidation().largestPart(margins, discount: .zero, reserved: .zero) == Wad.wide)
    let sound = AuctionMargins(maintenance: 10, markToMarket: 1_000, buffer: 10)
    #expect(try Self.liquidation().largestPart(sound, discount: Wad.wide, reserved: .zero) == .zero)
    #expect(throws: ArithmeticError.divisionByZero) {
      _ = try Self.liquidation().largestPart(sound, discount: .zero, reserved: .zero)
    }
  }

  static let edges: [UInt256] = [
    .zero, 1, UInt256(Wad.one - 1), UInt256(Wad.one), UInt256(UInt128.max), Int256.max.bitPattern,
    Int256.min.bitPattern, .max,
  ]

  /// Whatever the settings and the account are, the answer is a number or a refusal.
  @Test func nothingTraps() {
    var answers = 0
    let settings = [UInt256.zero, 1, Wad.wide, .max]
    for first in settings {
      for second in settings {
        for third in settings {
          let parameters = AuctionParameters(
            startingPart: first, cutoffPart: second, fastLength: third, slowLength: second, insolventLength: first,
            feeRate: third, bufferPart: Int256(bitPattern: second))
          var liquidation = Self.liquidation(cutoff: Int256(bitPattern: third))
          liquidation.parameters = parameters
          for maintenance in Self.edges {
            for value in Self.edges {
              let margins = AuctionMargins(
                maintenance: Int256(bitPattern: maintenance), markToMarket: Int256(bitPattern: value),
                buffer: Int256(bitPattern: maintenance))
              for seconds in [0, 1, UInt64.max] {
                if (try? parameters.discount(after: seconds)) != nil { answers += 1 }
                if (try? parameters.insolventPrice(margins, after: seconds)) != nil { answers += 1 }
              }
              for discount in settings {
                if (try? liquidation.largestPart(margins, discount: discount, reserved: value)) != nil { answers += 1 }
              }
            }
          }
        }
      }
    }
    #expect(answers > 0)
  }
}
