import Clearing
import Console
import Encoding
import Ethereum
import Ledger
import Storage

/// A receipt as `ballast show receipt` shows it: its block has been executed again, so that the decisions behind its
/// hashes are there.
struct ReceiptShown {
  let ledger: Ledger
  let applied: AppliedBlock
  let position: Int

  private var receipt: TransactionReceipt { applied.receipts[position] }
  private var execution: Execution { applied.executions[position] }
  private var names: VenueNames { VenueNames(ledger.state) }

  /// The place among the block's transactions; nil of something that had become due.
  private var place: Int? { position < applied.leadingReceipts ? nil : position - applied.leadingReceipts }

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 2, let height = UInt64(arguments.positional[0]),
      let position = UInt64(arguments.positional[1])
    else { throw CommandFailure(.usage, "HEIGHT and POSITION were expected; see ballast show receipt --help") }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let (path, workers) = (try arguments.required("data"), try arguments.workers())
    let directory = try CommandFailure.stored { () throws(StorageError) in try DataDirectory(opening: path, for: .reading) }
    let stored = try CommandFailure.stored { () throws(StorageError) in try directory.block(height) }
    let (block, count) = try CommandFailure.ledger { () throws(LedgerRefusal) in
      (try Block(bytes: stored.bytes), try TransactionReceipt.list(bytes: stored.receipts).count)
    }
    guard position < count else {
      let refusal = LedgerRefusal.positionOutOfRange(position: position, count: UInt64(count))
      throw CommandFailure(.badInput, "\(refusal.name): \(refusal.message) (block \(height))")
    }
    var folder = try LedgerFolder(directory, at: height - 1, workers: workers)
    let applied: AppliedBlock
    do throws(LedgerRefusal) {
      applied = try folder.ledger.replay(block, receipts: stored.receipts, explains: true, workers: workers)
    } catch {
      Console.say("block \(height) does not follow: \(error.name): \(error.message)")
      return .difference
    }
    let shown = ReceiptShown(ledger: folder.ledger, applied: applied, position: Int(position))
    if isTable { try Console.write(shown.text(colour: Console.hasColour)) } else { try Console.write(try shown.json()) }
    return .success
  }

  // MARK: For people

  func text(colour: Bool) -> String {
    var values = NamedValues()
    values.add("transaction", "\(receipt.transaction)")
    values.add("receipt", "\(receipt.hash)")
    values.add("block", "\(applied.hash)")
    switch receipt.outcome {
    case .done: values.add("outcome", receipt.outcome.label)
    case .refused: values.add("outcome", "refused: \(receipt.outcome.label)")
    }
    if let refusal = execution.refusal { values.add("which means", names.meaning(refusal)) }
    let title = place.map { names.kind(applied.block.transactions[$0]) } ?? "an announced parameter that was due"
    var text = "Receipt \(position) of block \(ledger.height), \(CalendarTime.text(ledger.state.time)): \(title)\n\n"
    text += values.text
    if let place {
      text += "\nAsked for\n"
      for line in names.lines(applied.block.transactions[place]) { text += "  \(line)\n" }
    }
    text += receipt.events.isEmpty ? "\nNothing has changed but the receipt.\n" : "\nWhat happened\n"
    for event in receipt.events { text += "  \(names.words(event))\n" }
    for (number, decision) in execution.decisions.enumerated() {
      text += DecisionShown(receipt: decision, names: names, time: ledger.state.time)
        .text(number: number + 1, of: execution.decisions.count, colour: colour)
    }
    if execution.decisions.isEmpty { text += "\nNo margin was computed for it.\n" }
    return text
  }

  // MARK: For programs

  func json() throws -> [UInt8] {
    let path = try CommandFailure.ledger { () throws(LedgerRefusal) in try applied.receiptProof(of: position) }
    var json = JSONWriter(.indented)
    json.object { json in
      json.member("height", ledger.height)
      json.member("time", ledger.state.time)
      json.member("block", applied.hash)
      json.member("position", number: position)
      json.key("transactionPosition")
      if let place { json.number(place) } else { json.null() }
      json.member("hash", receipt.hash)
      json.key("receipt")
      receipt.write(to: &json)
      json.member("meaning", execution.refusal?.message)
      json.key("transaction")
      if let place { applied.block.transactions[place].write(to: &json) } else { json.null() }
      json.list("decisions", execution.decisions) {
        DecisionShown(receipt: $1, names: names, time: ledger.state.time).write(to: &$0)
      }
      json.member("receiptsRoot", applied.header.receiptsRoot)
      json.member("receipts", applied.header.receipts)
      json.list("path", path) { $0.hexadecimal($1.bytes) }
    }
    return json.bytes + [10]
  }
}
