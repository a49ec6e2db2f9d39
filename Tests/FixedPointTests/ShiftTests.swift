import FixedPoint
import Schoolbook
import TestSupport
import Testing

/// Shifts are multiplication and floored division by powers of two, for every count.
@Suite struct ShiftTests {
  private static let counts = Array(-300...300) + [Int.min, .min + 1, -512, 512, 65_535, .max - 1, .max]

  @Test func everyCountIsThePowerOfTwo() {
    var generator = SeededGenerator(seed: 7)
    let values = unsignedBoundaries + (0..<8).map { _ in generator.uint256() }
    for count in 0...300 {
      let power = SchoolbookInteger.powerOfTwo(count)
      for a in values {
        let exact = SchoolbookInteger(a)
        let signed = Int256(bitPattern: a)
        let ok =
          SchoolbookInteger(a << count) == (exact * power).modulo256
          && SchoolbookInteger(a >> count) == exact.flooredQuotient(dividingBy: power)
          && (signed << count).bitPattern == a << count
          && SchoolbookInteger(signed >> count) == SchoolbookInteger(signed).flooredQuotient(dividingBy: power)
        if !ok { Issue.record("fails for \(a) by \(count)") }
      }
    }
  }

  @Test func negativeCountsShiftTheOtherWay() {
    forAll(2_000, generate: { $0.uint256() }, shrink: shrink) { a in
      let signed = Int256(bitPattern: a)
      return Self.counts.allSatisfy { count in
        let opposite = count == .min ? Int.max : -count
        return a << count == a >> opposite && signed << count == signed >> opposite
          && (abs(opposite) < 256 || (a << count == .zero && (a >> count) == .zero))
      }
    }
  }

  @Test func shiftsAdd() {
    forAll(20_000, generate: { ($0.uint256(), $0.below(300), $0.below(300)) }) { (a, m, n) in
      let signed = Int256(bitPattern: a)
      return (a << m) << n == a << (m + n) && (a >> m) >> n == a >> (m + n)
        && (signed >> m) >> n == signed >> (m + n) && (a >> m) << m == a & ~(~(UInt256.max << m))
    }
  }

  @Test func arithmeticShiftFloors() {
    #expect(Int256(-1) >> 1 == -1)
    #expect(Int256(-3) >> 1 == -2)
    #expect(Int256(-1) >> 300 == -1)
    #expect(Int256.min >> 255 == -1)
    #expect(Int256.max >> 255 == 0)
    #expect(Int256.min >> Int.max == -1)
  }
}
