import Console
import FixedPoint
import Margin

/// Reports of a book as tables that are understood at a glance.
struct BookTable {
  let reports: [BookReport]
  let book: BookFile

  func text(colour: Bool) -> String {
    func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    let markets = book.markets.map(\.underlying.printable).joined(separator: " and ")
    var text = bold("\(Amounts.count(book.entries.count)) accounts on \(markets)") + ", portfolio margin\n\n"
    text += moments().text(indent: 2)
    for report in reports where report.totals.refused > 0 {
      text += "\n  " + bold("\(report.moment): \(Self.share(report.totals.refused, report.totals.accounts))")
      text += " of the accounts are refused, and counted nowhere in the table but as accounts;"
      text += " --output jsonl names the reason of each."
    }
    if reports.contains(where: { $0.totals.refused > 0 }) { text += "\n" }
    text += """

      liquidatable: below maintenance margin now. insolvent: worth less than nothing. M: millions of cash.
      margin: what the model asks of all accounts together (mark to market less initial margin).
      vs alone: how much less that is than the same positions would need, each held alone.
      vs standard: how much less than the standard model would ask of the same accounts.

      """
    if Set(reports.map(\.moment)).count > 1 {
      text += "Nobody trades, pays in or is liquidated between the moments: it is one book throughout.\n"
    }
    if let worst = reports.max(by: { $0.totals.belowMaintenance < $1.totals.belowMaintenance }) {
      text += "\n" + bold("By strategy, \(worst.moment)" + (isCompared ? ", \(worst.parameters)" : "")) + "\n\n" + strategies(worst).text(indent: 2)
    }
    let milliseconds = reports.map { Int($0.elapsed / .milliseconds(1)) }
    text += "\nPriced and margined in \(milliseconds.map { "\($0) ms" }.joined(separator: ", "))"
    text += " (\(Amounts.count(reports.first?.priced ?? 0)) option prices shared by all, each in every scenario).\n"
    return text
  }

  private var isCompared: Bool { Set(reports.map(\.parameters)).count > 1 }

  private func moments() -> Table {
    var head: [(String, Table.Alignment)] = [("moment (UTC)", .left)]
    if isCompared { head.append(("parameters", .left)) }
    head += book.markets.map { ($0.underlying.printable, .right) }
    head += [
      ("liquidatable", .right), ("insolvent", .right), ("equity, M", .right), ("margin, M", .right),
      ("vs alone", .right), ("vs standard", .right),
    ]
    var table = Table(head)
    for report in reports {
      let totals = report.totals
      table.add(
        [report.moment] + (isCompared ? [report.parameters] : []) + report.spots.map { Amounts.text($0.price, decimals: 0) } + [
          Self.share(totals.belowMaintenance, totals.accounts - totals.refused), Amounts.count(totals.insolvent),
          Self.millions(totals.equity), Self.millions(totals.requirement),
          Self.saving(totals.comparedAlone), Self.saving(totals.comparedStandard),
        ])
    }
    return table
  }

  private func strategies(_ report: BookReport) -> Table {
    var table = Table([
      ("strategy", .left), ("accounts", .right), ("liquidatable", .right), ("equity, M", .right),
      ("margin, M", .right), ("vs alone", .right), ("vs standard", .right),
    ])
    for (name, totals) in report.sortedStrategies {
      table.add([
        name.printable, Amounts.count(totals.accounts), Self.share(totals.belowMaintenance, totals.accounts - totals.refused),
        Self.millions(totals.equity), Self.millions(totals.requirement), Self.saving(totals.comparedAlone),
        Self.saving(totals.comparedStandard),
      ])
    }
    return table
  }

  private static func millions(_ value: Int256) -> String {
    (try? value / 1_000_000).map { Amounts.text($0, decimals: 1) } ?? "too large"
  }

  private static func share(_ count: Int, _ all: Int) -> String {
    guard all > 0 else { return "0" }
    let perMille = count * 1000 / all
    return "\(Amounts.count(count)) (\(perMille / 10).\(perMille % 10) %)"
  }

  private static func saving(_ compared: (own: Int256, other: Int256)) -> String {
    guard let saving = BookTotals.saving(compared) else { return "n/a" }
    // Less is shown with a minus, more with a plus.
    let percent = Amounts.percent(Int256(bitPattern: saving.magnitude))
    return (percent == "0.0 %" ? "" : saving.isNegative ? "+" : "-") + percent
  }
}
