@testable import FixedPoint
import TestSupport
import Testing

/// `r^2 <= x < (r + 1)^2`, to the last digit.
@Suite struct SquareRootTests {
  private func law(_ x: UInt256) -> Bool {
    let root = x.squareRoot()
    guard let square = try? root * root, square <= x else { return false }
    let above = root &+ 1
    // A square that does not fit is above every value.
    return (try? above * above).map { x < $0 } ?? true
  }

  @Test func randomValues() {
    forAll(100_000, generate: { $0.uint256() }, shrink: shrink, holds: law)
    forAll(50_000, generate: { $0.uint256(bits: 128) }, shrink: shrink, holds: law)
  }

  @Test func besideSquares() {
    forAll(50_000, generate: { $0.uint256(bits: 128) }, shrink: shrink) { root in
      let square = root &* root
      if root.isZero { return square.squareRoot().isZero }
      let last = square &+ root &+ root  // (root + 1)^2 - 1, which fits
      return square.squareRoot() == root && (square &- 1).squareRoot() == root &- 1 && last.squareRoot() == root
    }
  }

  @Test func besidePowersOfTwo() {
    for bit in 0...255 {
      let power: UInt256 = 1 << bit
      for x in [power &- 2, power &- 1, power, power &+ 1, power &+ 2] where !law(x) { Issue.record("2^\(bit), \(x)") }
    }
    for x in [UInt256.max, .max &- 1, UInt256(UInt128.max), UInt256(UInt128.max) &+ 1] { #expect(law(x)) }
  }

  @Test func everySmallValue() {
    var root: UInt256 = .zero
    for x in 0..<70_000 as Range<UInt64> {
      let value = UInt256(x)
      if (root &+ 1) &* (root &+ 1) == value { root = root &+ 1 }
      if value.squareRoot() != root { Issue.record("\(x)") }
    }
  }

  /// The fast forms for 128 bits, and the general one, where all three apply.
  @Test func formsAgree() {
    for bit in 120...127 as ClosedRange<UInt128> {
      for delta in 0...2 as ClosedRange<UInt128> {
        for x in [(1 << bit) &+ delta, (1 << bit) &- delta, .max &- delta] {
          #expect(squareRootNarrow(x) == squareRootOfLargest(x))
        }
      }
    }
  }

  @Test func wad() {
    forAll(20_000, generate: { $0.uint256() }, shrink: shrink) { x in
      let found = outcome { () throws(ArithmeticError) in try x.squareRootWad() }
      guard let product = try? x * Wad.wide else { return found == .failure(.overflow) }
      return found == .success(product.squareRoot())
    }
  }

  @Test func monotone() {
    forAll(20_000, generate: { $0.pair() }, shrink: shrink) { (a, b) in
      (a <= b) == (b >= a) && (a > b || a.squareRoot() <= b.squareRoot())
    }
  }
}
