import Schoolbook
import TestSupport
import Testing

@testable import FixedPoint

/// `a = q b + r` with `0 <= r < b`, or with the sign of `a` where numbers are signed.
@Suite struct DivisionTests {
  private func law(_ pair: (UInt256, UInt256)) -> Bool {
    let (a, b) = pair
    guard !b.isZero else {
      return outcome { () throws(ArithmeticError) in try a / b } == .failure(.divisionByZero)
        && outcome { () throws(ArithmeticError) in try a % b } == .failure(.divisionByZero)
    }
    guard let (q, r) = try? a.quotientAndRemainder(dividingBy: b), let quotient = try? a / b,
      let remainder = try? a % b, let product = try? q * b, let sum = try? product + r
    else { return false }
    return sum == a && r < b && quotient == q && remainder == r
  }

  @Test func unsigned() {
    forAll(60_000, generate: { $0.below(2) == 0 ? $0.pair() : $0.limitPair() }, shrink: shrink, holds: law)
    for a in unsignedBoundaries {
      for b in unsignedBoundaries where !law((a, b)) { Issue.record("fails for \(a), \(b)") }
    }
  }

  /// Dividends next to a multiple of the divisor, where an estimate one too large or too small shows.
  @Test func besideMultiples() {
    forAll(
      60_000,
      generate: { generator -> (UInt256, UInt256) in
        let b = generator.uint256()
        let q = generator.uint256(bits: max(1, b.leadingZeroBitCount))
        return ((q &* b) &+ UInt256(generator.next() % 3) &- 1, b)
      }, shrink: shrink, holds: law)
  }

  @Test func unsignedIsTheSchoolbooks() {
    forAll(1_500, generate: { $0.pair() }, shrink: shrink) { (a, b) in
      if b.isZero { return true }
      let (q, r) = SchoolbookInteger(a).quotientAndRemainder(dividingBy: SchoolbookInteger(b))
      let found = try a.quotientAndRemainder(dividingBy: b)
      return SchoolbookInteger(found.quotient) == q && SchoolbookInteger(found.remainder) == r
    }
  }

  private func signedLaw(_ pair: (Int256, Int256)) -> Bool {
    let (a, b) = pair
    let quotient = outcome { () throws(ArithmeticError) in try a / b }
    let remainder = outcome { () throws(ArithmeticError) in try a % b }
    if b.isZero { return quotient == .failure(.divisionByZero) && remainder == .failure(.divisionByZero) }
    guard case .success(let r) = remainder, r.magnitude < b.magnitude, r.isZero || r.isNegative == a.isNegative
    else { return false }
    if a == .min && b == -1 { return quotient == .failure(.overflow) && r.isZero }
    guard case .success(let q) = quotient, let product = try? q * b, let sum = try? product + r else { return false }
    return sum == a
  }

  @Test func signed() {
    forAll(40_000, generate: { $0.signedPair() }, shrink: shrink, holds: signedLaw)
    for a in unsignedBoundaries {
      for b in unsignedBoundaries where !signedLaw((Int256(bitPattern: a), Int256(bitPattern: b))) {
        Issue.record("fails for bits \(a), \(b)")
      }
    }
    #expect(signedLaw((.min, -1)))
  }

  /// The building block: 256 bits by 128, for a high half below the divisor.
  @Test func fullWidth() {
    func law(_ high: UInt128, _ low: UInt128, _ divisor: UInt128) -> Bool {
      let (q, r) = divideFullWidth(high: high, low: low, by: divisor)
      let (top, bottom) = multiplyFullWidth(q, divisor)
      return r < divisor && UInt256(high: top, low: bottom) &+ UInt256(r) == UInt256(high: high, low: low)
    }
    forAll(
      100_000,
      generate: { generator -> (UInt128, UInt128, UInt128) in
        let divisor = max(1, generator.uint256(bits: 128).low)
        let high = generator.below(4) == 0 ? divisor - 1 : generator.uint256(bits: 128).low % divisor
        return (high, generator.uint256(bits: 128).low, divisor)
      }, holds: law)
    // Digits of all ones and of one bit bring the estimates that have to be corrected once and twice
    // (Knuth's "add back"); the top digit of dividend and divisor equal is a branch of its own.
    let half: UInt128 = 1 << 63
    let ones = UInt128(UInt64.max)
    let digits: [UInt128] = [0, 1, 2, half - 1, half, half + 1, ones - 1, ones]
    var values: [UInt128] = [Wad.one, UInt128.max / 3]
    for top in digits {
      for bottom in digits { values.append((top << 64) | bottom) }
    }
    for divisor in values where divisor != 0 {
      var highs: [UInt128] = values.map { $0 % divisor }
      highs += [divisor - 1, divisor / 2]
      for high in highs {
        for low in values where !law(high, low, divisor) {
          Issue.record("fails for \(high) * 2^128 + \(low) by \(divisor)")
        }
      }
    }
  }

  /// Both corrections of the digit estimate do happen in the values above: a witness for each.
  @Test func digitEstimateIsCorrectedUpToTwice() {
    // Hacker's Delight and Knuth give such operands for base b: (b/2, 0 | b/2, b - 1) needs corrections.
    let half: UInt128 = 1 << 63
    let divisor = half << 64 | UInt128(UInt64.max)
    let (q, r) = divideFullWidth(high: half << 64, low: 0, by: divisor)
    #expect(
      SchoolbookInteger(half << 64) * .powerOfTwo(128)
        == SchoolbookInteger(q) * SchoolbookInteger(divisor) + SchoolbookInteger(r))
    let estimate = UInt64(truncatingIfNeeded: half).dividingFullWidth((UInt64(truncatingIfNeeded: half) - 1, 0))
      .quotient
    let exact = divideFullWidth(high: (half - 1) << 64, low: 0, by: divisor).quotient >> 64
    #expect(UInt128(estimate) == exact + 2)
  }

  @Test func byWad() throws {
    forAll(100_000, generate: { $0.uint256() }, shrink: shrink) { a in dividedByWad(a) == (try a / Wad.wide) }
    forAll(50_000, generate: { $0.uint256(bits: 197) }, shrink: shrink) { quotient in
      let exact = quotient &* Wad.wide
      let below = try exact.isZero || dividedByWad(exact - 1) == quotient - 1
      return (try? quotient * Wad.wide) == nil
        || below && dividedByWad(exact) == quotient && dividedByWad(exact &+ UInt256(Wad.one - 1)) == quotient
    }
    for a in unsignedBoundaries { #expect(try dividedByWad(a) == a / Wad.wide) }
    // 16 * 10^18 is the normalised divisor; digits beside it take each branch of the step.
    let normalised: UInt64 = 16_000_000_000_000_000_000
    for top in [0, 1, normalised / 2, normalised - 2, normalised - 1] {
      for digit in [0, 1, normalised - 1, normalised, normalised + 1, .max - 1, .max] {
        let (q, r) = wadDigit(top, digit)
        let exact = normalised.dividingFullWidth((top, digit))
        #expect(q == exact.quotient && r == exact.remainder, "\(top) \(digit)")
      }
    }
  }

  @Test func byFive18() {
    forAll(50_000, generate: { $0.uint256(bits: 128).low }) { a in dividedByFive18(a) == a / 3_814_697_265_625 }
  }
}
