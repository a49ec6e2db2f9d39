import FixedPoint
import Schoolbook
import TestSupport
import Testing

/// The wrapping operations form the ring of integers modulo 2^256.
@Suite struct RingLawTests {
  typealias Triple = (a: UInt256, b: UInt256, c: UInt256)

  private func holds(_ law: (Triple) -> Bool) {
    forAll(20_000, generate: { ($0.uint256(), $0.uint256(), $0.uint256()) as Triple }, holds: law)
    for a in unsignedBoundaries {
      for b in unsignedBoundaries {
        let triple = (a, b, a &+ 3)
        if !law(triple) { Issue.record("the law fails for \(triple)") }
      }
    }
  }

  @Test func additionIsACommutativeGroup() {
    holds { (a, b, c) in
      (a &+ b) &+ c == a &+ (b &+ c) && a &+ b == b &+ a && a &+ .zero == a && (.zero &- a) &+ a == .zero
        && a &- b == a &+ (.zero &- b)
    }
  }

  @Test func multiplicationIsACommutativeMonoid() {
    holds { (a, b, c) in
      (a &* b) &* c == a &* (b &* c) && a &* b == b &* a && a &* 1 == a && a &* .zero == .zero
    }
  }

  @Test func multiplicationDistributes() {
    holds { (a, b, c) in a &* (b &+ c) == a &* b &+ a &* c && (a &- b) &* c == a &* c &- b &* c }
  }

  @Test func signedIsTheSameRing() {
    holds { (a, b, _) in
      let (x, y) = (Int256(bitPattern: a), Int256(bitPattern: b))
      return (x &+ y).bitPattern == a &+ b && (x &- y).bitPattern == a &- b && (x &* y).bitPattern == a &* b
    }
  }

  @Test func wrappingIsTheSchoolbookModulo() {
    forAll(5_000, generate: { $0.pair() }, shrink: shrink) { (a, b) in
      let (x, y) = (SchoolbookInteger(a), SchoolbookInteger(b))
      return SchoolbookInteger(a &+ b) == (x + y).modulo256 && SchoolbookInteger(a &- b) == (x - y).modulo256
        && SchoolbookInteger(a &* b) == (x * y).modulo256
    }
  }

  @Test func fullWidthProductIsTheSchoolbooks() {
    forAll(5_000, generate: { ($0.uint256(bits: 128).low, $0.uint256(bits: 128).low) }) { (a, b) in
      let (high, low) = multiplyFullWidth(a, b)
      return SchoolbookInteger(UInt256(high: high, low: low)) == SchoolbookInteger(a) * SchoolbookInteger(b)
    }
  }

  @Test func bitsFormABooleanRing() {
    holds { (a, b, c) in
      a ^ b == (a | b) & ~(a & b) && a & (b ^ c) == (a & b) ^ (a & c) && ~a == .max ^ a && ~a == .max &- a
        && a &+ b == (a ^ b) &+ ((a & b) << 1)
    }
  }

  @Test func orderIsTheSchoolbooks() {
    forAll(10_000, generate: { $0.pair() }, shrink: shrink) { (a, b) in
      let (x, y) = (Int256(bitPattern: a), Int256(bitPattern: b))
      return (a < b) == (SchoolbookInteger(a) < SchoolbookInteger(b))
        && (x < y) == (SchoolbookInteger(x) < SchoolbookInteger(y)) && (a == b) == !(a < b || b < a)
    }
  }
}
