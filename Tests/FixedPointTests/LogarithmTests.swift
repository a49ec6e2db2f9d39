import FixedPoint
import TestSupport
import Testing

/// The fast logarithm is the plain one, and both are the protocol's.
@Suite struct LogarithmTests {
  private func law(_ x: Int256) -> Bool {
    outcome { () throws(ArithmeticError) in try x.naturalLogarithm() }
      == outcome { () throws(ArithmeticError) in try x.naturalLogarithmPlain() }
  }

  @Test func fastIsPlain() {
    forAll(200_000, generate: { Int256(bitPattern: $0.uint256(bits: 255)) }, shrink: shrink, holds: law)
    forAll(100_000, generate: { Int256(bitPattern: $0.uint256(bits: 80)) }, shrink: shrink, holds: law)
    forAll(1_000, generate: { $0.int256() }, shrink: shrink, holds: law)
  }

  @Test func besidePowersOfTwo() {
    for bit in 0...254 {
      for delta in -40...40 as ClosedRange<Int64> {
        let x = (Int256(1) << bit) &+ Int256(delta)
        if !law(x) { Issue.record("ln(2^\(bit) + \(delta))") }
      }
    }
  }

  @Test func besideOne() {
    for delta in -20_000...20_000 as ClosedRange<Int64> {
      let x = Wad.signed &+ Int256(delta)
      guard law(x), let value = try? x.naturalLogarithm() else {
        Issue.record("ln(1 + \(delta)e-18)")
        continue
      }
      // ln(1 + d) is d - d^2/2; rounded down and within one unit.
      #expect(value == Int256(delta) || value == Int256(delta - 1))
    }
  }

  @Test func refusals() {
    #expect(
      outcome { () throws(ArithmeticError) in try Int256(-1).naturalLogarithm() } == .failure(.logarithmOfNegative))
    #expect(
      outcome { () throws(ArithmeticError) in try Int256.min.naturalLogarithm() } == .failure(.logarithmOfNegative))
    #expect(outcome { () throws(ArithmeticError) in try Int256.zero.naturalLogarithm() } == .failure(.logarithmOfZero))
  }

  @Test func monotone() {
    forAll(50_000, generate: { (Int256(bitPattern: $0.uint256(bits: 255)), Int256(bitPattern: $0.uint256(bits: 200))) })
    {
      (x, step) in
      guard let low = try? x.naturalLogarithm(), let high = try? (x + (x >> 60) + step + 1).naturalLogarithm() else {
        return true
      }
      return low <= high
    }
  }

  /// ln undoes exp within the precision that exp's result leaves.
  @Test func undoesTheExponential() {
    forAll(20_000, generate: { Int128($0.next() % 130_000_000_000) * 1_000_000_000 }) { x in
      let back = try Int256(Int256(x).exponential()).naturalLogarithm()
      return try (back - Int256(x)).magnitude <= 4
    }
  }

  @Test func power() {
    forAll(20_000, generate: { ($0.int256(bits: 100), $0.int256(bits: 64)) }, shrink: shrink) { (a, b) in
      outcome { () throws(ArithmeticError) in try a.power(b) }
        == outcome { () throws(ArithmeticError) in
          try a.naturalLogarithmPlain().multiplyWadTruncating(b).exponentialPlain()
        }
    }
  }
}
