import Encoding

/// Reads JSON Lines as they arrive, until they end or a signal asks for it (`Interruption`).
///
/// Unlike `LineReader` it never gathers a document of several lines: what is written into a pipe is answered at once.
public struct LineStream {
  /// The longest line: the largest transaction of a ledger has two thirds of it.
  public static let maximumLineBytes = 1 << 20
  /// The bytes of lines that are given at once, but for the last of them.
  public static let batchBytes = 16 << 20

  private let file: FileInput
  private var lines = JSONLines(maximumLineBytes: Self.maximumLineBytes)
  private var isAtEnd = false

  /// - Parameter path: of a file, `-` for standard input.
  /// - Throws: `badInput` where the file cannot be opened.
  public init(_ path: String) throws(CommandFailure) {
    file = try FileInput(path)
  }

  /// Whether somebody types the lines.
  public var isTerminal: Bool { file.isTerminal }

  /// The next lines, at most `count` of them and about `batchBytes`; empty at the end, and after a signal.
  ///
  /// Those that have arrived are given without waiting for more. A line that was not complete when the signal came
  /// is none.
  /// - Parameter waits: whether to wait for the first; otherwise there may be none yet.
  /// - Throws: `badInput` where the file cannot be read on.
  public mutating func next(_ count: Int, waits: Bool = true) throws(CommandFailure) -> [NumberedText] {
    var batch: [NumberedText] = []
    var size = 0
    if Interruption.signal != nil { return batch }
    while batch.count < count, size < Self.batchBytes {
      do throws(JSONError) {
        if let line = try lines.next() {
          batch.append(NumberedText(number: line.number, text: .success(line.bytes)))
          size += line.bytes.count
          continue
        }
      } catch {
        batch.append(NumberedText(number: lines.number, text: .failure(error)))
        continue
      }
      let mayWait = waits && batch.isEmpty
      guard !isAtEnd, mayWait || file.isReady, Interruption.signal == nil, file.waits() else { break }
      let piece = try file.read()
      if piece.isEmpty {
        isAtEnd = true
        lines.finish()
      } else {
        lines.append(piece)
      }
    }
    return batch
  }
}
