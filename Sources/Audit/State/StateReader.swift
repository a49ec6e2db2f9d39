import Encoding
import Margin

/// A state file as it was read: of its form, and nothing checked beyond that (SV-11).
public struct StateFile: Sendable {
  public var header: StateHeader
  /// In the order of the file, and no more of them than the checkpoint counts.
  public var accounts: [StateAccount]
  /// Accounts of the file, those that are not kept included.
  public var accountCount: Int
}

/// A line of a state file that is not of its form (JS-12).
public struct StateLineRefusal: Error, Hashable, Sendable {
  /// From 1.
  public var line: Int
  public var error: JSONError

  public var name: String { error.name }
  /// One sentence that says what was expected and what was found.
  public var message: String {
    let place = error.path.isEmpty ? "" : "\(error.path): "
    return "line \(line): \(place)expected \(error.expected), found \(error.found)"
  }
}

/// Reads a state file that arrives in pieces: no line is held longer than it takes to read it.
public struct StateReader: Sendable {
  private let workers: Int
  private var lines = StateLines()
  private var header: StateHeader?
  private var accounts: [StateAccount] = []
  private var accountCount = 0

  /// - Parameter workers: threads to spread the reading over; no result and no refusal depends on it.
  public init(workers: Int = 1) {
    self.workers = workers
  }

  /// Accounts read so far.
  public var count: Int { accountCount }

  /// Reads the lines that a piece completes.
  /// - Throws: the first line that is not of its form; nothing can be appended after it.
  public mutating func append(_ piece: [UInt8]) throws(StateLineRefusal) {
    lines.append(piece)
    if header == nil {
      guard let line = try next(atMost: AuditLimits.headerBytes) else { return }
      do throws(JSONError) {
        header = try StateHeader(line: line)
      } catch { throw StateLineRefusal(line: 1, error: error) }
    }
    let first = lines.number + 1
    var whole: [ArraySlice<UInt8>] = []
    var refusal: StateLineRefusal?
    do throws(StateLineRefusal) {
      while let line = try next(atMost: AuditLimits.accountBytes) { whole.append(line) }
    } catch {
      refusal = error
    }
    let isOfBlock = header?.checkpoint.checkpoint.isOfBlock ?? false
    let read = Workers.map(whole, workers: workers, grain: 64) { line in
      Result { () throws(JSONError) in try StateAccount(line: line, isOfBlock: isOfBlock) }
    }
    for (place, result) in read.enumerated() {
      do throws(JSONError) {
        add(try result.get())
      } catch { throw StateLineRefusal(line: first + place, error: error) }
    }
    if let refusal { throw refusal }
  }

  /// What was read.
  /// - Throws: where the file has no first line, or its last line no end.
  public mutating func finish() throws(StateLineRefusal) -> StateFile {
    guard let header, !lines.hasRest else {
      throw StateLineRefusal(
        line: lines.number + 1,
        error: JSONError(.incomplete, path: "", expected: "a line and its end", found: "the end of the file", offset: 0))
    }
    return StateFile(header: header, accounts: accounts, accountCount: accountCount)
  }

  private mutating func next(atMost limit: Int) throws(StateLineRefusal) -> ArraySlice<UInt8>? {
    do throws(JSONError) {
      return try lines.next(atMost: limit)
    } catch { throw StateLineRefusal(line: lines.number + 1, error: error) }
  }

  /// Accounts beyond the checkpoint's count are refused as such, and need not be kept.
  private mutating func add(_ account: StateAccount) {
    accountCount += 1
    guard let header, UInt64(accountCount) <= header.checkpoint.checkpoint.accounts.count else { return }
    accounts.append(account)
  }
}
