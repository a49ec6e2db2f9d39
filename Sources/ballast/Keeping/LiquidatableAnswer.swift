import Clearing
import Console
import Encoding
import FixedPoint
import Keeping
import Ledger
import Margin

/// What `ballast liquidatable` says.
struct LiquidatableAnswer {
  struct Row {
    var account: WatchedAccount
    /// Nil for an account that is only near.
    var quote: Result<LiquidationQuote, ClearingRefusal>?
    /// What is to be done before an auction may start; nil where none has to wait.
    var reduction: ReductionPlan?
  }

  private let list: WatchList
  private let rows: [Row]
  private let height: UInt64
  private let time: UInt64

  /// - Parameter count: accounts to quote and show at most.
  init(_ list: WatchList, of ledger: Ledger, count: Int) {
    self.list = list
    (height, time) = (ledger.height, ledger.state.time)
    var state = ledger.state
    var rows: [Row] = []
    for account in list.accounts.prefix(count) {
      var row = Row(account: account)
      if account.state != .near {
        row.quote = Result { () throws(ClearingRefusal) in try LiquidationQuote(of: account.number, in: &state) }
        if case .failure(.waterfall(.reductionComesFirst)) = row.quote {
          row.reduction = try? state.reductionPlan(of: account.number)
        }
      }
      rows.append(row)
    }
    self.rows = rows
  }

  var text: String {
    var text = "\(Amounts.count(list.count)) accounts at block \(height), \(CalendarTime.text(time)): "
    let below = list.accounts.count { $0.state == .below }
    let auctioned = list.accounts.count { $0.state == .solventAuction || $0.state == .insolventAuction }
    text += "\(Amounts.count(below)) below maintenance margin, \(Amounts.count(auctioned)) auctioned, "
    text += "\(Amounts.count(list.accounts.count - below - auctioned)) near\n"
    if !rows.isEmpty { text += "\n" + table.text(indent: 2) }
    for row in rows {
      guard let plan = row.reduction, let sums = try? plan.sums() else { continue }
      text += "\naccount \(row.account.number) is reduced before it is auctioned: \(plan.steps.count) "
      text += plan.steps.count == 1 ? "step" : "steps"
      text += ", notional \(Amounts.text(sums.notional)), for a discount of \(Amounts.text(sums.discount))\n"
    }
    if rows.count < list.accounts.count {
      text += "\nand \(Amounts.count(list.accounts.count - rows.count)) more; --count shows more of them\n"
    }
    for unknown in list.unknown.prefix(10) {
      text += "\naccount \(unknown.number): its margin is refused, \(unknown.refusal.name)"
    }
    if !list.unknown.isEmpty { text += "\n\(Amounts.count(list.unknown.count)) accounts cannot be judged\n" }
    return text
  }

  private var table: Table {
    var table = Table([
      ("account", .right), ("is", .left), ("distance", .right), ("maintenance", .right), ("mark to market", .right),
      ("part", .right), ("pays", .right), ("is paid", .right), ("discount", .right), ("must hold", .right),
      ("for initial margin", .right),
    ])
    for row in rows {
      let account = row.account
      var cells = [
        "\(account.number)", account.state.words, Self.distance(account.distance),
        Amounts.text(account.maintenanceMargin), Amounts.text(account.markToMarket),
      ]
      switch row.quote {
      case .success(let quote):
        cells += [
          Amounts.percent(Int256(bitPattern: quote.part)), Amounts.text(quote.cashFromTaker),
          Amounts.text(quote.cashToTaker), quote.discount.map { Amounts.percent(Int256(bitPattern: $0)) } ?? "",
          Amounts.text(quote.cashNeeded), Amounts.text(quote.cashForInitialMargin),
        ]
      case .failure(.waterfall(.reductionComesFirst)): cells += ["reduced first", "", "", "", "", ""]
      case .failure(let refusal): cells += [refusal.name, "", "", "", "", ""]
      case nil: cells += ["", "", "", "", "", ""]
      }
      table.add(cells)
    }
    return table
  }

  private static func distance(_ distance: MarginDistance) -> String {
    distance.value.magnitude.high != 0 ? "no bound" : Amounts.percent(distance.value)
  }

  var json: [UInt8] {
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("height")
    json.decimal(height)
    json.key("time")
    json.decimal(time)
    json.key("looked")
    json.number(list.count)
    json.key("listed")
    json.number(list.accounts.count)
    json.key("accounts")
    json.beginArray()
    for row in rows { write(row, to: &json) }
    json.endArray()
    json.key("unknown")
    json.beginArray()
    for unknown in list.unknown {
      json.beginObject()
      json.key("account")
      json.decimal(unknown.number)
      json.key("refused")
      json.string(unknown.refusal.name)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return json.bytes + [10]
  }

  private func write(_ row: Row, to json: inout JSONWriter) {
    json.beginObject()
    json.key("account")
    json.decimal(row.account.number)
    json.key("state")
    json.string(row.account.state.rawValue)
    for (name, value) in [
      ("distance", row.account.distance.value), ("initialMargin", row.account.initialMargin),
      ("maintenanceMargin", row.account.maintenanceMargin), ("markToMarket", row.account.markToMarket),
    ] {
      json.key(name)
      json.decimal(value)
    }
    if let quote = row.quote {
      json.reading("quote", quote) { $1.write(to: &$0) }
    } else {
      json.key("quote")
      json.null()
    }
    json.key("reduction")
    if let plan = row.reduction, let sums = try? plan.sums() {
      json.beginObject()
      json.key("steps")
      json.number(plan.steps.count)
      for (name, value) in [("rate", plan.rate), ("notional", sums.notional), ("discount", sums.discount)] {
        json.key(name)
        json.decimal(value)
      }
      json.endObject()
    } else {
      json.null()
    }
    json.endObject()
  }
}

extension ReductionPlan {
  /// What all steps close and cost, wads.
  fileprivate func sums() throws(ArithmeticError) -> (notional: UInt256, discount: UInt256) {
    var sums = (notional: UInt256.zero, discount: UInt256.zero)
    for step in steps { sums = (try sums.notional + step.notional, try sums.discount + step.penalty) }
    return sums
  }
}

extension LiquidationQuote {
  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("toBeStarted")
    json.bool(isToBeStarted)
    json.key("insolvent")
    json.bool(isInsolvent)
    json.key("price")
    json.decimal(price)
    json.key("discount")
    if let discount { json.decimal(discount) } else { json.null() }
    for (name, value) in [
      ("part", part), ("cashFromTaker", cashFromTaker), ("cashToTaker", cashToTaker), ("cashNeeded", cashNeeded),
      ("cashForInitialMargin", cashForInitialMargin),
    ] {
      json.key(name)
      json.decimal(value)
    }
    json.key("gain")
    json.decimal(gain)
    json.endObject()
  }
}

extension WatchedAccount.State {
  /// For people.
  fileprivate var words: String {
    switch self {
    case .near: "near"
    case .below: "below"
    case .solventAuction: "auctioned"
    case .insolventAuction: "auctioned, insolvent"
    }
  }
}
