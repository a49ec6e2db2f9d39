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
  /// As the genesis has them.
  let names: VenueNames

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let height = arguments.positional.first.flatMap(UInt64.init) else {
      throw CommandFailure(.usage, "one HEIGHT was expected; see ballast show block --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let path = try arguments.required("data")
    let (directory, stored) = try CommandFailure.stored { () throws(StorageError) in
      let directory = try DataDirectory(opening: path, for: .reading)
      return (directory, try directory.block(height))
    }
    let genesis = try LedgerFolder.genesis(of: directory)
    let shown = try CommandFailure.ledger { () throws(LedgerRefusal) in
      BlockShown(
        stored: stored, block: try Block(bytes: stored.bytes),
        receipts: try TransactionReceipt.list(bytes: stored.receipts), names: VenueNames(genesis.state()))
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
    let refused = receipts.count { if case .refused = $0.outcome { true } else { false } }
    let due = leading == 0 ? "" : ", after \(Amounts.count(leading)) of announced parameters"
    values.add(
      "transactions",
      "\(Amounts.count(block.transactions.count))\(due); \(Amounts.count(refused)) refused by the rules")
    let text = "Block \(header.height)\n\n" + values.text
    if receipts.isEmpty { return text }
    var table = Table([
      ("receipt", .right), ("transaction", .left), ("accounts", .left), ("outcome", .left), ("events", .right),
      ("decisions", .right), ("hash of the transaction", .left),
    ])
    for (position, receipt) in receipts.enumerated() {
      let transaction = transaction(at: position)
      table.add([
        "\(position)", transaction.map { names.kind($0) } ?? "parameter due",
        transaction.map { names.accounts($0).map(\.description).joined(separator: " ") } ?? "", receipt.outcome.label,
        "\(receipt.events.count)", "\(receipt.decisions.count)", "\(receipt.transaction)",
      ])
    }
    return text + "\n" + table.text(indent: 2)
      + "\nballast show receipt \(header.height) POSITION explains one of them.\n"
  }

  /// The transaction of a receipt; nil of a parameter that was due.
  private func transaction(at position: Int) -> Transaction? {
    let place = position - leading
    return block.transactions.indices.contains(place) ? block.transactions[place] : nil
  }

  var json: [UInt8] {
    let header = block.header
    var json = JSONWriter(.indented)
    json.object { json in
      json.member("height", header.height)
      json.member("time", header.time)
      json.member("rules", header.rules)
      json.member("hash", stored.link.hash)
      json.member("previous", header.previous)
      json.member("inputRoot", header.inputRoot)
      json.member("receiptsRoot", header.receiptsRoot)
      json.member("stateRoot", header.stateRoot)
      json.list("receipts", receipts) { $1.write(to: &$0) }
      json.list("transactions", block.transactions) { $1.write(to: &$0) }
    }
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
    case .done(.tookEffect(let refusal)): refusal.map { "not set: \($0.printable)" } ?? "took effect"
    case .done(.bid(let bid)): "bid on \(Amounts.percent(.init(bitPattern: bid.part)))"
    case .done(.reduced(_, _, let notional)): "reduced by \(Amounts.text(notional))"
    case .refused(let name, let arguments):
      (arguments.isEmpty ? name : "\(name)(\(arguments.joined(separator: ", ")))").printable
    }
  }
}
