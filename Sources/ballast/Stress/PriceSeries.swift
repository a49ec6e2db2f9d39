import Console
import Encoding
import FixedPoint

/// Prices of one or more names over time, as they were observed (KP-12).
struct PriceSeries: Hashable, Sendable {
  /// Unix seconds, rising.
  var times: [UInt64]
  /// Of each name, as many as times; wads above zero.
  var prices: [String: [UInt256]]

  /// The price of a name at a time, in a straight line between observations; at the ends the observation there.
  func price(_ name: String, at time: UInt64) throws(ArithmeticError) -> UInt256? {
    guard let values = prices[name], let first = times.first, let last = times.last else { return nil }
    if time <= first { return values.first }
    if time >= last { return values.last }
    var (low, high) = (0, times.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle } else { high = middle }
    }
    return try Straight(from: times[low], to: times[high], at: time).value(values[low], values[high])
  }
}

/// Numbers in a straight line between two times, cut toward zero from the first (KP-11).
struct Straight {
  private let passed: Int256
  private let length: Int256

  /// - Parameter to: after `from`.
  init(from: UInt64, to: UInt64, at time: UInt64) {
    passed = Int256(UInt128(time &- from))
    length = Int256(UInt128(to &- from))
  }

  func value(_ first: Int256, _ second: Int256) throws(ArithmeticError) -> Int256 {
    try first + (second - first) * passed / length
  }

  func value(_ first: UInt256, _ second: UInt256) throws(ArithmeticError) -> UInt256 {
    try UInt256(value(Int256(first), Int256(second)))
  }
}

extension PriceSeries {
  /// Reads a table with commas: a heading of `time` and names, then Unix seconds or UTC text, and prices in units.
  ///
  /// It goes through the bytes once, line by line, and no line is taken apart that is too long.
  init(table bytes: [UInt8], path: String) throws {
    self.init(times: [], prices: [:])
    var reader = PriceTable(path: path)
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.endIndex
      try reader.read(bytes[start..<end], into: &self)
      start = end + 1
    }
    if reader.names.isEmpty { throw reader.failure("expected a heading such as time,BTC,ETH", line: 1) }
    if times.count < 2 { throw reader.failure("expected two rows of prices or more, between which the market moves") }
  }

  /// Reads one path of a document of paths: names with rows of time, close, low and high, of which the close is taken.
  /// - Parameter name: nil for the only one.
  init(document bytes: [UInt8], path: String, name: String?) throws {
    do {
      let root = try JSONDocument(bytes).root
      var found: [(name: String, value: JSONValue)] = []
      for value in try root.member("paths").elements() {
        found.append((try value.member("name").string(), value))
      }
      guard let chosen = name == nil && found.count == 1 ? found.first : found.first(where: { $0.name == name }) else {
        let names = found.map(\.name).joined(separator: ", ")
        throw CommandFailure(
          .usage, name.map { "--path: expected one of \(names), found \($0)" } ?? "--path NAME was expected, one of \(names)")
      }
      times = []
      prices = [:]
      for series in try chosen.value.member("series").elements() {
        let market = try series.member("market").string()
        var (times, closes): ([UInt64], [UInt256]) = ([], [])
        for row in try series.member("rows").elements() {
          var cells: [JSONValue] = []
          for cell in try row.elements() { cells.append(cell) }
          guard cells.count >= 2 else { throw row.refusal(.wrongForm, expected: "a time and prices") }
          times.append(UInt64(try cells[0].smallInteger(0...Int(UInt32.max))))
          let close = try cells[1].uint256()
          guard !close.isZero, close.high == 0 else { throw cells[1].refusal(.outOfRange, expected: "a price above zero") }
          closes.append(close)
        }
        guard self.times.isEmpty || self.times == times, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }), !times.isEmpty
        else { throw series.refusal(.wrongForm, expected: "rows at the same rising times in all series") }
        if times.count < 2 { throw series.refusal(.outOfRange, expected: "two rows or more, between which the market moves") }
        self.times = times
        prices[market] = closes
      }
    } catch let error as JSONError {
      throw CommandFailure(.badInput, "\(path): \(error.message)")
    }
  }
}
