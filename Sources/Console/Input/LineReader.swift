import Encoding

/// One line, or one element of a document, to be answered.
public struct NumberedText: Sendable {
  /// The number of the line or element, from 1.
  public var number: Int
  /// Its text, or why it has none.
  public var text: Result<ArraySlice<UInt8>, JSONError>

  public init(number: Int, text: Result<ArraySlice<UInt8>, JSONError>) {
    self.number = number
    self.text = text
  }
}

/// Reads JSON Lines, or one JSON document that is an object or an array of objects (JS-1).
///
/// The form is decided by the first line that is not blank: if it is a JSON array, or the beginning of a
/// value that goes on, everything is read as one document; otherwise each line is a value.
public struct LineReader {
  public enum Form: Hashable, Sendable { case lines, object, array }

  /// The longest line; the largest account within `SchemaLimits` has a tenth of it.
  public static let maximumLineBytes = 8 << 20

  private let file: FileInput
  private var lines: JSONLines
  private var first: JSONLine?
  /// Lines above the limit that stand before it.
  private var refusedFirst: [NumberedText] = []
  private var isStarted = false
  /// What was gathered to be read as a document.
  private var elements: ArraySlice<NumberedText> = []
  /// Whether nothing follows what was gathered.
  private var isDocument = false
  /// The form that was found; known after the first batch.
  public private(set) var form = Form.lines

  /// - Throws: `badInput` where the file cannot be opened.
  public init(_ path: String) throws(CommandFailure) {
    file = try FileInput(path)
    lines = JSONLines(maximumLineBytes: Self.maximumLineBytes)
  }

  /// The next lines, at most `count` of them; empty at the end.
  ///
  /// - Parameter waits: whether to wait for `count` lines; otherwise those that have arrived on a pipe are
  ///   given without waiting for more.
  /// - Throws: `badInput` where the file cannot be read on.
  public mutating func next(_ count: Int, waits: Bool = true) throws -> [NumberedText] {
    if !isStarted { try start() }
    let gathered = takeElements(count)
    if !gathered.isEmpty || isDocument { return gathered }
    var batch = refusedFirst
    refusedFirst = []
    if let line = first {
      batch.append(NumberedText(number: line.number, text: .success(line.bytes)))
      first = nil
    }
    while batch.count < count {
      do {
        if let line = try lines.next() {
          batch.append(NumberedText(number: line.number, text: .success(line.bytes)))
        } else if !waits && !batch.isEmpty && !file.isReady {
          break
        } else if try !append() {
          break
        }
      } catch let error as JSONError {
        batch.append(NumberedText(number: lines.number, text: .failure(error)))
      }
    }
    return batch
  }

  private mutating func takeElements(_ count: Int) -> [NumberedText] {
    let batch = Array(elements.prefix(count))
    elements.removeFirst(batch.count)
    return batch
  }

  /// Reads one more piece; false at the end.
  private mutating func append() throws -> Bool {
    let piece = try file.read()
    if piece.isEmpty {
      if isAtEnd { return false }
      isAtEnd = true
      lines.finish()
      return true
    }
    lines.append(piece)
    return true
  }

  private var isAtEnd = false

  private mutating func start() throws {
    isStarted = true
    while first == nil {
      do {
        if let line = try lines.next() {
          first = line
        } else if try !append() {
          return
        }
      } catch let error as JSONError {
        refusedFirst.append(NumberedText(number: lines.number, text: .failure(error)))
      }
    }
    guard let line = first else { return }
    var isWhole = line.bytes.first { $0 != 32 && $0 != 9 } == UInt8(ascii: "[")
    if !isWhole {
      do throws(JSONError) { _ = try JSONDocument(line.bytes) } catch { isWhole = error.kind == .incomplete }
    }
    guard isWhole else { return }
    try readDocument(from: line)
  }

  /// Gathers the rest and reads it as one document; where that fails the lines are answered one by one.
  private mutating func readDocument(from line: JSONLine) throws {
    var rest: [JSONLine] = [line]
    let limit = JSONLimits.standard.maximumBytes
    var size = line.bytes.count
    // A line above the limit is dropped with what it holds, so a document that has one is refused: without
    // it the rest could pass for the whole.
    var refused: [NumberedText] = []
    while true {
      do {
        if let next = try lines.next() {
          rest.append(next)
          size += next.bytes.count + 1
          if size > limit {
            // Too long for a document: lines, of which the first is malformed.
            elements = (rest.map { NumberedText(number: $0.number, text: .success($0.bytes)) } + refused)[...]
            return
          }
        } else if try !append() {
          break
        }
      } catch let error as JSONError {
        refused.append(NumberedText(number: lines.number, text: .failure(error)))
      }
    }
    isDocument = true
    if !refused.isEmpty {
      let read = rest.map { NumberedText(number: $0.number, text: .success($0.bytes)) }
      elements = (read + refused).sorted { $0.number < $1.number }[...]
      return
    }
    var text: [UInt8] = []
    text.reserveCapacity(size)
    for line in rest { text += line.bytes + [10] }
    do throws(JSONError) {
      let root = try JSONDocument(text).root
      if root.kind == .array {
        form = .array
        elements = try root.elements().enumerated().map { index, element in
          NumberedText(number: index + 1, text: .success(element.rawBytes))
        }[...]
      } else {
        form = .object
        elements = [NumberedText(number: 1, text: .success(root.rawBytes))]
      }
    } catch {
      // One document was meant, and it is malformed: its first error is the answer, unless there are
      // several lines of which the others may be good.
      elements = rest.map { NumberedText(number: $0.number, text: .success($0.bytes)) }[...]
      if rest.count == 1 || rest.dropFirst().allSatisfy({ (try? JSONDocument($0.bytes)) == nil }) {
        elements = [NumberedText(number: error.line(in: text), text: .failure(error))]
      }
    }
  }
}
