/// One line of a text, without its end.
public struct JSONLine: Sendable {
  /// The number of the line, from 1; blank lines count.
  public var number: Int
  /// The offset of its first byte in the whole text.
  public var offset: Int
  public var bytes: ArraySlice<UInt8>
}

/// Splits a text, whole or arriving in pieces, into lines that end in `\n` or `\r\n`; the last one may lack its end.
///
/// Blank lines are skipped but counted. Use: `append` a piece, take lines with `next` until it returns nil, and so
/// on; after the last piece `finish`, and take the rest.
public struct JSONLines: Sendable {
  /// The most bytes of a line, its end not counted.
  public let maximumLineBytes: Int

  private var buffer: [UInt8] = []
  /// The first byte of the buffer that is not taken, and the first where a line end may be.
  private var head = 0
  private var searched = 0
  private var offset = 0
  /// The lines taken so far, blank and refused ones included.
  public private(set) var number = 0
  private var isFinished = false
  /// Whether the rest of a refused line is being dropped.
  private var isDropping = false

  /// Lines of a text that arrives in pieces.
  public init(maximumLineBytes: Int = JSONLimits.standard.maximumBytes) {
    self.maximumLineBytes = Swift.max(0, Swift.min(maximumLineBytes, JSONLimits.ceiling))
  }

  /// Lines of a whole text.
  public init(_ text: [UInt8], maximumLineBytes: Int = JSONLimits.standard.maximumBytes) {
    self.init(maximumLineBytes: maximumLineBytes)
    buffer = text
    isFinished = true
  }

  /// Adds a piece of the text; take the lines before the next piece, since `next` checks the limit.
  public mutating func append(_ piece: some Collection<UInt8>) {
    // Dropping what was taken only when it is the larger part keeps the moves linear in the text.
    if head > buffer.count / 2 {
      buffer.removeFirst(head)
      searched -= head
      head = 0
    }
    buffer.append(contentsOf: piece)
  }

  /// Says that nothing follows, so that what is left is a line.
  public mutating func finish() {
    isFinished = true
  }

  /// The next line that is not blank, or nil where none is complete.
  /// - Throws: `tooLarge` for a line above the limit, once; the lines after it can be taken.
  public mutating func next() throws(JSONError) -> JSONLine? {
    while true {
      let end = lineEnd()
      let (start, place) = (offset, head)
      searched = end ?? buffer.count
      if isDropping {
        drop(upTo: searched, end: end)
        isDropping = end == nil
        if isDropping { return nil }
        continue
      }
      let line = content(upTo: searched)
      if line.count > maximumLineBytes {
        number += 1
        drop(upTo: searched, end: end)
        isDropping = end == nil
        throw JSONError(
          .tooLarge, path: "", expected: "at most \(maximumLineBytes) bytes in a line",
          found: "\(line.count) bytes\(end == nil ? " or more" : "")", offset: start)
      }
      guard end != nil || (isFinished && place < buffer.count) else { return nil }
      number += 1
      drop(upTo: searched, end: end)
      if !Self.isBlank(line.span) { return JSONLine(number: number, offset: start, bytes: line) }
    }
  }

  /// Marks what stands before a place as taken, with the line's end where there is one.
  private mutating func drop(upTo place: Int, end: Int?) {
    let next = place + (end == nil ? 0 : 1)
    offset += next - head
    head = next
    searched = next
  }

  /// The place of the next `\n`.
  private func lineEnd() -> Int? {
    let text = buffer.span
    var position = searched
    while position < text.count {
      if text[position] == 10 { return position }
      position += 1
    }
    return nil
  }

  /// What is not taken yet up to a place, without a `\r` at its end.
  private func content(upTo end: Int) -> ArraySlice<UInt8> {
    var line = buffer[head..<end]
    if line.last == 13 { line.removeLast() }
    return line
  }

  private static func isBlank(_ line: Span<UInt8>) -> Bool {
    var position = 0
    while position < line.count {
      let byte = line[position]
      guard byte == 32 || byte == 9 || byte == 13 else { return false }
      position += 1
    }
    return true
  }
}
