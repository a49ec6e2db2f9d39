import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger

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

  private func margins(_ ledger: Ledger) throws -> MarginView {
    try CommandFailure.cleared { () throws(ClearingRefusal) in try ledger.state.margins(of: number) }
  }

  /// Whoever may act for the account, and whether the venue holds it for them.
  private func owner(_ account: AccountState, _ ledger: Ledger) -> (address: Address, isInCustody: Bool) {
    ledger.state.gateway.custody[number].map { ($0, true) } ?? (account.owner, false)
  }

  func text(_ ledger: Ledger) throws -> String {
    let (account, names) = (try account(ledger), VenueNames(ledger.state))
    let (margins, owner) = (try margins(ledger), owner(account, ledger))
    var values = NamedValues()
    values.add("owner", "\(owner.address)\(owner.isInCustody ? ", in the venue's custody" : "")")
    let manager = ledger.state.managers[account.manager]
    let marks = (manager.isIsolated ? ", isolated" : "") + (manager.isPaused ? ", paused" : "")
    values.add("manager", "\(names.manager(account.manager)) (\(manager.model.name)\(marks))")
    if let approved = account.approved, !owner.isInCustody { values.add("approved", "\(approved)") }
    values.add("last trade", account.lastTrade == 0 ? "none" : "\(account.lastTrade)")
    values.add(
      "initial margin", shown(margins.initial) { "\(Amounts.text($0)), \($0.isNegative ? "may not take on risk" : "may take on risk")" })
    values.add(
      "maintenance margin",
      shown(margins.maintenance) { "\(Amounts.text($0)), \($0.isNegative ? "BELOW: may be liquidated" : "safe")" })
    if let worst = margins.worstScenario, case .portfolio(let model) = manager.model {
      values.add("worst scenario", model.scenarios.indices.contains(worst) ? model.scenarios[worst].words : "basis contingency")
    }
    if let value = margins.markToMarket { values.add("mark to market", Amounts.text(value)) }
    for (asset, amount) in wallet(of: owner.address, ledger) {
      values.add("owner's wallet", "\(names.tokens(amount, of: asset)) \(names.asset(asset)), in no account")
    }
    return ShowCommand.title("Account \(number)", ledger) + values.text + holdings(account, names) + auction(ledger)
  }

  private func holdings(_ account: AccountState, _ names: VenueNames) -> String {
    if account.holdings.isEmpty { return "\nIt holds nothing.\n" }
    var table = Table([("holding", .left), ("amount", .right), ("", .left)])
    for held in account.holdings {
      var rest = ""
      if case .perp(let perp) = held.instrument.asset, let memory = account.perps[perp] {
        rest = "unpaid profit \(Amounts.text(memory.profit)), funding \(Amounts.text(memory.funding))"
      }
      table.add([names.instrument(held.instrument), Amounts.text(held.amount, decimals: 6), rest])
    }
    return "\n" + table.text(indent: 2)
  }

  /// What an owner has outside accounts.
  private func wallet(of owner: Address, _ ledger: Ledger) -> [(asset: Asset, amount: UInt256)] {
    ([.cash] + ledger.state.bases.indices.map { .base($0) })
      .map { ($0, ledger.state.wallet(WalletName(asset: $0, owner: owner))) }
      .filter { !$0.1.isZero }
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
      values.add("a bid", "\(error.name): \(error.message)")
    }
    return "\nAuction\n" + values.text
  }

  func write(_ ledger: Ledger, to json: inout JSONWriter) throws {
    let (account, margins) = (try account(ledger), try margins(ledger))
    json.member("account", number)
    ShowCommand.write(ledger, to: &json)
    json.member("owner", account.owner)
    json.member("custodyFor", ledger.state.gateway.custody[number].map { Hex.encode($0.bytes) })
    json.member("manager", number: account.manager)
    json.reading("initialMargin", margins.initial) { $0.decimal($1) }
    json.reading("maintenanceMargin", margins.maintenance) { $0.decimal($1) }
    json.key("markToMarket")
    if let value = margins.markToMarket { json.decimal(value) } else { json.null() }
    json.list("holdings", account.holdings) { json, held in
      json.object { json in
        json.member("asset", held.instrument.asset.text)
        json.member("subId", UInt256(held.instrument.subId))
        json.member("amount", held.amount)
        guard case .perp(let perp) = held.instrument.asset, let memory = account.perps[perp] else { return }
        json.member("unpaidProfit", memory.profit)
        json.member("unpaidFunding", memory.funding)
      }
    }
    json.list("wallet", wallet(of: owner(account, ledger).address, ledger)) { json, entry in
      json.object { json in
        json.member("asset", entry.asset.text)
        json.member("tokens", entry.amount)
      }
    }
  }
}
