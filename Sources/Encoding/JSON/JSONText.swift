/// Steps over the text of strings that the parser, the values and the canonical form share.
enum JSONText {
  static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 97...102: byte - 87
    case 65...70: byte - 55
    default: nil
    }
  }

  /// Two lower-case hexadecimal digits.
  static func twoDigits(_ byte: UInt8) -> String {
    var digits: [UInt8] = []
    appendDigits(of: byte, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  private static func appendDigits(of byte: UInt8, to output: inout [UInt8]) {
    for digit in [byte >> 4, byte & 15] { output.append(digit < 10 ? 48 + digit : 87 + digit) }
  }

  /// Appends a byte of a string, escaped where it must be: `"`, `\` and control characters as `\u00xx`.
  static func appendEscaped(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      output.append(UInt8(ascii: "\\"))
      output.append(byte)
    case 0..<0x20:
      output.append(contentsOf: #"\u00"#.utf8)
      appendDigits(of: byte, to: &output)
    default:
      output.append(byte)
    }
  }

  /// The first eight bytes of an unescaped string, most significant first, filled up with zeros.
  static func prefix(of string: JSONNode, in text: Span<UInt8>) -> UInt64 {
    var bytes = UnescapedBytes(string)
    var prefix: UInt64 = 0
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      guard let byte = bytes.next(in: text) else { break }
      prefix |= UInt64(byte) &<< shift
    }
    return prefix
  }

  /// Compares two unescaped strings byte by byte: negative, zero or positive.
  static func order(_ a: JSONNode, _ b: JSONNode, in text: Span<UInt8>) -> Int {
    if !a.hasEscapes && !b.hasEscapes { return orderPlain(a, b, in: text) }
    var (first, second) = (UnescapedBytes(a), UnescapedBytes(b))
    while true {
      switch (first.next(in: text), second.next(in: text)) {
      case (nil, nil): return 0
      case (nil, _): return -1
      case (_, nil): return 1
      case (let x?, let y?): if x != y { return Int(x) - Int(y) }
      }
    }
  }

  /// The same for two strings without escapes.
  private static func orderPlain(_ a: JSONNode, _ b: JSONNode, in text: Span<UInt8>) -> Int {
    let (first, second) = (Int(a.start) + 1, Int(b.start) + 1)
    let (firstCount, secondCount) = (Int(a.end) - 1 - first, Int(b.end) - 1 - second)
    for position in 0..<min(firstCount, secondCount) {
      let (x, y) = (text[first + position], text[second + position])
      if x != y { return Int(x) - Int(y) }
    }
    return firstCount - secondCount
  }

  /// Whether an unescaped string is this name.
  static func equals(_ string: JSONNode, _ name: Span<UInt8>, in text: Span<UInt8>) -> Bool {
    if !string.hasEscapes {
      let start = Int(string.start) + 1
      guard Int(string.end) - start - 1 == name.count else { return false }
      for position in 0..<name.count where text[start + position] != name[position] { return false }
      return true
    }
    var bytes = UnescapedBytes(string)
    for position in 0..<name.count {
      guard let byte = bytes.next(in: text), byte == name[position] else { return false }
    }
    return bytes.next(in: text) == nil
  }

  /// The bytes of an unescaped string, at most so many.
  static func unescaped(_ string: JSONNode, in text: Span<UInt8>, atMost limit: Int = .max) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(min(limit, Int(string.end - string.start)))
    var bytes = UnescapedBytes(string)
    while output.count < limit, let byte = bytes.next(in: text) { output.append(byte) }
    return output
  }

  /// The most characters of a text quoted in a refusal.
  static let maximumQuoted = 80

  /// Text for a message: printable ASCII as it is, other characters as `\u{hex}`, cut to 80 characters.
  static func printable(_ text: some Collection<UInt8>, before: String = "") -> String {
    var output = before
    // No character has more than four bytes, so these are enough to fill or to overfill the line.
    for scalar in String(decoding: text.prefix(4 * maximumQuoted + 4), as: UTF8.self).unicodeScalars {
      if scalar.value >= 0x20 && scalar.value < 0x7F {
        output.unicodeScalars.append(scalar)
      } else {
        output += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
      if output.utf8.count > maximumQuoted { return String(output.prefix(maximumQuoted - 3)) + "..." }
    }
    return output
  }

  /// Appends a member to a path: `.name`, or `["name"]` where the name has other than letters, digits, _ and -.
  static func append(name: [UInt8], to path: inout String) {
    let isWord =
      !name.isEmpty && name.count <= maximumQuoted
      && name.allSatisfy {
        $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 26 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
    if isWord {
      path += (path.isEmpty ? "" : ".") + String(decoding: name, as: UTF8.self)
    } else {
      var escaped: [UInt8] = []
      for byte in name { appendEscaped(byte, to: &escaped) }
      path += "[\"" + printable(escaped) + "\"]"
    }
  }

  static func append(name: JSONNode, in bytes: ArraySlice<UInt8>, to path: inout String) {
    append(name: unescaped(name, in: bytes.span, atMost: 4 * maximumQuoted + 4), to: &path)
  }
}

/// The bytes of a checked string, one after another, without memory of their own.
struct UnescapedBytes {
  private var position: Int
  private let end: Int
  /// The rest of a character that was written as an escape, next byte lowest.
  private var pending: UInt32 = 0

  init(_ string: JSONNode) {
    position = Int(string.start) + 1
    end = Int(string.end) - 1
  }

  /// - Parameter text: the text that the parser has checked.
  mutating func next(in text: Span<UInt8>) -> UInt8? {
    if pending != 0 {
      let byte = UInt8(truncatingIfNeeded: pending)
      pending &>>= 8
      return byte
    }
    guard position < end else { return nil }
    let byte = text[position]
    position += 1
    return byte == UInt8(ascii: "\\") ? escaped(in: text) : byte
  }

  private mutating func escaped(in text: Span<UInt8>) -> UInt8 {
    let letter = text[position]
    position += 1
    switch letter {
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "u"): break
    default: return letter
    }
    var scalar = codeUnit(in: text)
    if scalar & 0xFC00 == 0xD800 {
      // The parser has seen the backslash, the u and the second half.
      position += 2
      scalar = 0x10000 + (scalar & 0x3FF) << 10 | codeUnit(in: text) & 0x3FF
    }
    return encode(scalar)
  }

  private mutating func codeUnit(in text: Span<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      unit = unit << 4 | UInt32(JSONText.hexadecimalDigit(text[position]) ?? 0)
      position += 1
    }
    return unit
  }

  /// The first byte of a character in UTF-8; the others, which are never zero, become pending.
  private mutating func encode(_ scalar: UInt32) -> UInt8 {
    func continuation(_ shift: UInt32) -> UInt32 { 0x80 | (scalar &>> shift) & 0x3F }
    switch scalar {
    case 0..<0x80:
      return UInt8(truncatingIfNeeded: scalar)
    case 0x80..<0x800:
      pending = continuation(0)
      return UInt8(truncatingIfNeeded: 0xC0 | scalar &>> 6)
    case 0x800..<0x10000:
      pending = continuation(6) | continuation(0) << 8
      return UInt8(truncatingIfNeeded: 0xE0 | scalar &>> 12)
    default:
      pending = continuation(12) | continuation(6) << 8 | continuation(0) << 16
      return UInt8(truncatingIfNeeded: 0xF0 | scalar &>> 18)
    }
  }
}
