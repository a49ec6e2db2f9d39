extension JSONScanner {
  /// Checks the number that starts here: `-`? integer fraction? exponent?
  /// - Returns: the offset after its last character.
  mutating func number(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    var position = start
    if text[position] == UInt8(ascii: "-") { position += 1 }
    if position < text.count, text[position] == UInt8(ascii: "0") {
      position += 1
    } else {
      position = try digits(text, from: position, of: start)
    }
    if position < text.count, text[position] == UInt8(ascii: ".") {
      position = try digits(text, from: position + 1, of: start)
    }
    if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
        position += 1
      }
      position = try digits(text, from: position, of: start)
    }
    guard position - start <= limits.maximumNumberDigits else { throw tooLong(at: start) }
    return position
  }

  /// Skips one digit or more.
  private func digits(_ text: Span<UInt8>, from first: Int, of start: Int) throws(JSONError) -> Int {
    var position = first
    while position < text.count, text[position] &- 48 < 10 {
      position += 1
      guard position - start <= limits.maximumNumberDigits else { throw tooLong(at: start) }
    }
    guard position > first else {
      throw refusal(position < text.count ? .malformed : .incomplete, at: position, expected: "a digit")
    }
    return position
  }

  private func tooLong(at start: Int) -> JSONError {
    refusal(.tooLarge, at: start, expected: "at most \(limits.maximumNumberDigits) characters in a number")
  }
}
