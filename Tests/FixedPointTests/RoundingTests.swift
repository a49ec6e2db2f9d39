@testable import FixedPoint
import Schoolbook
import TestSupport
import Testing

/// The rounding variants: one digit more than asked for, and half away from zero on that digit alone.
@Suite struct RoundingTests {
  /// Every value of four digits with both signs: all last digits in all their neighbourhoods.
  @Test func everyLastDigit() throws {
    for t in -10_000...10_000 {
      // Half away from zero, spelled by the language's own integers.
      let expected = t >= 0 ? (t + 5) / 10 : -((-t + 5) / 10)
      let signed = try Int256(Int64(t)).droppingDigitHalfAway()
      if signed != Int256(Int64(expected)) { Issue.record("\(t) gives \(signed)") }
      if t >= 0 {
        let unsigned = try UInt256(UInt64(t)).droppingDigitHalfAway()
        if unsigned != UInt256(UInt64(expected)) { Issue.record("\(t) gives \(unsigned)") }
      }
    }
  }

  /// Products and quotients for every last digit, remainder beyond it, and pair of signs.
  @Test func everyDigitOfProductsAndQuotients() throws {
    for (unit, multiply, divide) in [
      (Wad.one, { (a, b) in try a.multiplyWadHalfAway(b) }, { (a, b) in try a.divideWadHalfAway(b) }),
      (Wad.precise, { (a, b) in try a.multiplyPreciseHalfAway(b) }, { (a, b) in try a.dividePreciseHalfAway(b) }),
    ] as [(UInt128, (Int256, Int256) throws -> Int256, (Int256, Int256) throws -> Int256)] {
      for tenths in 0...40 {
        for beyond: UInt128 in [0, 1, unit / 10 - 1] {
          let product = UInt128(tenths) * (unit / 10) + beyond
          let rounded = Int256(UInt128((tenths + 5) / 10))
          let negated = try -rounded
          #expect(try multiply(Int256(product), 1) == rounded)
          #expect(try multiply(Int256(product), -1) == negated)
          #expect(try multiply(-Int256(product), 1) == negated)
          #expect(try multiply(-Int256(product), -1) == rounded)
        }
        // By ten units, the quotient with its extra digit is the dividend itself.
        let (dividend, divisor) = (Int256(Int64(tenths)), Int256(unit * 10))
        let rounded = Int256(Int64((tenths + 5) / 10))
        let negated = try -rounded
        #expect(try divide(dividend, divisor) == rounded)
        #expect(try divide(dividend, -divisor) == negated)
        #expect(try divide(-dividend, divisor) == negated)
        #expect(try divide(-dividend, -divisor) == rounded)
      }
    }
  }

  /// Against the text of the rule in schoolbook numbers, refusals included.
  @Test func signedVariantsAreTheRule() {
    let ten = SchoolbookInteger(10)
    func rule(_ t: SchoolbookInteger) -> Int256? {
      var t = t
      let digit = t.quotientAndRemainder(dividingBy: ten).remainder
      if digit >= SchoolbookInteger(5) { t = t + ten }
      if digit <= SchoolbookInteger(-5) { t = t - ten }
      return t.signed == nil ? nil : t.quotientAndRemainder(dividingBy: ten).quotient.signed
    }
    forAll(
      4_000, generate: { ($0.int256(bits: 1 + $0.below(255)), $0.int256(bits: 1 + $0.below(255))) }, shrink: shrink
    ) { (a, b) in
      let (x, y) = (SchoolbookInteger(a), SchoolbookInteger(b))
      for (unit, product, quotient) in [
        (Wad.one, try? a.multiplyWadHalfAway(b), try? a.divideWadHalfAway(b)),
        (Wad.precise, try? a.multiplyPreciseHalfAway(b), try? a.dividePreciseHalfAway(b)),
      ] {
        let tenth = SchoolbookInteger(unit / 10)
        let expected = (x * y).signed == nil ? nil : rule((x * y).quotientAndRemainder(dividingBy: tenth).quotient)
        if product != expected { return false }
        let scaled = x * SchoolbookInteger(unit) * ten
        let divided =
          scaled.signed == nil || b.isZero ? nil : rule(scaled.quotientAndRemainder(dividingBy: y).quotient)
        if quotient != divided { return false }
      }
      return (try? a.preciseToWadHalfAway())
        == rule(x.quotientAndRemainder(dividingBy: SchoolbookInteger(100_000_000)).quotient)
    }
  }

  /// Truncation is symmetric, and a product by one or a quotient by one is the value.
  @Test func truncationIsSymmetric() {
    forAll(20_000, generate: { ($0.int256(bits: 128), $0.int256(bits: 120)) }, shrink: shrink) { (a, b) in
      let product = try a.multiplyWadTruncating(b)
      let quotient = b.isZero ? nil : try? a.divideWadTruncating(b)
      let mirrored = b.isZero ? nil : try? (-a).divideWadTruncating(b)
      return try product == -((-a).multiplyWadTruncating(b)) && product == -(a.multiplyWadTruncating(-b))
        && a.multiplyWadTruncating(Wad.signed) == a && (quotient == nil || mirrored == -(quotient ?? 0))
    }
  }

  /// What is refused first: the product, then the zero.
  @Test func orderOfRefusals() {
    typealias E = ArithmeticError
    let large = UInt256.max
    #expect(outcome { () throws(E) in try large.divideWadDown(.zero) } == .failure(.overflow))
    #expect(outcome { () throws(E) in try UInt256(1 as UInt64).divideWadDown(.zero) } == .failure(.divisionByZero))
    #expect(outcome { () throws(E) in try Int256.min.divideWadTruncating(.zero) } == .failure(.overflow))
    #expect(outcome { () throws(E) in try Int256(1).divideWadTruncating(.zero) } == .failure(.divisionByZero))
    #expect(outcome { () throws(E) in try large.divideWadHalfAway(.zero) } == .failure(.overflow))
    #expect(outcome { () throws(E) in try large.dividePreciseHalfAway(.zero) } == .failure(.overflow))
    #expect(outcome { () throws(E) in try Int256.min.multiplyWadTruncating(1) } == .success(
      Int256(bitPattern: .zero &- dividedByWad(1 << 255))))
    #expect(outcome { () throws(E) in try Int256.min.multiplyWadTruncating(-1) } == .failure(.overflow))
    #expect(outcome { () throws(E) in try Int256.max.multiplyWadTruncating(1) } == .success(
      Int256(bitPattern: dividedByWad(Int256.max.bitPattern))))
  }

  /// Every pair of decimals against powers of ten that are multiplied out.
  @Test func everyPairOfDecimals() throws {
    var powers: [UInt256?] = [1]
    for _ in 1...255 { powers.append(powers.last.flatMap { $0.flatMap { try? $0 * 10 } }) }
    #expect(powers[77] != nil && powers[78] == nil)
    let amounts: [UInt256] = [.zero, 1, 999_999, 1_000_001, UInt256(Wad.one), .max]
    for from in 0...255 {
      for to in 0...255 {
        let power = powers[abs(from - to)]
        for amount in amounts {
          let down = try? amount.convertDecimalsDown(from: UInt8(from), to: UInt8(to))
          let up = try? amount.convertDecimalsUp(from: UInt8(from), to: UInt8(to))
          if from <= to {
            if down != up || down != power.flatMap({ try? amount * $0 }) { Issue.record("\(amount) \(from) \(to)") }
          } else if let power {
            let (quotient, remainder) = try amount.quotientAndRemainder(dividingBy: power)
            if down != quotient || up != (remainder.isZero ? quotient : quotient &+ 1) {
              Issue.record("\(amount) \(from) \(to)")
            }
          } else if down != nil || up != nil {
            Issue.record("\(amount) \(from) \(to): 10^\(from - to) does not fit")
          }
        }
      }
    }
  }
}
