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

  private var buffer: ArraySlice<UInt8> = []
  /// The number of bytes at the start of the buffer that are known to hold no line end.
  private var searched = 0
  private var offset = 0
  private var number = 0
  private var isFinished = false

  /// Lines of a text that arrives in pieces.
  public init(maximumLineBytes: Int = JSONLimits.standard.maximumBytes) {
    self.maximumLineBytes = Swift.max(0, Swift.min(maximumLineBytes, JSONLimits.ceiling))
  }

  /// Lines of a whole text.
  public init(_ text: [UInt8], maximumLineBytes: Int = JSONLimits.standard.maximumBytes) {
    self.init(maximumLineBytes: maximumLineBytes)
    buffer = text[...]
    isFinished = true
  }

  /// Adds a piece of the text.
  public mutating func append(_ piece: some Collection<UInt8>) {
    // What was taken is dropped here and not in `next`, once for each piece: a line costs no copy of the rest.
    buffer = ArraySlice(Array(buffer) + Array(piece))
  }

  /// Says that nothing follows, so that what is left is a line.
  public mutating func finish() {
    isFinished = true
  }

  /// The next line that is not blank, or nil where none is complete.
  /// - Throws: `tooLarge` for a line above the limit; nothing can be taken after it.
  public mutating func next() throws(JSONError) -> JSONLine? {
    while true {
      guard let (line, length) = try take() else { return nil }
      number += 1
      let start = offset
      offset += length
      searched = 0
      buffer = buffer.dropFirst(length)
      if !Self.isBlank(line.span) { return JSONLine(number: number, offset: start, bytes: line) }
    }
  }

  /// The next line without its end, and its length with it.
  private func measure() -> Int? {
    let text = buffer.span
    var position = searched
    while position < text.count {
      if text[position] == 10 { return position }
      position += 1
    }
    return nil
  }

  private mutating func take() throws(JSONError) -> (line: ArraySlice<UInt8>, length: Int)? {
    let end = measure()
    searched = end ?? buffer.count
    var line = buffer.prefix(end ?? buffer.count)
    if line.last == 13 { line.removeLast() }
    guard line.count <= maximumLineBytes else {
      throw JSONError(
        .tooLarge, path: "line \(number + 1)", expected: "at most \(maximumLineBytes) bytes in a line",
        found: end == nil && !isFinished ? "\(line.count) bytes or more" : "\(line.count) bytes", offset: offset)
    }
    if let end { return (line, end + 1) }
    return isFinished && !buffer.isEmpty ? (line, buffer.count) : nil
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
