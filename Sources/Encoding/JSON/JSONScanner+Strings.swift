extension JSONScanner {
  /// Checks the string that starts at this quote.
  /// - Returns: the offset after the closing quote, and whether there is a backslash in between.
  mutating func string(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> (end: Int, hasEscapes: Bool) {
    // The closing quote may stand after the last byte that is allowed.
    let bound = min(text.count, start + limits.maximumStringBytes + 2)
    var position = start + 1
    var hasEscapes = false
    while position < bound {
      let byte = text[position]
      if byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
        position += 1
      } else if byte == UInt8(ascii: "\"") {
        return (position + 1, hasEscapes)
      } else if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        position = try escape(text, at: position)
      } else if byte < 0x20 {
        throw refusal(.malformed, at: position, expected: "an escape instead of a control character in a string")
      } else {
        position = try sequence(text, at: position)
      }
    }
    guard bound == text.count else {
      throw refusal(.tooLarge, at: bound, expected: "at most \(limits.maximumStringBytes) bytes in a string")
    }
    throw refusal(.incomplete, at: text.count, expected: "the end of a string")
  }

  /// Checks the escape that starts at this backslash; a surrogate needs its partner.
  private func escape(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    switch try byte(text, at: start + 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "u"):
      let unit = try codeUnit(text, at: start + 2, isSecond: false)
      if unit & 0xF800 != 0xD800 { return start + 6 }
      guard try byte(text, at: start + 6) == UInt8(ascii: "\\"), try byte(text, at: start + 7) == UInt8(ascii: "u")
      else { throw loneSurrogate(at: start) }
      _ = try codeUnit(text, at: start + 8, isSecond: true)
      return start + 12
    default:
      throw refusal(.malformed, at: start, expected: #"one of the escapes \" \\ \/ \b \f \n \r \t \u"#)
    }
  }

  private func loneSurrogate(at start: Int) -> JSONError {
    refusal(.malformed, at: start, expected: "a pair of surrogates")
  }

  /// Reads four hexadecimal digits: U+DC00 to U+DFFF for the second of a pair, anything else for another.
  private func codeUnit(_ text: Span<UInt8>, at start: Int, isSecond: Bool) throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for position in start..<start + 4 {
      guard let digit = JSONText.hexadecimalDigit(try byte(text, at: position)) else {
        throw refusal(.malformed, at: position, expected: "four hexadecimal digits")
      }
      unit = unit << 4 | UInt32(digit)
      // Decided at the first digit that decides it, so that no beginning of a lone one passes for incomplete.
      if position == start, isSecond, unit != 0xD { throw loneSurrogate(at: start - 2) }
      if position == start + 1, (unit & 0xFC == 0xDC) != isSecond { throw loneSurrogate(at: start - 2) }
    }
    return unit
  }

  private func byte(_ text: Span<UInt8>, at position: Int) throws(JSONError) -> UInt8 {
    guard position < text.count else { throw refusal(.incomplete, at: text.count, expected: "the end of a string") }
    return text[position]
  }

  /// Checks the UTF-8 sequence of two to four bytes that starts here.
  /// Source: RFC 3629, section 4; it excludes overlong forms, surrogates and values above U+10FFFF.
  private func sequence(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    let lead = text[start]
    let length: Int
    var lowest: UInt8 = 0x80
    var highest: UInt8 = 0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { lowest = 0xA0 }
      if lead == 0xED { highest = 0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { lowest = 0x90 }
      if lead == 0xF4 { highest = 0x8F }
    default: throw refusal(.malformed, at: start, expected: "UTF-8")
    }
    for position in start + 1..<start + length {
      let next = try byte(text, at: position)
      guard next >= lowest && next <= highest else { throw refusal(.malformed, at: start, expected: "UTF-8") }
      lowest = 0x80
      highest = 0xBF
    }
    return start + length
  }
}
