import Console
import Ethereum
import Ledger
import Margin

/// Lines of a stream that other threads parse, and whose signatures they check, while blocks before them are executed.
struct LinesAhead {
  /// What a line turned out to be.
  enum Line: Sendable {
    case transaction(CheckedTransaction)
    /// Unix seconds.
    case time(UInt64)
    case refused(LedgerRefusal)
  }

  private var work: BackgroundWork<[NumberedText], [(number: Int, line: Line)]>

  /// Lines that a thread takes at a time.
  private static let grain = 16

  init(_ lines: [NumberedText], domainSeparator: Bytes32, workers: Int) {
    work = BackgroundWork(workers: workers) { lines in
      lines.map { ($0.number, Line($0, domainSeparator: domainSeparator)) }
    }
    for start in stride(from: 0, to: lines.count, by: Self.grain) {
      work.add(Array(lines[start..<min(lines.count, start + Self.grain)]))
    }
  }

  /// The lines in their order; waits for them.
  func lines() -> [(number: Int, line: Line)] { work.outputs().flatMap { $0 } }
}

extension LinesAhead.Line {
  init(_ line: NumberedText, domainSeparator: Bytes32) {
    do throws(LedgerRefusal) {
      switch line.text {
      case .success(let bytes):
        switch try StreamLine(bytes) {
        case .time(let time): self = .time(time)
        case .transaction(let transaction):
          self = .transaction(CheckedTransaction(transaction, domainSeparator: domainSeparator))
        }
      case .failure(let error): throw .json(error)
      }
    } catch {
      self = .refused(error)
    }
  }
}
