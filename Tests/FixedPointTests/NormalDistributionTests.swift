import FixedPoint
import TestSupport
import Testing

/// The fast cumulative distribution is the plain one, and both are the protocol's.
@Suite struct NormalDistributionTests {
  private func law(_ x: Int256) -> Bool {
    guard let plain = try? x.normalCDFPlain() else { return false }
    return x.normalCDF() == plain
  }

  @Test func fastIsPlain() {
    forAll(100_000, generate: { $0.int256(bits: 67) }, shrink: shrink, holds: law)
    forAll(10_000, generate: { $0.int256() }, shrink: shrink, holds: law)
    // Evenly from -40 to 40, and over the tail that prices use.
    forAll(
      100_000, generate: { Int256(Int128($0.next() % 80_000_000_000_000_000) * 1000 - 40_000_000_000_000_000_000) },
      holds: law)
    forAll(
      50_000, generate: { Int256(Int128($0.next() % 4_000_000_000_000_000_000) - 9_000_000_000_000_000_000) },
      holds: law)
  }

  /// Both sides of the switch to the continued fraction, of 37, of where exp gives zero, and of 0 and 1.
  @Test func besideTheChangesOfFormula() {
    let centres: [Int256] = [
      0, 1_000_000_000_000_000_000, 7_071_067_811_865_475_244, 37_000_000_000_000_000_000,
      9_180_379_932_070_000_000, 9_104_563_000_000_000_000, 7_000_000_000_000_000_000,
    ]
    for centre in centres {
      for delta in -2_000...2_000 as ClosedRange<Int64> {
        for x in [centre &+ Int256(delta), .zero &- centre &+ Int256(delta)] where !law(x) { Issue.record("cdf(\(x))") }
      }
    }
  }

  @Test func mirrored() throws {
    forAll(50_000, generate: { $0.int256() }, shrink: shrink) { x in
      x.isZero || x == .min || x.normalCDF() &+ (.zero &- x).normalCDF() == Wad.wide
    }
    #expect(Int256.zero.normalCDF() == 499_999_999_999_999_999)
    #expect(Int256.min.normalCDF() == .zero)
    #expect(Int256.max.normalCDF() == Wad.wide)
    #expect(Int256(37_000_000_000_000_000_001 as Int128).normalCDF() == Wad.wide)
    // The narrow path must not see the low half of a large argument.
    #expect(Int256(bitPattern: UInt256(high: 1, low: 0)).normalCDF() == Wad.wide)
  }

  /// Grows with its argument wherever arguments differ by more than the error.
  @Test func monotone() {
    forAll(50_000, generate: { ($0.int256(bits: 66), 2_000 + Int64($0.next() % 1_000_000_000)) }) { (x, step) in
      x.normalCDF() <= (x &+ Int256(step)).normalCDF() &+ 1
    }
  }

  @Test func densityIsTheRule() {
    forAll(20_000, generate: { $0.int256(bits: 67) }, shrink: shrink) { x in
      // x times its floored half is never negative.
      let half = try (x >> 1) * x
      let y = try half.bitPattern / Wad.wide
      let expected = try (Int256.zero - Int256(y)).exponentialPlain() * Wad.wide / 2_506_628_274_631_000_502
      return try !half.isNegative && x.normalDensity() == expected
    }
    #expect(outcome { () throws(ArithmeticError) in try Int256.min.normalDensity() } == .failure(.overflow))
    #expect(outcome { () throws(ArithmeticError) in try Int256.max.normalDensity() } == .failure(.overflow))
  }
}
