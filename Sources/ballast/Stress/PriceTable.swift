import Console
import Encoding
import FixedPoint

/// A table of prices as it is read (KP-12): what its heading names, and where the reader is.
struct PriceTable {
  static let greatestRows = 1_000_000
  /// Of all rows together.
  static let greatestPrices = 4_000_000
  static let greatestLineBytes = 4_096

  let path: String
  /// In the order of the columns; empty before the heading.
  private(set) var names: [String] = []
  private var number = 0

  init(path: String) { self.path = path }

  /// - Parameter line: the last that was read where left out.
  func failure(_ message: String, line: Int? = nil) -> CommandFailure {
    CommandFailure(.badInput, "\(path), line \(line ?? number): \(message)")
  }

  /// Reads a line without its end; one without a word is passed over.
  mutating func read(_ line: ArraySlice<UInt8>, into series: inout PriceSeries) throws {
    number += 1
    guard line.count <= Self.greatestLineBytes else {
      throw failure("expected at most \(Self.greatestLineBytes) bytes, found \(line.count)")
    }
    if line.allSatisfy(Self.isSpace) { return }
    let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Self.trimmed)
    if names.isEmpty { return try readHeading(cells, into: &series) }
    guard cells.count == names.count + 1 else { throw failure("expected \(names.count + 1) cells, found \(cells.count)") }
    try readTime(cells[0], into: &series)
    for (name, cell) in zip(names, cells.dropFirst()) {
      guard let price = Int256(units: cell), price > .zero, price.magnitude.high == 0 else {
        throw failure("expected a price above zero in units, found \(cell)")
      }
      series.prices[name]?.append(price.magnitude)
    }
  }

  private mutating func readHeading(_ cells: [String], into series: inout PriceSeries) throws {
    guard cells.first == "time", cells.count > 1 else { throw failure("expected a heading such as time,BTC,ETH") }
    names = Array(cells.dropFirst())
    guard Set(names).count == names.count else { throw failure("expected each name once") }
    for name in names { series.prices[name] = [] }
  }

  private func readTime(_ cell: String, into series: inout PriceSeries) throws {
    guard let time = UInt64(cell) ?? CalendarTime.seconds(cell) else {
      throw failure("expected Unix seconds or a time such as 2026-02-05T15:51:32Z, found \(cell)")
    }
    if let last = series.times.last, last >= time { throw failure("expected a time after \(last)") }
    let rows = min(Self.greatestRows, Self.greatestPrices / names.count)
    guard series.times.count < rows else { throw failure("expected at most \(rows) rows of \(names.count) prices") }
    series.times.append(time)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  private static func trimmed(_ cell: ArraySlice<UInt8>) -> String {
    var cell = cell.drop(while: isSpace)
    while let last = cell.last, isSpace(last) { cell.removeLast() }
    return String(decoding: cell, as: UTF8.self)
  }
}
