import Console
import Encoding
import FixedPoint
import Keeping

/// A plot of a stress run: price, accounts below, notional closed and losses over time, a line for each set of rules.
struct StressPlot {
  private static let (width, height, left, top, gap) = (960, 190, 90, 70, 50)
  private static let colours = ["#c0392b", "#2471a3", "#1e8449", "#8e44ad", "#b9770e", "#566573"]

  private let answer: StressAnswer

  init(_ answer: StressAnswer) { self.answer = answer }

  private struct Panel {
    var title: String
    /// For each line, its values; wads.
    var lines: [[UInt256]]
    var startsAtZero = true
  }

  private var panels: [Panel] {
    func lines(_ value: (SimulationReport.Moment) -> UInt256) -> [[UInt256]] {
      answer.reports.map { $0.moments.map(value) }
    }
    return [
      Panel(title: "\(answer.underlying), index price", lines: [answer.prices], startsAtZero: false),
      Panel(title: "Accounts below maintenance margin", lines: lines { UInt256(UInt64($0.below)) &* Wad.wide }),
      Panel(title: "Notional closed, cash", lines: lines(\.notionalClosed)),
      Panel(title: "Loss of the fund and beyond, cash", lines: lines(\.lossOfFund)),
    ]
  }

  var svg: String {
    let panels = panels
    let total = Self.top + panels.count * (Self.height + Self.gap)
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.left + Self.width + 30)" height="\(total)" \
      font-family="sans-serif" font-size="13">
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(Self.left)" y="24" font-size="16">\(Self.escaped(heading))</text>

      """
    for (place, name) in answer.names.enumerated() {
      let x = Self.left + place * 200
      svg += "<rect x=\"\(x)\" y=\"36\" width=\"14\" height=\"14\" fill=\"\(Self.colour(place))\"/>"
      svg += "<text x=\"\(x + 20)\" y=\"48\">\(Self.escaped(name))</text>\n"
    }
    for (place, panel) in panels.enumerated() { svg += draw(panel, y: Self.top + place * (Self.height + Self.gap) + 20) }
    return svg + "</svg>\n"
  }

  private var heading: String {
    "\(answer.book), \(Amounts.count(answer.accounts)) accounts, from \(CalendarTime.text(answer.times.first ?? 0))"
  }

  private static func colour(_ place: Int) -> String { colours[place % colours.count] }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  private func draw(_ panel: Panel, y: Int) -> String {
    let values = panel.lines.joined()
    let high = values.max() ?? .zero
    let low = panel.startsAtZero ? UInt256.zero : (values.min() ?? .zero)
    let bottom = y + Self.height
    var svg = "<text x=\"\(Self.left)\" y=\"\(y - 6)\">\(Self.escaped(panel.title))</text>\n"
    svg += "<rect x=\"\(Self.left)\" y=\"\(y)\" width=\"\(Self.width)\" height=\"\(Self.height)\" fill=\"none\" "
    svg += "stroke=\"#cccccc\"/>\n"
    for (value, place) in [(high, y + 12), (low, bottom)] {
      svg += "<text x=\"\(Self.left - 6)\" y=\"\(place)\" text-anchor=\"end\">\(Self.short(value))</text>\n"
    }
    for (place, line) in panel.lines.enumerated() {
      let points = line.enumerated().map { index, value in
        "\(Self.left + x(index, of: line.count)),\(bottom - Self.scaled(value, low, high))"
      }
      let colour = panel.lines.count == 1 && answer.names.count != 1 ? "#333333" : Self.colour(place)
      svg += "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.5\" points=\"\(points.joined(separator: " "))\"/>\n"
    }
    for (index, anchor) in [(0, "start"), (answer.times.count - 1, "end")] where answer.times.indices.contains(index) {
      svg += "<text x=\"\(Self.left + x(index, of: answer.times.count))\" y=\"\(bottom + 16)\" text-anchor=\"\(anchor)\" "
      svg += "fill=\"#555555\">\(CalendarTime.text(answer.times[index]))</text>\n"
    }
    return svg
  }

  private func x(_ index: Int, of count: Int) -> Int { count > 1 ? index * Self.width / (count - 1) : 0 }

  /// How high a value stands, in points.
  private static func scaled(_ value: UInt256, _ low: UInt256, _ high: UInt256) -> Int {
    guard high > low, value > low else { return 0 }
    let part = (try? (value &- low).divideWadDown(high &- low).multiplyWadDown(UInt256(UInt64(height)) &* Wad.wide)) ?? .zero
    return Int(truncatingIfNeeded: ((try? part / Wad.wide) ?? .zero).low)
  }

  /// A number with thousands, millions or thousand millions told by a letter.
  private static func short(_ value: UInt256) -> String {
    for (letter, zeros) in [("G", UInt128(1_000_000_000)), ("M", 1_000_000), ("k", 10_000)] {
      let unit = letter == "k" ? UInt128(1_000) : zeros
      if value >= UInt256(zeros * Wad.one), let shown = try? value / UInt256(unit) {
        return Amounts.text(shown, decimals: 1) + " " + letter
      }
    }
    return Amounts.text(value, decimals: 0)
  }
}
