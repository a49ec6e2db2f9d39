import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint

/// What was committed, for who called.
struct CommitReport {
  let checkpoint: Checkpoint
  let digest: Bytes32
  let venue: String
  /// The security module's cash, wad.
  let fund: Int256
  let insolvent: Int
  /// Of cash and then each asset what is held and owed, wads.
  let custody: [(asset: Address, held: UInt256, owed: Int256)]
  let threshold: Int
  let elapsed: Duration

  init(
    _ signed: SignedCheckpoint, _ committed: CommittedState, attestation: [SignedStatement], folder: VenueFolder,
    elapsed: Duration
  ) {
    checkpoint = signed.checkpoint
    digest = checkpoint.digest(in: folder.venue)
    venue = folder.venue.name
    let place = Int(checkpoint.securityModule)
    let record = committed.openings.indices.contains(place) ? try? AccountRecord(committed.openings[place].record) : nil
    fund = record?.cash ?? .zero
    insolvent = committed.openings.reduce(0) { $0 + ($1.sums.deficit > 0 ? 1 : 0) }
    threshold = folder.history.inForce(at: checkpoint.number).policy.threshold
    self.elapsed = elapsed
    var held: [Address: UInt256] = [:]
    // At most 1,024 numbers of 128 bits.
    for signed in attestation {
      held[signed.statement.asset] = (held[signed.statement.asset] ?? .zero) &+ UInt256(signed.statement.units)
    }
    custody = [(.zero, held[.zero] ?? .zero, checkpoint.cashDue)]
      + zip(checkpoint.assets, checkpoint.assetTotals.dropFirst(2)).map {
        ($0, held[$0] ?? .zero, Int256(bitPattern: UInt256($1)))
      }
  }

  func print(asTable isTable: Bool) throws(CommandFailure) {
    if isTable { return try Console.write(text) }
    var json = JSONWriter(.indented)
    write(to: &json)
    try Console.write(json.bytes + [10])
  }

  private var text: String {
    let totals = checkpoint.accounts.totals
    let count = Int(clamping: checkpoint.accounts.count)
    var text = "Checkpoint \(checkpoint.number) of \(venue.printable) at \(CalendarTime.text(checkpoint.time))\n\n"
    var table = Table([("", .left), ("accounts", .right), ("cash units", .right)])
    table.add(["equity", Amounts.count(count - insolvent), Amounts.text(UInt256(totals.positiveEquity))])
    table.add(["deficit", Amounts.count(insolvent), Amounts.text(UInt256(totals.deficit))])
    table.add(["security module", "1", Amounts.text(fund)])
    table.add(["below maintenance", Amounts.count(Int(totals.belowMaintenance)), ""])
    text += table.text(indent: 2) + "\n"
    var assets = Table([("asset", .left), ("held", .right), ("owed", .right)])
    for row in custody {
      assets.add([
        AssetName.text(row.asset), Amounts.text(row.held, decimals: 4), Amounts.text(row.owed, decimals: 4),
      ])
    }
    text += assets.text(indent: 2)
    text += "\n\(digest)\n"
    text += "Signed by the operator after \(Int(elapsed / .milliseconds(1))) ms"
    if threshold == 0 { return text + ".\n" }
    return text + "; \(threshold) \(threshold == 1 ? "cosignature" : "cosignatures") to come.\n"
  }

  /// Nothing in it depends on the machine.
  private func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("number")
    json.decimal(checkpoint.number)
    json.key("digest")
    json.string("\(digest)")
    json.key("time")
    json.decimal(checkpoint.time)
    json.key("accounts")
    json.decimal(checkpoint.accounts.count)
    json.key("equity")
    json.decimal(checkpoint.accounts.totals.positiveEquity)
    json.key("deficit")
    json.decimal(checkpoint.accounts.totals.deficit)
    json.key("insolvent")
    json.number(insolvent)
    json.key("belowMaintenance")
    json.number(Int(checkpoint.accounts.totals.belowMaintenance))
    json.key("securityModule")
    json.decimal(fund)
    json.key("custody")
    json.beginArray()
    for row in custody {
      json.beginObject()
      json.key("asset")
      json.string(AssetName.text(row.asset))
      json.key("address")
      json.string(Hex.encode(row.asset.bytes))
      json.key("held")
      json.decimal(row.held)
      json.key("owed")
      json.decimal(row.owed)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}
