import FixedPoint
import TestSupport
import Testing

/// The fast exponential is the plain one, and both are the protocol's.
@Suite struct ExponentialTests {
  private func law(_ x: Int256) -> Bool {
    outcome { () throws(ArithmeticError) in try x.exponential() }
      == outcome { () throws(ArithmeticError) in try x.exponentialPlain() }
  }

  @Test func fastIsPlain() {
    forAll(100_000, generate: { $0.int256(bits: 68) }, shrink: shrink, holds: law)
    forAll(20_000, generate: { $0.int256() }, shrink: shrink, holds: law)
    // Evenly over the whole domain, from -42.2 to 135.4.
    forAll(
      200_000,
      generate: {
        Int256(Int128($0.next() % 177_600_000_000_000_000) * 1000 + Int128($0.below(1000)) - 42_200_000_000_000_000_000)
      },
      holds: law)
  }

  /// Both sides of (n + 1/2) ln 2, where the binary exponent k changes, for every k.
  @Test func besideEveryChangeOfExponent() throws {
    for n in -62...196 {
      // ln 2 with 36 decimals; half of an odd multiple, then wad.
      let twice = Int256(Int64(2 * n + 1)) &* Int256(693_147_180_559_945_309_417_232_121_458_176_568 as Int128)
      let boundary = try (twice >> 1) / Wad.signed
      for delta in -50...50 as ClosedRange<Int64> {
        let x = boundary &+ Int256(delta)
        if !law(x) { Issue.record("exp(\(x)), n = \(n)") }
      }
    }
  }

  @Test func bounds() throws {
    for centre in [-42_139_678_854_452_767_551, 135_305_999_368_893_231_589, 0, -41_446_531_673_892_822_313] as [Int256]
    {
      for delta in -100...100 as ClosedRange<Int64> where !law(centre &+ Int256(delta)) {
        Issue.record("exp(\(centre) + \(delta))")
      }
    }
    let overflow: Int256 = 135_305_999_368_893_231_589
    #expect(outcome { () throws(ArithmeticError) in try overflow.exponential() } == .failure(.exponentialOverflow))
    #expect(outcome { () throws(ArithmeticError) in try Int256.max.exponential() } == .failure(.exponentialOverflow))
    // The narrow path must not see the low half of a large argument.
    let wide = Int256(bitPattern: UInt256(high: 1, low: 5))
    #expect(outcome { () throws(ArithmeticError) in try wide.exponential() } == .failure(.exponentialOverflow))
    #expect(try Int256.min.exponential() == .zero)
    #expect(try (Int256.zero &- wide).exponential() == .zero)
    // 2^255 is e^176.7 = e^135.3 * 10^18: the largest result fits with its last bit.
    #expect(try (overflow &- 1).exponential() > 1 << 254)
  }

  /// Grows with its argument wherever arguments differ by more than the error of 10^-18 of the result.
  @Test func monotone() {
    forAll(50_000, generate: { ($0.int256(bits: 67), 4 + Int64($0.next() % 1_000_000_000)) }) { (x, step) in
      guard let low = try? x.exponential(), let high = try? (x &+ Int256(step)).exponential() else { return true }
      return low <= high
    }
  }

  /// e^a e^b is e^(a+b) within a few units of the eighteenth digit.
  @Test func powersAdd() {
    forAll(20_000, generate: { (Int64(bitPattern: $0.next()) >> 1, Int64(bitPattern: $0.next()) >> 1) }) { (a, b) in
      let (x, y) = (Int256(a), Int256(b))
      let product = try x.exponential().multiplyWadDown(y.exponential())
      let sum = try (x + y).exponential()
      let difference = product > sum ? product &- sum : sum &- product
      // Each factor is off by one unit or 10^-18 of itself; the other factor scales that.
      let tolerance = try x.exponential() / Wad.wide + y.exponential() / Wad.wide + sum / Wad.wide &* 6 + 4
      return difference <= tolerance
    }
  }
}
