import Commitment
import FixedPoint
import Testing
import VenueSupport

@testable import Audit

/// Sums of positions, whatever their size and whoever adds them.
struct ConservationTests {
  @Test func sumsDoNotWrap() {
    var sum = WideSum()
    sum.add(.min)
    sum.add(.min)
    // Modulo 2^256 this is zero.
    #expect(!sum.isZero && sum.isNegative && sum.clamped == .min)
    sum.add(.max)
    sum.add(.max)
    #expect(sum.clamped == Int256(-2))
    sum.add(Int256(2))
    #expect(sum.isZero && sum.clamped == .zero)
    sum.add(.max)
    sum.add(.max)
    #expect(sum.clamped == .max && !sum.isNegative)
  }

  @Test func sumsOfSumsAreTheSame() {
    let values: [Int256] = [.min, .max, Int256(1), Int256(-1), .min, .max, Int256(7)]
    var one = WideSum()
    for value in values { one.add(value) }
    for cut in 0...values.count {
      var (left, right) = (WideSum(), WideSum())
      for value in values[..<cut] { left.add(value) }
      for value in values[cut...] { right.add(value) }
      left.add(right)
      #expect(left == one)
    }
  }

  /// Positions of 2^255 in two accounts, which sum to zero modulo 2^256.
  @Test func positionsDoNotWrap() throws {
    let record = AccountRecord(manager: SampleVenue.btc, perpPosition: .min)
    for workers in [1, 2, 3] {
      let positions = Positions(of: [record, record], at: 0, workers: workers)
      #expect(positions.firstUnbalanced?.instrument == .perp(manager: SampleVenue.btc))
    }
  }

  @Test func order() {
    func option(_ manager: Int, _ expiry: UInt64, _ strike: UInt64, _ isCall: Bool) -> AuditInstrument {
      .option(manager: SampleVenue.address(UInt64(manager)), expiry: expiry, strike: UInt256(strike), isCall: isCall)
    }
    let rising: [AuditInstrument] = [
      .perp(manager: SampleVenue.address(1)), .perp(manager: SampleVenue.address(2)), option(1, 5, 9, true),
      option(1, 6, 7, false), option(1, 6, 7, true), option(1, 6, 8, false), option(2, 1, 1, false),
    ]
    #expect(rising.shuffled().sorted() == rising)
    for place in rising.indices { #expect(!(rising[place] < rising[place])) }
  }
}
