import FixedPoint
import Schoolbook
import TestSupport
import Testing

/// A cast keeps the value or refuses it by the protocol's name.
@Suite struct CastTests {
  @Test func betweenSigns() {
    forAll(20_000, generate: { $0.uint256() }, shrink: shrink) { a in
      let signed = Int256(bitPattern: a)
      let up = outcome { () throws(ArithmeticError) in try UInt256(signed) }
      let down = outcome { () throws(ArithmeticError) in try Int256(a) }
      let fits = a < 1 << 255
      return up == (fits ? .success(a) : .failure(.signedToUnsignedCast))
        && down == (fits ? .success(signed) : .failure(.unsignedToSignedCast))
    }
  }

  @Test func unsignedNarrowing() {
    forAll(20_000, generate: { ($0.uint256(), $0.below(400)) }) { (a, bits) in
      let limit = SchoolbookInteger.powerOfTwo(bits)
      let expected: Result<UInt256, ArithmeticError> =
        SchoolbookInteger(a) < limit ? .success(a) : .failure(.unsignedDowncast(bits: UInt16(bits)))
      return outcome { () throws(ArithmeticError) in try a.narrowed(toBits: UInt16(bits)) } == expected
    }
    forAll(20_000, generate: { $0.uint256() }, shrink: shrink) { a in
      outcome { () throws(ArithmeticError) in UInt256(try a.toUInt64()) }
        == outcome { () throws(ArithmeticError) in try a.narrowed(toBits: 64) }
        && outcome { () throws(ArithmeticError) in UInt256(try a.toUInt128()) }
          == outcome { () throws(ArithmeticError) in try a.narrowed(toBits: 128) }
    }
  }

  @Test func signedNarrowing() {
    forAll(20_000, generate: { ($0.int256(), 1 + $0.below(400)) }) { (a, bits) in
      let limit = SchoolbookInteger.powerOfTwo(bits - 1)
      let exact = SchoolbookInteger(a)
      let expected: Result<Int256, ArithmeticError> =
        exact < limit && exact >= -limit ? .success(a) : .failure(.signedDowncast(bits: UInt16(bits)))
      return outcome { () throws(ArithmeticError) in try a.narrowed(toBits: UInt16(bits)) } == expected
    }
  }

  /// Every value of ten bits against every width of up to twelve.
  @Test func everySmallValue() {
    for value in -1024...1023 {
      for bits in 0...12 {
        let fits = bits == 0 ? value == 0 : value >= -(1 << (bits - 1)) && value < 1 << (bits - 1)
        let found = try? Int256(Int64(value)).narrowed(toBits: UInt16(bits))
        if (found != nil) != fits { Issue.record("\(value) as \(bits) bits") }
      }
    }
  }

  @Test func narrowValues() {
    forAll(20_000, generate: { $0.int256() }, shrink: shrink) { a in
      let fits = SchoolbookInteger(a).magnitude <= .powerOfTwo(127) && a != Int256(UInt128(1) << 127)
      return a.narrow.map { Int256($0) == a } ?? !fits
    }
    #expect(Int256(Int128.min).narrow == .min)
    #expect(Int256(Int128.max).narrow == .max)
    #expect(Int256(Int64.min).narrow == Int128(Int64.min))
    #expect(Int256(UInt128.max).bitPattern == UInt256(UInt128.max))
  }

  @Test func limbs() {
    forAll(10_000, generate: { ($0.next(), $0.next(), $0.next(), $0.next()) }) { (l0, l1, l2, l3) in
      UInt256(limbs: l0, l1, l2, l3).limbs == (l0, l1, l2, l3)
    }
    // Typed on its own: inside #expect, shifts of literals are shifts of Int, compared as AnyHashable.
    let joined: UInt256 = (4 << 192) | (3 << 128) | (2 << 64) | 1
    #expect(UInt256(limbs: 1, 2, 3, 4) == joined)
    forAll(10_000, generate: { $0.uint256() }, shrink: shrink) { a in
      let zeros = a.leadingZeroBitCount
      return a.isZero ? zeros == 256 : a >> (255 - zeros) == 1
    }
    #expect(UInt256.zero.leadingZeroBitCount == 256)
  }
}
