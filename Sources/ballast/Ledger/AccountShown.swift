import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Pricing

/// An account as `ballast show account` shows it.
struct AccountShown: StateShown {
  let number: UInt64

  init(_ number: UInt64) {
    self.number = number
  }

  private func account(_ ledger: Ledger) throws -> AccountState {
    guard number > 0, number <= UInt64(ledger.state.accounts.count) else {
      throw CommandFailure(.badInput, "expected an account from 1 to \(ledger.state.accounts.count), found \(number)")
    }
    return ledger.state.accounts[Int(number) - 1]
  }

  func text(_ ledger: Ledger) throws -> String {
    let account = try account(ledger)
    let margins = try CommandFailure.cleared { () throws(ClearingRefusal) in try ledger.state.margins(of: number) }
    var values = NamedValues()
    values.add("owner", "\(account.owner)")
    if let owner = ledger.state.gateway.custody[number] { values.add("in custody for", "\(owner)") }
    values.add("manager", "\(account.manager), \(ledger.state.managers[account.manager].model.name)")
    if let approved = account.approved { values.add("approved", "\(approved)") }
    values.add("last trade", "\(account.lastTrade)")
    values.add("initial margin", shown(margins.initial) { Amounts.text($0) })
    values.add("maintenance margin", shown(margins.maintenance) { Amounts.text($0) })
    if let value = margins.markToMarket { values.add("mark to market", Amounts.text(value)) }
    var text = "Account \(number) at block \(ledger.height), \(CalendarTime.text(ledger.state.time))\n\n" + values.text
    if account.holdings.isEmpty {
      text += "\nIt holds nothing.\n"
    } else {
      var table = Table([("holding", .left), ("amount", .right), ("unpaid profit", .right), ("unpaid funding", .right)])
      for held in account.holdings {
        var row = [held.instrument.label, Amounts.text(held.amount, decimals: 6), "", ""]
        if case .perp(let perp) = held.instrument.asset, let memory = account.perps[perp] {
          row[2] = Amounts.text(memory.profit)
          row[3] = Amounts.text(memory.funding)
        }
        table.add(row)
      }
      text += "\n" + table.text(indent: 2)
    }
    return text + auction(ledger)
  }

  /// An auction that is open, and what a bid for all that is for sale would get.
  private func auction(_ ledger: Ledger) -> String {
    guard let auction = ledger.state.auctions[number], auction.isOpen else { return "" }
    var values = NamedValues()
    values.add("kind", auction.isInsolvent ? "insolvent" : "solvent")
    values.add("since", CalendarTime.text(auction.startTime))
    do throws(ClearingRefusal) {
      let offer = try ledger.state.auctionOffer(of: number)
      values.add("for sale", Amounts.percent(Int256(bitPattern: offer.largestPart)))
      values.add("price of the whole", Amounts.text(offer.price))
      values.add("a bid pays", Amounts.text(offer.cashFromBidder))
      values.add("a bid is paid", Amounts.text(offer.cashToBidder))
      values.add("a bidder must hold", Amounts.text(offer.cashNeeded))
    } catch {
      values.add("a bid", error.name)
    }
    return "\nAuction\n" + values.text
  }

  func json(_ ledger: Ledger) throws -> [UInt8] {
    let account = try account(ledger)
    let margins = try CommandFailure.cleared { () throws(ClearingRefusal) in try ledger.state.margins(of: number) }
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("account")
    json.decimal(number)
    json.key("height")
    json.decimal(ledger.height)
    json.key("time")
    json.decimal(ledger.state.time)
    json.key("owner")
    json.string("\(account.owner)")
    json.key("custodyFor")
    if let owner = ledger.state.gateway.custody[number] { json.string("\(owner)") } else { json.null() }
    json.key("manager")
    json.number(account.manager)
    json.key("initialMargin")
    json.reading(margins.initial) { $0.string($1.description) }
    json.key("maintenanceMargin")
    json.reading(margins.maintenance) { $0.string($1.description) }
    json.key("markToMarket")
    if let value = margins.markToMarket { json.string(value.description) } else { json.null() }
    json.key("holdings")
    json.beginArray()
    for held in account.holdings {
      json.beginObject()
      json.key("instrument")
      json.string(held.instrument.label)
      json.key("subId")
      json.string(held.instrument.subId.description)
      json.key("amount")
      json.string(held.amount.description)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return json.bytes + [10]
  }
}

extension MarginModel {
  /// For people.
  var name: String {
    switch self {
    case .standard: "standard model"
    case .portfolio: "portfolio model"
    }
  }
}

extension SubAsset {
  /// For people: `cash`, `perp 0`, `token 1`, `option 0 2026-03-27 80000 call`.
  var label: String {
    switch asset {
    case .cash: return "cash"
    case .perp(let place): return "perp \(place)"
    case .base(let place): return "token \(place)"
    case .option(let place):
      guard let identifier = try? OptionIdentifier(UInt256(subId)) else { return "option \(place) \(subId)" }
      return "option \(place) \(identifier.label)"
    }
  }
}

extension OptionIdentifier {
  /// For people: day, strike and side.
  var label: String {
    let day = CalendarTime.text(expiry).prefix(10)
    return "\(day) \(Amounts.exact(Int256(bitPattern: UInt256(strike)))) \(isCall ? "call" : "put")"
  }
}
