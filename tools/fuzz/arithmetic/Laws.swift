import FixedPoint
import FuzzDriver
import Schoolbook

/// A law by its name; true where it holds for the operands.
struct Law: Sendable {
  let name: String
  let holds: @Sendable (Operands) -> Bool

  static let all: [Law] = [
    Law(name: "checked sums, differences and products are exact or refused") { x in
      let (a, b) = (SchoolbookInteger(x.a), SchoolbookInteger(x.b))
      return same(outcome { () throws(ArithmeticError) in try x.a + x.b }, (a + b).unsigned)
        && same(outcome { () throws(ArithmeticError) in try x.a - x.b }, (a - b).unsigned)
        && same(outcome { () throws(ArithmeticError) in try x.a * x.b }, (a * b).unsigned)
        && x.a &* x.b == (a * b).modulo256.unsigned && x.a &- x.b == (a - b).modulo256.unsigned
    },
    Law(name: "the same for signed numbers") { x in
      let (p, q) = (x.signedA, x.signedB)
      let (a, b) = (SchoolbookInteger(p), SchoolbookInteger(q))
      return same(outcome { () throws(ArithmeticError) in try p + q }, (a + b).signed)
        && same(outcome { () throws(ArithmeticError) in try p - q }, (a - b).signed)
        && same(outcome { () throws(ArithmeticError) in try p * q }, (a * b).signed)
        && same(outcome { () throws(ArithmeticError) in try -p }, (-a).signed)
    },
    Law(name: "a = q b + r with r below b") { x in
      guard let (q, r) = try? x.a.quotientAndRemainder(dividingBy: x.b) else { return x.b.isZero }
      guard let sum = try? (q &+ plantedSlip(x.a)) * x.b + r else { return false }
      return sum == x.a && r < x.b
    },
    Law(name: "division is the schoolbook's") { x in
      if x.b.isZero { return outcome { () throws(ArithmeticError) in try x.a / x.b } == .failure(.divisionByZero) }
      let (q, r) = SchoolbookInteger(x.a).quotientAndRemainder(dividingBy: SchoolbookInteger(x.b))
      return (try? x.a / x.b) == q.unsigned && (try? x.a % x.b) == r.unsigned
    },
    Law(name: "signed division truncates, and the remainder has the dividend's sign") { x in
      let (p, q) = (x.signedA, x.signedB)
      if q.isZero { return outcome { () throws(ArithmeticError) in try p % q } == .failure(.divisionByZero) }
      guard let r = try? p % q, r.magnitude < q.magnitude, r.isZero || r.isNegative == p.isNegative else {
        return false
      }
      guard let quotient = try? p / q else { return p == .min && q == -1 }
      return quotient &* q &+ r == p
    },
    Law(name: "shifts are products and floored quotients by powers of two") { x in
      let power = SchoolbookInteger.powerOfTwo(x.count)
      return x.a << x.count == (SchoolbookInteger(x.a) * power).modulo256.unsigned
        && x.a >> x.count == SchoolbookInteger(x.a).flooredQuotient(dividingBy: power).unsigned
        && x.signedA >> x.count == SchoolbookInteger(x.signedA).flooredQuotient(dividingBy: power).signed
        && x.signedA << x.count == x.signedA >> -x.count
    },
    Law(name: "text that is printed is read back") { x in
      UInt256(x.a.description) == x.a && Int256(x.signedA.description) == x.signedA
        && x.a.description == SchoolbookInteger(x.a).description
        && UInt256(hexadecimal: x.a.hexadecimal) == x.a && Int256(hexadecimal: x.a.hexadecimal) == x.signedA
    },
    Law(name: "text is read only where it is the canonical spelling") { x in
      let text = String(decoding: x.bytes, as: UTF8.self)
      let exact = SchoolbookInteger(decimal: text)
      let isCanonical = exact.map { $0.description == text } ?? false
      return UInt256(decimal: x.bytes) == (isCanonical ? exact?.unsigned : nil)
        && Int256(decimal: x.bytes) == (isCanonical ? exact?.signed : nil)
        && UInt256(hexadecimal: text).map { UInt256(hexadecimal: $0.hexadecimal) == $0 } ?? true
    },
    Law(name: "the fast exponential is the plain one") { x in
      same(
        outcome { () throws(ArithmeticError) in try x.signedB.exponential() },
        outcome { () throws(ArithmeticError) in try x.signedB.exponentialPlain() })
        && same(
          outcome { () throws(ArithmeticError) in try (x.signedA >> 189).exponential() },
          outcome { () throws(ArithmeticError) in try (x.signedA >> 189).exponentialPlain() })
    },
    Law(name: "the fast logarithm is the plain one") { x in
      same(
        outcome { () throws(ArithmeticError) in try x.signedA.naturalLogarithm() },
        outcome { () throws(ArithmeticError) in try x.signedA.naturalLogarithmPlain() })
    },
    Law(name: "the fast cumulative distribution is the plain one") { x in
      x.signedB.normalCDF() == (try? x.signedB.normalCDFPlain())
        && (x.signedA >> 189).normalCDF() == (try? (x.signedA >> 189).normalCDFPlain())
    },
    Law(name: "the square root is the largest whose square is not above") { x in
      let root = x.a.squareRoot()
      guard let square = try? root * root, square <= x.a else { return false }
      return (try? (root &+ 1) * (root &+ 1)).map { $0 > x.a } ?? true
    },
    Law(name: "wad products and quotients are the schoolbook's") { x in
      let wad = SchoolbookInteger(Wad.one)
      let (a, b) = (SchoolbookInteger(x.signedA), SchoolbookInteger(x.signedB))
      let product = (a * b).signed == nil ? nil : (a * b).quotientAndRemainder(dividingBy: wad).quotient.signed
      let scaled = a * wad
      let quotient = scaled.signed == nil || b.isZero ? nil : scaled.quotientAndRemainder(dividingBy: b).quotient.signed
      return (try? x.signedA.multiplyWadTruncating(x.signedB)) == product
        && (try? x.signedA.divideWadTruncating(x.signedB)) == quotient
        && dividedByWad(x.a) == SchoolbookInteger(x.a).quotientAndRemainder(dividingBy: wad).quotient.unsigned
    },
    Law(name: "rounding is half away on one digit more") { x in
      let (a, b) = (SchoolbookInteger(x.signedA), SchoolbookInteger(x.signedB))
      for (unit, found) in [
        (Wad.one, try? x.signedA.multiplyWadHalfAway(x.signedB)),
        (Wad.precise, try? x.signedA.multiplyPreciseHalfAway(x.signedB)),
      ] {
        let exact = a * b
        let tenths = exact.quotientAndRemainder(dividingBy: SchoolbookInteger(unit / 10)).quotient
        if found != (exact.signed == nil ? nil : rounded(tenths)) { return false }
      }
      return (try? x.signedA.preciseToWadHalfAway())
        == rounded(a.quotientAndRemainder(dividingBy: SchoolbookInteger(100_000_000)).quotient)
    },
    Law(name: "casts keep the value or refuse it") { x in
      let bits = UInt16(x.count)
      let exact = SchoolbookInteger(x.signedA)
      let half = bits == 0 ? SchoolbookInteger.zero : .powerOfTwo(Int(bits) - 1)
      let fits = bits == 0 ? exact.isZero : exact < half && exact >= -half
      return (try? x.signedA.narrowed(toBits: bits)) == (fits ? x.signedA : nil)
        && (try? x.a.narrowed(toBits: bits)) == (SchoolbookInteger(x.a) < .powerOfTwo(Int(bits)) ? x.a : nil)
        && (try? UInt256(x.signedA)) == (exact.isNegative ? nil : x.a)
        && (try? Int256(x.a)) == SchoolbookInteger(x.a).signed
    },
    Law(name: "powers, densities, precise units and decimals never trap") { x in
      _ = try? x.signedA.power(x.signedB)
      _ = try? x.signedB.normalDensity()
      _ = try? x.signedA.naturalLogarithmPrecise()
      _ = try? x.signedB.exponentialPrecise()
      let (from, to) = (UInt8(truncatingIfNeeded: x.count), UInt8(truncatingIfNeeded: x.b.low))
      let down = try? x.a.convertDecimalsDown(from: from, to: to)
      let up = try? x.a.convertDecimalsUp(from: from, to: to)
      guard let down, let up else { return down == nil && up == nil }
      return up == down || (up &- down == 1 && from > to)
    },
  ]

  /// The planted defect: quotients one too large for dividends of more than 128 bits that end in 0xA5.
  @inline(never)
  private static func plantedSlip(_ dividend: UInt256) -> UInt256 {
    guard FuzzDriver.isPlanted, dividend.high != 0 else { return .zero }
    return UInt8(truncatingIfNeeded: dividend.low) == 0xA5 ? 1 : .zero
  }

  private static func rounded(_ tenths: SchoolbookInteger) -> Int256? {
    let (quotient, digit) = tenths.quotientAndRemainder(dividingBy: SchoolbookInteger(10))
    if digit >= SchoolbookInteger(5) { return (quotient + SchoolbookInteger(1)).signed }
    return digit <= SchoolbookInteger(-5) ? (quotient - SchoolbookInteger(1)).signed : quotient.signed
  }

  /// The exact value, or `overflow` where it does not fit.
  private static func same<Value: Equatable>(_ found: Result<Value, ArithmeticError>, _ exact: Value?) -> Bool {
    exact.map { found == .success($0) } ?? (found == .failure(.overflow))
  }

  private static func same<Value: Equatable>(
    _ a: Result<Value, ArithmeticError>, _ b: Result<Value, ArithmeticError>
  ) -> Bool {
    a == b
  }
}
