import Console
import Encoding
import FixedPoint
import Keeping

/// What `ballast stress` found, rule set beside rule set (KP-14).
struct StressAnswer {
  var book: String
  var accounts: Int
  /// What was not observed, and how it was made.
  var rule: String
  var step: UInt64
  var times: [UInt64]
  var underlying: String
  /// The index price of the first underlying at each time.
  var prices: [UInt256]
  var names: [String]
  var reports: [SimulationReport]
  /// For each set of rules, what each keeper did.
  var keepers: [[KeeperTaking]]

  private typealias Line = (name: String, value: @Sendable (SimulationReport) -> String)

  private static let lines: [Line] = [
    ("accounts liquidated", { Amounts.count($0.liquidated.count) }),
    ("  spared by the grace", { Amounts.count($0.protected.count) }),
    ("  by the haircut's rise", { Amounts.count($0.liquidatedByHaircut.count) }),
    ("  by its step alone", { Amounts.count($0.liquidatedByStep.count) }),
    ("auctions started", { Amounts.count($0.auctionsStarted) }),
    ("bids", { Amounts.count($0.bids) }),
    ("reductions", { Amounts.count($0.reductions) }),
    ("notional closed", { Amounts.text($0.notionalClosed, decimals: 0) }),
    ("  of it in auctions", { Amounts.text($0.closedByAuction, decimals: 0) }),
    ("  more than needed", { Amounts.text($0.overshoot, decimals: 0) }),
    ("account-hours below", { Amounts.text(UInt256(UInt128($0.secondsBelow) * Wad.one / 3_600), decimals: 1) }),
    ("discounts to takers", { Amounts.text($0.losses.discounts, decimals: 0) }),
    ("start fees to the fund", { Amounts.text($0.losses.fees, decimals: 0) }),
    ("loss of the fund", { Amounts.text($0.losses.fund, decimals: 0) }),
    ("socialised", { Amounts.text($0.losses.socialised, decimals: 0) }),
    ("deleveraged", { Amounts.text($0.losses.deleveraging, decimals: 0) }),
    ("  to be collected", { Amounts.text($0.shortfalls, decimals: 0) }),
    ("  notional closed", { Amounts.text($0.deleveragedNotional, decimals: 0) }),
    ("  more than needed", { Amounts.text($0.deleveragingOvershoot, decimals: 0) }),
    ("deleveragings", { Amounts.count($0.deleveragings) }),
    ("accounts deleveraged", { Amounts.count($0.deleveraged.count) }),
    ("fund at the start", { Amounts.text($0.fundAtStart, decimals: 0) }),
    ("fund at its least", { Amounts.text($0.fundAtLeast, decimals: 0) }),
    ("fund at the end", { Amounts.text($0.fund, decimals: 0) }),
    ("insolvent at the end", { Amounts.count($0.insolventLeft) }),
    ("  below zero by", { Amounts.text($0.deficitLeft, decimals: 0) }),
  ]

  var text: String {
    var table = Table([("", .left)] + names.map { ($0, .right) })
    for line in Self.lines { table.add([line.name] + reports.map(line.value)) }
    for place in (keepers.first ?? []).indices {
      table.add(["gain of \(keepers[0][place].name)"] + keepers.map { Amounts.text($0[place].gain, decimals: 0) })
    }
    var text = "\(book): \(Amounts.count(accounts)) accounts, "
    text += "\(CalendarTime.text(times.first ?? 0)) to \(CalendarTime.text(times.last ?? 0)) in steps of \(step) seconds\n"
    text += rule + "\n\n" + table.text(indent: 2)
    for (name, report) in zip(names, reports) where !report.refusals.isEmpty {
      let refused = report.refusals.sorted { $0.key < $1.key }.map { "\($0.key) \(Amounts.count($0.value))" }
      text += "\nrefused under \(name): \(refused.joined(separator: ", "))"
    }
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  var json: [UInt8] {
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("book")
    json.string(book)
    json.key("accounts")
    json.number(accounts)
    json.key("rule")
    json.string(rule)
    json.key("step")
    json.decimal(step)
    json.key("from")
    json.decimal(times.first ?? 0)
    json.key("through")
    json.decimal(times.last ?? 0)
    json.key("rules")
    json.beginArray()
    for (place, name) in names.enumerated() { write(name, reports[place], keepers[place], to: &json) }
    json.endArray()
    json.endObject()
    return json.bytes + [10]
  }

  private func write(
    _ name: String, _ report: SimulationReport, _ keepers: [KeeperTaking], to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("name")
    json.string(name)
    for (key, count) in [
      ("accountsLiquidated", report.liquidated.count), ("protected", report.protected.count),
      ("liquidatedByHaircut", report.liquidatedByHaircut.count),
      ("liquidatedByStep", report.liquidatedByStep.count), ("auctionsStarted", report.auctionsStarted),
      ("bids", report.bids), ("reductions", report.reductions), ("deleveragings", report.deleveragings),
    ] {
      json.key(key)
      json.number(count)
    }
    for (key, amount) in [
      ("notionalClosed", report.notionalClosed), ("closedByAuction", report.closedByAuction),
      ("overshoot", report.overshoot), ("discounts", report.losses.discounts), ("fees", report.losses.fees),
      ("lossOfFund", report.losses.fund), ("socialised", report.losses.socialised),
      ("deleveraging", report.losses.deleveraging), ("deficitLeft", report.deficitLeft),
      ("shortfalls", report.shortfalls), ("deleveragedNotional", report.deleveragedNotional),
      ("deleveragingOvershoot", report.deleveragingOvershoot),
    ] {
      json.key(key)
      json.decimal(amount)
    }
    json.key("secondsBelow")
    json.decimal(report.secondsBelow)
    for (key, amount) in [
      ("fundAtStart", report.fundAtStart), ("fundAtLeast", report.fundAtLeast), ("fund", report.fund),
    ] {
      json.key(key)
      json.decimal(amount)
    }
    json.key("insolventLeft")
    json.number(report.insolventLeft)
    // By their places in the book, from one.
    json.key("liquidated")
    json.beginArray()
    for number in report.liquidated.sorted() { json.decimal(number) }
    json.endArray()
    json.key("deleveraged")
    json.beginArray()
    for (number, size) in report.deleveraged.sorted(by: { $0.key < $1.key }) {
      json.beginObject()
      json.key("account")
      json.decimal(number)
      json.key("size")
      json.decimal(size)
      json.endObject()
    }
    json.endArray()
    json.key("keepers")
    json.beginArray()
    for keeper in keepers {
      json.beginObject()
      json.key("name")
      json.string(keeper.name)
      json.key("taken")
      json.number(keeper.count)
      json.key("gain")
      json.decimal(keeper.gain)
      json.endObject()
    }
    json.endArray()
    json.key("refusals")
    json.beginObject()
    for (refusal, count) in report.refusals.sorted(by: { $0.key < $1.key }) {
      json.key(refusal)
      json.number(count)
    }
    json.endObject()
    json.endObject()
  }
}
