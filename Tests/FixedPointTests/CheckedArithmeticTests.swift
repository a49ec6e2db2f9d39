import FixedPoint
import Schoolbook
import TestSupport
import Testing

/// A checked operation gives the exact result, and refuses exactly where that does not fit.
@Suite struct CheckedArithmeticTests {
  typealias Unsigned = (UInt256, UInt256) throws(ArithmeticError) -> UInt256
  typealias Signed = (Int256, Int256) throws(ArithmeticError) -> Int256
  typealias Exact = (SchoolbookInteger, SchoolbookInteger) -> SchoolbookInteger

  private func unsigned(_ operation: Unsigned, wrapping: (UInt256, UInt256) -> UInt256, exact: Exact) {
    func law(_ pair: (UInt256, UInt256)) -> Bool {
      let (a, b) = pair
      let expected = exact(SchoolbookInteger(a), SchoolbookInteger(b)).unsigned
      switch outcome({ () throws(ArithmeticError) in try operation(a, b) }) {
      case .success(let value): return value == expected && value == wrapping(a, b)
      case .failure(let error): return expected == nil && error == .overflow
      }
    }
    forAll(8_000, generate: { $0.below(2) == 0 ? $0.pair() : $0.limitPair() }, shrink: shrink, holds: law)
    for a in unsignedBoundaries {
      for b in unsignedBoundaries where !law((a, b)) { Issue.record("fails for \(a), \(b)") }
    }
  }

  private func signed(_ operation: Signed, wrapping: (Int256, Int256) -> Int256, exact: Exact) {
    func law(_ pair: (Int256, Int256)) -> Bool {
      let (a, b) = pair
      let expected = exact(SchoolbookInteger(a), SchoolbookInteger(b)).signed
      switch outcome({ () throws(ArithmeticError) in try operation(a, b) }) {
      case .success(let value): return value == expected && value == wrapping(a, b)
      case .failure(let error): return expected == nil && error == .overflow
      }
    }
    func generate(_ generator: inout SeededGenerator) -> (Int256, Int256) {
      if generator.below(2) == 0 { return generator.signedPair() }
      // Half the limit of the unsigned pair is the limit of the signed one.
      let (a, b) = generator.limitPair()
      let (x, y) = (Int256(bitPattern: a), Int256(bitPattern: b >> 1))
      return (generator.below(2) == 0 ? x : .zero &- x, generator.below(2) == 0 ? y : .zero &- y)
    }
    forAll(8_000, generate: generate, shrink: shrink, holds: law)
    for a in unsignedBoundaries {
      for b in unsignedBoundaries where !law((Int256(bitPattern: a), Int256(bitPattern: b))) {
        Issue.record("fails for bits \(a), \(b)")
      }
    }
  }

  @Test func unsignedSum() {
    unsigned({ (a, b) throws(ArithmeticError) in try a + b }, wrapping: { $0 &+ $1 }, exact: { $0 + $1 })
  }
  @Test func unsignedDifference() {
    unsigned({ (a, b) throws(ArithmeticError) in try a - b }, wrapping: { $0 &- $1 }, exact: { $0 - $1 })
  }
  @Test func unsignedProduct() {
    unsigned({ (a, b) throws(ArithmeticError) in try a * b }, wrapping: { $0 &* $1 }, exact: { $0 * $1 })
  }
  @Test func signedSum() {
    signed({ (a, b) throws(ArithmeticError) in try a + b }, wrapping: { $0 &+ $1 }, exact: { $0 + $1 })
  }
  @Test func signedDifference() {
    signed({ (a, b) throws(ArithmeticError) in try a - b }, wrapping: { $0 &- $1 }, exact: { $0 - $1 })
  }
  @Test func signedProduct() {
    signed({ (a, b) throws(ArithmeticError) in try a * b }, wrapping: { $0 &* $1 }, exact: { $0 * $1 })
  }
  @Test func negation() {
    signed(
      { (a, _) throws(ArithmeticError) in try -a }, wrapping: { (a, _) in .zero &- a }, exact: { (a, _) in -a })
  }

  /// A sign and a magnitude, among them zero with the minus sign and 2^255 with either.
  @Test func signAndMagnitude() {
    forAll(5_000, generate: { ($0.below(2) == 0, $0.uint256()) }) { (negative, magnitude) in
      let exact = negative ? -SchoolbookInteger(magnitude) : SchoolbookInteger(magnitude)
      let found = outcome { () throws(ArithmeticError) in try Int256(negative: negative, magnitude: magnitude) }
      return exact.signed.map { found == .success($0) } ?? (found == .failure(.overflow))
    }
    #expect(outcome { () throws(ArithmeticError) in try Int256(negative: true, magnitude: .zero) } == .success(.zero))
    let top: UInt256 = 1 << 255
    #expect(outcome { () throws(ArithmeticError) in try Int256(negative: true, magnitude: top) } == .success(.min))
    #expect(
      outcome { () throws(ArithmeticError) in try Int256(negative: false, magnitude: top) } == .failure(.overflow))
    #expect(Int256.min.magnitude == top)
  }

  /// The checked results of every pair of 8-bit numbers equal the language's own integers.
  @Test func everyPairOfSmallNumbers() throws {
    for a in -128...127 {
      for b in -128...127 {
        let (x, y) = (Int256(Int64(a)), Int256(Int64(b)))
        let ok =
          try x + y == Int256(Int64(a + b)) && x - y == Int256(Int64(a - b)) && x * y == Int256(Int64(a * b))
          && (b == 0 || (try x / y == Int256(Int64(a / b)) && x % y == Int256(Int64(a % b))))
          && (x < y) == (a < b)
        if !ok { Issue.record("fails for \(a), \(b)") }
      }
    }
  }
}
