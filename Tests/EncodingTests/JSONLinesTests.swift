import Encoding
import TestSupport
import Testing

@Suite struct JSONLinesTests {
  private struct Line: Equatable {
    var number: Int
    var offset: Int
    var text: String
  }

  private func take(_ lines: inout JSONLines) throws -> [Line] {
    var output: [Line] = []
    while let line = try lines.next() {
      output.append(Line(number: line.number, offset: line.offset, text: String(decoding: line.bytes, as: UTF8.self)))
    }
    return output
  }

  /// The lines by their definition.
  private func reference(_ text: String) -> [Line] {
    var (output, offset): ([Line], Int) = ([], 0)
    for (index, part) in Array(text.utf8).split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let line = part.last == 13 ? part.dropLast() : part
      if !line.allSatisfy({ [9, 13, 32].contains($0) }) {
        output.append(Line(number: index + 1, offset: offset, text: String(decoding: line, as: UTF8.self)))
      }
      offset += part.count + 1
    }
    return output
  }

  @Test func endsAndBlanks() throws {
    var lines = JSONLines(Array("\n1\r\n  \t\r\n\n22\n\r\n333".utf8))
    #expect(
      try take(&lines) == [
        Line(number: 2, offset: 1, text: "1"), Line(number: 5, offset: 10, text: "22"),
        Line(number: 7, offset: 15, text: "333"),
      ])
    for text in ["", "\n", "\r\n\r\n", "  "] {
      var lines = JSONLines(Array(text.utf8))
      #expect(try take(&lines).isEmpty)
      #expect(try lines.next() == nil ? true : false)
    }
  }

  @Test func piecesMakeNoDifference() {
    forAll(5000) { generator -> [String] in
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        ["a", "bc", "\n", "\r", "\r\n", " ", "\n\n", "", "{\"x\":1}"].randomElement(using: &generator) ?? ""
      }
    } shrink: { pieces in
      pieces.indices.map { index in pieces.enumerated().filter { $0.offset != index }.map(\.element) }
    } holds: { pieces in
      var whole = JSONLines(Array(pieces.joined().utf8))
      var stream = JSONLines()
      var found: [Line] = []
      for piece in pieces {
        stream.append(piece.utf8)
        found += try take(&stream)
      }
      stream.finish()
      found += try take(&stream)
      let expected = reference(pieces.joined())
      return try found == expected && take(&whole) == expected
    }
  }

  @Test func lengthIsBounded() throws {
    var lines = JSONLines(Array("1234\r\n12345\n".utf8), maximumLineBytes: 4)
    #expect(try lines.next()?.number == 1)
    do {
      _ = try lines.next()
      Issue.record("the second line is too long")
    } catch {
      #expect(error.kind == .tooLarge && error.offset == 6)
      #expect(error.message == "the document: expected at most 4 bytes in a line, found 5 bytes")
    }
    #expect(try lines.next() == nil ? true : false, "a line is refused once")
    // A line without an end is refused before its end is seen.
    var stream = JSONLines(maximumLineBytes: 4)
    stream.append([49, 49, 49, 49])
    #expect(try stream.next() == nil ? true : false)
    stream.append([49])
    #expect(throws: JSONError.self) { try stream.next() }
    // What is left of it is dropped, and the line after it is taken.
    stream.append([49, 49])
    #expect(try stream.next() == nil ? true : false)
    stream.append([49, 10, 50, 10])
    let next = try stream.next()
    #expect(next?.number == 2 && next?.bytes == [50] && next?.offset == 9)
  }

  /// A line that arrives byte by byte is searched once, not once a piece.
  @Test func bytesOneByOne() throws {
    var lines = JSONLines()
    var count = 0
    let time = try ContinuousClock().measure {
      for index in 0..<1_000_000 {
        lines.append(CollectionOfOne(index % 500_000 == 499_999 ? 10 : 97))
        if try lines.next() != nil { count += 1 }
      }
    }
    #expect(count == 2)
    #expect(time < JSONHostileTests.allowed)
  }

  /// Lines that are held keep their bytes while the stream goes on.
  @Test func heldLinesStay() throws {
    var lines = JSONLines()
    var held: [JSONLine] = []
    for index in 0..<200 {
      lines.append("line \(index)\n".utf8)
      while let line = try lines.next() { held.append(line) }
    }
    #expect(held.map { String(decoding: $0.bytes, as: UTF8.self) } == (0..<200).map { "line \($0)" })
  }
}
