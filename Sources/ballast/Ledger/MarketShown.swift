import Clearing
import Console
import Encoding
import FixedPoint
import Ledger

/// A market as `ballast show market` shows it.
struct MarketShown: StateShown {
  let place: Int

  init(_ place: UInt64) {
    self.place = Int(clamping: place)
  }

  private func view(_ ledger: Ledger) throws -> MarketView {
    guard ledger.state.feeds.markets.indices.contains(place) else {
      throw CommandFailure(
        .badInput, "expected a market below \(ledger.state.feeds.markets.count), found \(place)")
    }
    return try CommandFailure.cleared { () throws(ClearingRefusal) in try ledger.state.market(place) }
  }

  func text(_ ledger: Ledger) throws -> String {
    let (view, names) = (try view(ledger), VenueNames(ledger.state))
    var values = NamedValues()
    values.add("spot", shown(view.spot) { "\(Amounts.text($0.price)), confidence \(Self.percent($0.confidence))" })
    for perp in view.perps {
      let name = names.asset(.perp(perp.perp)) + (perp.isDisabled ? ", closed" : "")
      values.add("\(name) mark", shown(perp.mark) { Amounts.text($0.price) })
      values.add("\(name) funding an hour", shown(perp.fundingRate) { Amounts.percent($0, decimals: 5) })
      values.add("\(name) open interest", Amounts.text(perp.openInterest, decimals: 4))
    }
    let text = ShowCommand.title("Market \(place) (\(names.market(place)))", ledger) + values.text
    if view.expiries.isEmpty { return text + "\nNo expiry has readings or open interest.\n" }
    var table = Table([
      ("expiry", .left), ("forward", .right), ("volatility", .right), ("rate", .right), ("settlement", .right),
      ("options open", .right), ("open interest", .right),
    ])
    for expiry in view.expiries {
      table.add([
        CalendarTime.text(expiry.expiry),
        shown(expiry.forward) { Amounts.text(Int256(bitPattern: $0.fixed &+ $0.variable)) },
        shown(expiry.volatility) { Self.percent($0) }, shown(expiry.rate) { Amounts.percent($0.rate) },
        expiry.settlement.map { Amounts.text($0) } ?? "", Amounts.count(expiry.options.count),
        Amounts.text(expiry.options.reduce(.zero) { $0 &+ $1.openInterest }, decimals: 4),
      ])
    }
    return text + "\n" + table.text(indent: 2)
  }

  private static func percent(_ value: UInt256) -> String { Amounts.percent(Int256(bitPattern: value)) }

  func write(_ ledger: Ledger, to json: inout JSONWriter) throws {
    let view = try view(ledger)
    json.member("market", number: place)
    json.member("name", VenueNames(ledger.state).market(place))
    ShowCommand.write(ledger, to: &json)
    json.reading("spot", view.spot) { $0.decimal($1.price) }
    json.list("perps", view.perps) { json, perp in
      json.object { json in
        json.member("perp", number: perp.perp)
        json.reading("mark", perp.mark) { $0.decimal($1.price) }
        json.reading("fundingRate", perp.fundingRate) { $0.decimal($1) }
        json.member("openInterest", perp.openInterest)
        json.member("closed", perp.isDisabled)
      }
    }
    json.list("expiries", view.expiries) { json, expiry in Self.write(expiry, to: &json) }
  }

  private static func write(_ expiry: MarketView.Expiry, to json: inout JSONWriter) {
    json.object { json in
      json.member("expiry", expiry.expiry)
      json.reading("forward", expiry.forward) { json, forward in
        json.object { json in
          json.member("fixed", forward.fixed)
          json.member("variable", forward.variable)
        }
      }
      json.reading("volatility", expiry.volatility) { $0.decimal($1) }
      json.reading("rate", expiry.rate) { $0.decimal($1.rate) }
      json.key("settlement")
      if let price = expiry.settlement { json.decimal(price) } else { json.null() }
      json.list("options", expiry.options) { json, option in
        json.object { json in
          json.member("option", number: option.option)
          json.member("subId", UInt256(option.identifier.bits))
          json.member("strike", UInt256(option.identifier.strike))
          json.member("isCall", option.identifier.isCall)
          json.member("openInterest", option.openInterest)
        }
      }
    }
  }
}
