import Console
import Encoding
import Ethereum
import Ledger
import Storage

/// A block as `ballast show block` shows it.
struct BlockShown {
  let stored: StoredBlock
  let block: Block
  let receipts: [TransactionReceipt]

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let height = arguments.positional.first.flatMap(UInt64.init) else {
      throw CommandFailure(.usage, "one HEIGHT was expected; see ballast show block --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let path = try arguments.required("data")
    let stored = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: .reading).block(height)
    }
    let shown = try CommandFailure.ledger { () throws(LedgerRefusal) in
      BlockShown(
        stored: stored, block: try Block(bytes: stored.bytes),
        receipts: try TransactionReceipt.list(bytes: stored.receipts))
    }
    if isTable { try Console.write(shown.text) } else { try Console.write(shown.json) }
    return .success
  }

  private var leading: Int { max(0, receipts.count - block.transactions.count) }

  var text: String {
    let header = block.header
    var values = NamedValues()
    values.add("hash", "\(stored.link.hash)")
    values.add("previous", "\(header.previous)")
    values.add("time", CalendarTime.text(header.time))
    values.add("rules", "version \(header.rules)")
    values.add("inputs", "\(header.inputRoot)")
    values.add("receipts", "\(header.receiptsRoot)")
    values.add("state", "\(header.stateRoot)")
    values.add("bytes", "\(Amounts.count(stored.bytes.count)), receipts \(Amounts.count(stored.receipts.count))")
    let text = "Block \(header.height)\n\n" + values.text
    if receipts.isEmpty { return text + "\nNo transactions.\n" }
    var table = Table([("receipt", .right), ("transaction", .left), ("hash", .left), ("outcome", .left), ("events", .right)])
    for (position, receipt) in receipts.enumerated() {
      table.add([
        "\(position)", kind(position), "\(receipt.transaction)", receipt.outcome.label, "\(receipt.events.count)",
      ])
    }
    return text + "\n" + table.text(indent: 2)
  }

  private func kind(_ position: Int) -> String {
    guard position >= leading, position - leading < block.transactions.count else { return "came due" }
    switch block.transactions[position - leading] {
    case .message: return "message"
    case .actions(let call): return "\(call.actions.count) action\(call.actions.count == 1 ? "" : "s")"
    }
  }

  var json: [UInt8] {
    let header = block.header
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("height")
    json.decimal(header.height)
    json.key("time")
    json.decimal(header.time)
    json.key("rules")
    json.decimal(header.rules)
    for (name, hash) in [
      ("hash", stored.link.hash), ("previous", header.previous), ("inputRoot", header.inputRoot),
      ("receiptsRoot", header.receiptsRoot), ("stateRoot", header.stateRoot),
    ] {
      json.key(name)
      json.string("\(hash)")
    }
    json.key("receipts")
    json.beginArray()
    for (position, receipt) in receipts.enumerated() {
      json.beginObject()
      json.key("position")
      json.number(position)
      json.key("transaction")
      json.string("\(receipt.transaction)")
      json.key("outcome")
      json.string(receipt.outcome.label)
      json.endObject()
    }
    json.endArray()
    json.key("transactions")
    json.beginArray()
    for transaction in block.transactions { transaction.write(to: &json) }
    json.endArray()
    json.endObject()
    return json.bytes + [10]
  }
}

extension TransactionReceipt.Outcome {
  /// For people: what was answered, or the name of the refusal.
  var label: String {
    switch self {
    case .done(.done): "done"
    case .done(.account(let number)): "account \(number)"
    case .done(.trade(let number)): "trade \(number)"
    case .done(.burnt(let amount)): "burnt \(Amounts.text(amount))"
    case .done(.applied(let isNewer)): isNewer ? "applied" : "ignored"
    case .done(.tookEffect(let refusal)): refusal.map { "not set: \($0)" } ?? "took effect"
    case .done(.bid(let bid)): "bid on \(Amounts.percent(.init(bitPattern: bid.part)))"
    case .done(.reduced(_, _, let notional)): "reduced by \(Amounts.text(notional))"
    case .refused(let name, let arguments): arguments.isEmpty ? name : "\(name)(\(arguments.joined(separator: ", ")))"
    }
  }
}
