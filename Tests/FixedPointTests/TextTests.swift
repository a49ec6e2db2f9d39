import FixedPoint
import Schoolbook
import TestSupport
import Testing

/// One canonical spelling each way: what is printed is read back, and nothing else is read.
@Suite struct TextTests {
  @Test func decimalRoundTrips() {
    forAll(20_000, generate: { $0.uint256() }, shrink: shrink) { a in
      let signed = Int256(bitPattern: a)
      return UInt256(a.description) == a && Int256(signed.description) == signed
        && UInt256(decimal: Array(a.description.utf8)[...]) == a
    }
  }

  @Test func decimalIsTheSchoolbooks() {
    func law(_ a: UInt256) -> Bool {
      let signed = Int256(bitPattern: a)
      return a.description == SchoolbookInteger(a).description
        && signed.description == SchoolbookInteger(signed).description
    }
    forAll(3_000, generate: { $0.uint256() }, shrink: shrink, holds: law)
    for a in unsignedBoundaries where !law(a) { Issue.record("fails for \(a)") }
    // Each side of every power of ten, where the number of digits changes and groups of 19 digits begin.
    for exponent: UInt8 in 0...77 {
      guard let power = try? UInt256.powerOfTen(exponent) else { continue }
      for a in [power &- 1, power, power &+ 1] where !law(a) { Issue.record("fails beside 10^\(exponent)") }
      #expect(power.description == "1" + String(repeating: "0", count: Int(exponent)))
    }
  }

  @Test func hexadecimalRoundTrips() {
    forAll(20_000, generate: { $0.uint256() }, shrink: shrink) { a in
      let text = a.hexadecimal
      let padded = "0x" + String(repeating: "0", count: 66 - text.count) + text.dropFirst(2)
      return UInt256(hexadecimal: text) == a && UInt256(hexadecimal: padded) == a
        && UInt256(hexadecimal: "0x" + text.dropFirst(2).uppercased()) == a
        && Int256(hexadecimal: text) == Int256(bitPattern: a)
        && (text == "0x0" || text.utf8.dropFirst(2).first != 48)
    }
  }

  /// Text is read exactly where printing its value gives it back.
  @Test func onlyCanonicalDecimalIsRead() {
    let letters = Array("0123456789-+ .,_eExX\u{0}\u{661}/:".unicodeScalars)
    forAll(
      40_000,
      generate: { generator -> String in
        let length = generator.below(4) == 0 ? 70 + generator.below(12) : generator.below(5)
        var text = String.UnicodeScalarView()
        for _ in 0..<length {
          let choice = generator.below(8) == 0 ? generator.below(letters.count) : generator.below(10)
          text.append(letters[choice])
        }
        return String(text)
      }
    ) { text in
      let exact = SchoolbookInteger(decimal: text)
      let canonical = exact.map { $0.description == text } ?? false
      let expectedUnsigned = canonical ? exact?.unsigned : nil
      let expectedSigned = canonical ? exact?.signed : nil
      return UInt256(text) == expectedUnsigned && Int256(text) == expectedSigned
    }
  }

  /// Every text of one and two bytes.
  @Test func everyShortText() {
    for first in UInt8.min ... .max {
      let one = UInt256(decimal: [first])
      #expect((one != nil) == (48...57).contains(first))
      #expect((Int256(decimal: [first]) != nil) == (48...57).contains(first))
      for second in UInt8.min ... .max {
        let digit = (48...57).contains(second)
        let unsigned = digit && (49...57).contains(first)
        let signed = unsigned || (first == 45 && digit && second != 48)
        if (UInt256(decimal: [first, second]) != nil) != unsigned { Issue.record("unsigned \(first) \(second)") }
        if (Int256(decimal: [first, second]) != nil) != signed { Issue.record("signed \(first) \(second)") }
      }
    }
  }

  @Test func appendKeepsWhatIsThere() {
    var bytes = Array("x=".utf8)
    Int256(-12).appendDecimal(to: &bytes)
    UInt256.max.appendDecimal(to: &bytes)
    UInt256.zero.appendDecimal(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "x=-12\(UInt256.max)0")
  }

  @Test func negativeHexadecimalIsTheWord() {
    #expect(Int256(-1).hexadecimal == "0x" + String(repeating: "f", count: 64))
    #expect(Int256.min.hexadecimal == "0x8" + String(repeating: "0", count: 63))
    #expect(UInt256.zero.hexadecimal == "0x0")
    #expect(UInt256(hexadecimal: "0x" + String(repeating: "f", count: 65)) == nil)
  }
}
