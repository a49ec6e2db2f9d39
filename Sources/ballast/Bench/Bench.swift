import Console
import Encoding

/// Timed pieces of work: the median of some runs, each long enough for the clock.
struct Bench {
  struct Figure {
    var name: String
    var limit: String?
    var nanoseconds: Int
    var least: Int
    var greatest: Int
  }

  private(set) var figures: [Figure] = []
  /// What the work returns is kept, so that none is optimised away.
  private var kept: UInt128 = 0

  static let runs = 7

  /// - Parameter each: what one call of the work counts for.
  mutating func measure(_ name: String, limit: String? = nil, each count: Int, _ work: () -> UInt128) {
    let clock = ContinuousClock()
    // As many calls as take about twenty milliseconds.
    var calls = 1
    while true {
      let time = clock.measure { for _ in 0..<calls { kept &+= work() } }
      if time > .milliseconds(20) || calls > 1 << 24 { break }
      calls *= 2
    }
    var times: [Int] = []
    for _ in 0..<Self.runs {
      let time = clock.measure { for _ in 0..<calls { kept &+= work() } }
      times.append(Int(time / .nanoseconds(1)) / (calls * count))
    }
    times.sort()
    figures.append(
      Figure(
        name: name, limit: limit, nanoseconds: times[Self.runs / 2], least: times[0],
        greatest: times[Self.runs - 1]))
  }

  /// Notes times that were taken elsewhere, of work that cannot be done twice.
  mutating func record(_ name: String, limit: String? = nil, each count: Int, _ times: [Duration]) {
    let times = times.map { Int($0 / .nanoseconds(1)) / count }.sorted()
    guard let least = times.first, let greatest = times.last else { return }
    figures.append(
      Figure(
        name: name, limit: limit, nanoseconds: times[times.count / 2], least: least, greatest: greatest))
  }

  func text() -> String {
    var table = Table([("work", .left), ("median", .right), ("least", .right), ("most", .right), ("limit", .right)])
    for figure in figures {
      table.add([
        figure.name, Self.time(figure.nanoseconds), Self.time(figure.least), Self.time(figure.greatest),
        figure.limit ?? "",
      ])
    }
    return table.text()
  }

  func json() -> String {
    var json = JSONWriter(.indented)
    json.beginArray()
    for figure in figures {
      json.beginObject()
      json.key("work")
      json.string(figure.name)
      json.key("medianNanoseconds")
      json.number(figure.nanoseconds)
      json.endObject()
    }
    json.endArray()
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }

  private static func time(_ nanoseconds: Int) -> String {
    if nanoseconds < 10_000 { return "\(nanoseconds) ns" }
    if nanoseconds < 10_000_000 { return "\(nanoseconds / 1000) us" }
    return "\(nanoseconds / 1_000_000) ms"
  }
}
