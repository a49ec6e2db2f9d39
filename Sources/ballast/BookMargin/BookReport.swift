import Encoding
import FixedPoint
import Margin

/// What a book asks and is worth at one moment, in all and by strategy (BK-12).
struct BookReport {
  var moment: String
  /// The index price of each underlying.
  var spots: [(underlying: String, price: UInt256)]
  var totals = BookTotals()
  var strategies: [String: BookTotals] = [:]
  /// Rows of prices computed for all accounts together.
  var priced = 0
  /// How long pricing and margins took; for people only.
  var elapsed = Duration.zero

  init(_ moment: BookMarginRun.Moment, _ book: BookFile) {
    self.moment = moment.name
    spots = zip(book.markets, moment.markets).map { ($0.underlying, $1.spotPrice) }
  }

  mutating func add(
    _ answer: Result<BookAnswer, MarginError>, _ entry: BookFile.Entry
  ) throws(ArithmeticError) {
    try totals.add(answer)
    var own = strategies[entry.strategy] ?? BookTotals()
    try own.add(answer)
    strategies[entry.strategy] = own
  }

  /// Strategies by name.
  var sortedStrategies: [(name: String, totals: BookTotals)] {
    strategies.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Writes the report; nothing in it depends on the machine.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("moment")
    json.string(moment)
    json.key("spotPrices")
    json.beginObject()
    for spot in spots {
      json.key(spot.underlying)
      json.decimal(spot.price)
    }
    json.endObject()
    totals.writeMembers(to: &json)
    json.key("strategies")
    json.beginObject()
    for (name, totals) in sortedStrategies {
      json.key(name)
      json.beginObject()
      totals.writeMembers(to: &json)
      json.endObject()
    }
    json.endObject()
    json.endObject()
  }
}

extension BookTotals {
  func writeMembers(to json: inout JSONWriter) {
    for (name, count) in [
      ("accounts", accounts), ("refused", refused), ("belowInitialMargin", belowInitial),
      ("belowMaintenanceMargin", belowMaintenance), ("insolvent", insolvent),
    ] {
      json.key(name)
      json.number(count)
    }
    for (name, value) in [
      ("equity", equity), ("deficit", deficit), ("requirement", requirement),
      ("positionsAlone", comparedAlone.other), ("requirementBesidePositionsAlone", comparedAlone.own),
      ("standardModel", comparedStandard.other), ("requirementBesideStandardModel", comparedStandard.own),
    ] {
      json.key(name)
      json.decimal(value)
    }
    for (name, saving) in [
      ("savingAgainstPositionsAlone", Self.saving(comparedAlone)),
      ("savingAgainstStandardModel", Self.saving(comparedStandard)),
    ] {
      json.key(name)
      if let saving { json.decimal(saving) } else { json.null() }
    }
  }
}
