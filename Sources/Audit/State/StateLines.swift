import Encoding

/// Splits a text that arrives in pieces into lines that each end in one byte 10 (SV-11).
///
/// Unlike the lines of an input for people, a blank line is a line, and the last one has its end too.
struct StateLines {
  private var buffer: [UInt8] = []
  /// The first byte that is not taken, and the first where a line end may be.
  private var head = 0
  private var searched = 0
  /// Lines taken so far.
  private(set) var number = 0

  mutating func append(_ piece: [UInt8]) {
    // Dropping what was taken only when it is the larger part keeps the moves linear in the text.
    if head > buffer.count / 2 {
      buffer.removeFirst(head)
      searched -= head
      head = 0
    }
    buffer += piece
  }

  /// The next whole line without its end, or nil where none is complete.
  /// - Throws: `tooLarge` for a line above the limit.
  mutating func next(atMost limit: Int) throws(JSONError) -> ArraySlice<UInt8>? {
    searched = lineEnd()
    let end = searched
    if end - head > limit {
      throw JSONError(
        .tooLarge, path: "", expected: "at most \(limit) bytes in a line", found: "more", offset: 0)
    }
    guard end < buffer.count else { return nil }
    let line = buffer[head..<end]
    head = end + 1
    searched = head
    number += 1
    return line
  }

  /// The next place of a line end, or the end of what there is.
  private func lineEnd() -> Int {
    let text = buffer.span
    var end = searched
    while end < text.count, text[end] != 10 { end += 1 }
    return end
  }

  /// Whether bytes are left that no line end follows.
  var hasRest: Bool { head < buffer.count }
}
