import Audit
import Console
import Encoding
import Ethereum
import FixedPoint

extension AuditTotals {
  /// The totals for people; amounts are cut to two decimals, units to four.
  var text: String {
    var table = Table([("", .left), ("owed", .right), ("lent", .right), ("due", .right), ("held", .right)])
    table.add([
      "cash", Amounts.text(UInt256(cashOwed)), Amounts.text(UInt256(cashLent)), Amounts.text(cashDue),
      stableHeld.map { Amounts.text($0) } ?? "",
    ])
    for asset in assets {
      let units = Amounts.text(UInt256(asset.owed), decimals: 4)
      table.add([AssetName.text(asset.asset), units, "", units, asset.held.map { Amounts.text($0, decimals: 4) } ?? ""])
    }
    var text = table.text(indent: 2) + "\n"
    text += "  equity above zero  \(Amounts.text(UInt256(sums.positiveEquity)))\n"
    text += "  deficits           \(Amounts.text(UInt256(sums.deficit)))"
    text += securityModule.map { ", for which the security module has \(Amounts.text($0.cash))\n" } ?? "\n"
    text += "  below maintenance  \(Amounts.count(Int(sums.belowMaintenance))) of \(Amounts.count(accounts)) accounts\n"
    text += "  instruments        \(Amounts.count(instruments)), positions of each sum to zero\n"
    if let largest {
      text += "  largest            \(Amounts.text(largest.contracts, decimals: 4)) contracts: \(largest.instrument.words)\n"
    }
    text += "\n  the venue's own accounts\n"
    for (role, account) in [("security module", securityModule), ("fee recipient", feeRecipient)] {
      guard let account else { continue }
      text += "    \(role): index \(account.index), \(account.id.printable), cash \(Amounts.text(account.cash)), "
      text += "equity \(Amounts.text(account.equity))\n"
    }
    return text
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("accounts")
    json.number(accounts)
    json.key("positiveEquity")
    json.decimal(sums.positiveEquity)
    json.key("deficit")
    json.decimal(sums.deficit)
    json.key("belowMaintenance")
    json.number(Int(sums.belowMaintenance))
    json.key("cashOwed")
    json.decimal(cashOwed)
    json.key("cashLent")
    json.decimal(cashLent)
    json.key("cashDue")
    json.decimal(cashDue)
    json.key("stableHeld")
    Self.write(stableHeld, to: &json)
    json.key("assets")
    json.beginArray()
    for asset in assets {
      json.beginObject()
      json.key("asset")
      json.string(Hex.encode(asset.asset.bytes))
      json.key("owed")
      json.decimal(asset.owed)
      json.key("held")
      Self.write(asset.held, to: &json)
      json.endObject()
    }
    json.endArray()
    json.key("instruments")
    json.number(instruments)
    json.key("largestOpenInterest")
    if let largest {
      json.beginObject()
      json.key("instrument")
      json.string(largest.instrument.words)
      json.key("contracts")
      json.decimal(largest.contracts)
      json.endObject()
    } else {
      json.null()
    }
    for (name, account) in [("securityModule", securityModule), ("feeRecipient", feeRecipient)] {
      json.key(name)
      Self.write(account, to: &json)
    }
    json.endObject()
  }

  private static func write(_ amount: UInt256?, to json: inout JSONWriter) {
    if let amount { json.decimal(amount) } else { json.null() }
  }

  private static func write(_ account: VenueAccount?, to json: inout JSONWriter) {
    guard let account else { return json.null() }
    json.beginObject()
    json.key("index")
    json.number(Int(account.index))
    json.key("id")
    json.string(account.id)
    json.key("cash")
    json.decimal(account.cash)
    json.key("equity")
    json.decimal(account.equity)
    json.endObject()
  }
}
