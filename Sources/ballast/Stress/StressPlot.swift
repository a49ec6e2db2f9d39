import Console
import Encoding
import FixedPoint
import Keeping

/// A plot of a stress run: price, accounts below, notional closed and losses over time, a line for each set of rules;
/// where somebody was deleveraged, also what was closed of them beyond need.
struct StressPlot {
  private static let (width, height, left, top, gap) = (960, 190, 90, 70, 50)
  private static let colours = ["#c0392b", "#2471a3", "#1e8449", "#8e44ad", "#b9770e", "#566573"]
  /// Lines that lie on each other are seen through the gaps of those above.
  private static let dashes = ["none", "12 3", "8 4", "6 5", "4 6", "2 5"]
  /// Into how many parts lines divide a panel, each way.
  private static let parts = 4

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
    let panels = [
      Panel(title: "\(answer.underlying), index price", lines: [answer.prices], startsAtZero: false),
      Panel(title: "Accounts below maintenance margin", lines: lines { UInt256(UInt64($0.below)) &* Wad.wide }),
      Panel(title: "Notional closed, cash", lines: lines(\.notionalClosed)),
      Panel(title: "Loss of the fund and beyond, cash", lines: lines(\.lossOfFund)),
    ]
    if answer.reports.allSatisfy(\.deleveraged.isEmpty) { return panels }
    return panels + [
      Panel(title: "Closed by deleveraging beyond what was needed, cash", lines: lines(\.deleveragingOvershoot))
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
      let x = Self.left + place * min(200, Self.width / max(answer.names.count, 1))
      svg += "<path d=\"M\(x) 44h36\" \(Self.stroke(place))/>"
      svg += "<text x=\"\(x + 44)\" y=\"48\">\(Self.escaped(name))</text>\n"
    }
    for (place, panel) in panels.enumerated() { svg += draw(panel, y: Self.top + place * (Self.height + Self.gap) + 20) }
    return svg + "</svg>\n"
  }

  private var heading: String {
    "\(answer.book), \(Amounts.count(answer.accounts)) accounts, from \(CalendarTime.text(answer.times.first ?? 0))"
  }

  private static func stroke(_ place: Int) -> String {
    "fill=\"none\" stroke=\"\(colours[place % colours.count])\" stroke-width=\"2\" "
      + "stroke-dasharray=\"\(dashes[place % dashes.count])\""
  }

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
    for part in 0...Self.parts {
      let height = bottom - Self.height * part / Self.parts
      let value = (try? low + (high &- low) * UInt256(UInt64(part)) / UInt256(UInt64(Self.parts))) ?? high
      svg += "<path d=\"M\(Self.left) \(height)h\(Self.width)\" stroke=\"#e5e5e5\"/>"
      svg += "<text x=\"\(Self.left - 6)\" y=\"\(height + 4)\" text-anchor=\"end\">\(Self.short(value))</text>\n"
    }
    svg += times(y: y, bottom: bottom)
    for (place, line) in panel.lines.enumerated() {
      let points = line.enumerated().map { index, value in
        "\(Self.left + x(index, of: line.count)),\(bottom - Self.scaled(value, low, high))"
      }
      let isOfAll = panel.lines.count == 1 && answer.names.count != 1
      let stroke = isOfAll ? "fill=\"none\" stroke=\"#333333\" stroke-width=\"2\"" : Self.stroke(place)
      svg += "<polyline \(stroke) points=\"\(points.joined(separator: " "))\"/>\n"
    }
    return svg
  }

  /// Lines across a panel with the times below it.
  private func times(y: Int, bottom: Int) -> String {
    var svg = ""
    for part in 0...Self.parts where !answer.times.isEmpty {
      let index = (answer.times.count - 1) * part / Self.parts
      let place = Self.left + x(index, of: answer.times.count)
      let anchor = part == 0 ? "start" : part == Self.parts ? "end" : "middle"
      svg += "<path d=\"M\(place) \(y)V\(bottom)\" stroke=\"#e5e5e5\"/>"
      svg += "<text x=\"\(place)\" y=\"\(bottom + 16)\" text-anchor=\"\(anchor)\" "
      svg += "fill=\"#555555\">\(Self.minute(answer.times[index]))</text>\n"
    }
    return svg
  }

  /// A day and a time, without seconds.
  private static func minute(_ time: UInt64) -> String {
    String(CalendarTime.text(time).prefix(16)).replacing("T", with: " ")
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
    // Few, as of accounts: parts of one are shown.
    let isWhole = (try? value % Wad.wide) == .zero
    return Amounts.text(value, decimals: value < UInt256(10 * Wad.one) && !isWhole ? 1 : 0)
  }
}
