import Console
import Encoding
import Ethereum
import Ledger

/// What a run did.
struct RunReport {
  var lines = 0
  /// The number of the last line that was read.
  var lastLine = 0
  /// What asked for the end, where it was not that of the stream.
  var signal: String?
  private(set) var transactions = 0
  private(set) var blocks = 0
  private(set) var done = 0
  /// Refused by the venue's rules, by name.
  private(set) var refused: [String: Int] = [:]
  /// What never entered the log, by name.
  private(set) var omitted: [String: Int] = [:]
  private(set) var bytes = 0
  private let start = ContinuousClock.now

  mutating func leaveOut(_ name: String) { omitted[name, default: 0] += 1 }

  mutating func add(_ block: AppliedBlock, bytes: Int) {
    blocks += 1
    self.bytes += bytes
    transactions += block.receipts.count
    for receipt in block.receipts {
      switch receipt.outcome {
      case .done: done += 1
      case .refused(let name, _): refused[name, default: 0] += 1
      }
    }
  }

  func print(_ folder: LedgerFolder, asTable: Bool) throws {
    if asTable { return try Console.write(text(folder)) }
    var json = JSONWriter(.indented)
    write(folder, to: &json)
    try Console.write(json.bytes + [10])
  }

  private func text(_ folder: LedgerFolder) -> String {
    let seconds = (ContinuousClock.now - start).inSeconds
    var values = NamedValues()
    values.add("blocks", "\(Amounts.count(blocks)), now at height \(folder.ledger.height)")
    if let signal { values.add("ended", "by \(signal), after line \(Amounts.count(lastLine))") }
    values.add("transactions", "\(Amounts.count(transactions)) of \(Amounts.count(lines)) lines")
    values.add("done", Amounts.count(done))
    values.add("refused", Amounts.count(refused.values.reduce(0, +)))
    values.add("left out", Amounts.count(omitted.values.reduce(0, +)))
    if transactions > 0 { values.add("on disk", "\(Amounts.count(bytes / transactions)) bytes a transaction") }
    if seconds > 0, transactions > 0 { values.add("speed", "\(Amounts.count(Int(Double(transactions) / seconds))) transactions a second") }
    values.add("time", CalendarTime.text(folder.ledger.state.time))
    values.add("block", "\(folder.ledger.headHash)")
    values.add("state", "\(folder.ledger.stateRoot)")
    var text = "\(folder.directory.path)\n\n" + values.text
    for (title, counts) in [("Refused by the rules", refused), ("Left out", omitted)] where !counts.isEmpty {
      var table = Table([("name", .left), ("count", .right)])
      for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        table.add([name, Amounts.count(count)])
      }
      text += "\n\(title)\n" + table.text(indent: 2)
    }
    return text
  }

  private func write(_ folder: LedgerFolder, to json: inout JSONWriter) {
    json.beginObject()
    json.key("signal")
    if let signal { json.string(signal) } else { json.null() }
    for (name, count) in [
      ("lines", lines), ("lastLine", lastLine), ("blocks", blocks), ("transactions", transactions), ("done", done),
    ] {
      json.key(name)
      json.number(count)
    }
    for (name, counts) in [("refused", refused), ("omitted", omitted)] {
      json.key(name)
      json.beginObject()
      for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
        json.key(name)
        json.number(count)
      }
      json.endObject()
    }
    json.key("bytes")
    json.number(bytes)
    json.key("height")
    json.decimal(folder.ledger.height)
    json.key("time")
    json.decimal(folder.ledger.state.time)
    json.key("block")
    json.string("\(folder.ledger.headHash)")
    json.key("stateRoot")
    json.string("\(folder.ledger.stateRoot)")
    json.endObject()
  }
}

extension Duration {
  /// Seconds, to be shown.
  fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
