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
    let view = try view(ledger)
    var values = NamedValues()
    values.add("spot", shown(view.spot) { "\(Amounts.text($0.price)), confidence \(Self.percent($0.confidence))" })
    for perp in view.perps {
      let name = "perp \(perp.perp)" + (perp.isDisabled ? ", closed" : "")
      values.add("\(name): mark", shown(perp.mark) { Amounts.text($0.price) })
      values.add("\(name): funding an hour", shown(perp.fundingRate) { Amounts.percent($0, decimals: 5) })
      values.add("\(name): open interest", Amounts.text(perp.openInterest, decimals: 4))
    }
    var text = "Market \(place) at block \(ledger.height), \(CalendarTime.text(ledger.state.time))\n\n" + values.text
    if !view.expiries.isEmpty {
      var table = Table([
        ("expiry", .left), ("forward", .right), ("volatility", .right), ("rate", .right), ("settlement", .right),
        ("options held", .right), ("open interest", .right),
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
      text += "\n" + table.text(indent: 2)
    }
    return text
  }

  private static func percent(_ value: UInt256) -> String { Amounts.percent(Int256(bitPattern: value)) }

  func json(_ ledger: Ledger) throws -> [UInt8] {
    let view = try view(ledger)
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("market")
    json.number(place)
    json.key("height")
    json.decimal(ledger.height)
    json.key("time")
    json.decimal(ledger.state.time)
    json.key("spot")
    json.reading(view.spot) { $0.string($1.price.description) }
    json.key("perps")
    json.beginArray()
    for perp in view.perps {
      json.beginObject()
      json.key("perp")
      json.number(perp.perp)
      json.key("mark")
      json.reading(perp.mark) { $0.string($1.price.description) }
      json.key("fundingRate")
      json.reading(perp.fundingRate) { $0.string($1.description) }
      json.key("openInterest")
      json.string(perp.openInterest.description)
      json.endObject()
    }
    json.endArray()
    json.key("expiries")
    json.beginArray()
    for expiry in view.expiries { write(expiry, to: &json) }
    json.endArray()
    json.endObject()
    return json.bytes + [10]
  }

  private func write(_ expiry: MarketView.Expiry, to json: inout JSONWriter) {
    json.beginObject()
    json.key("expiry")
    json.decimal(expiry.expiry)
    json.key("forward")
    json.reading(expiry.forward) { json, forward in
      json.beginObject()
      json.key("fixed")
      json.string(forward.fixed.description)
      json.key("variable")
      json.string(forward.variable.description)
      json.endObject()
    }
    json.key("volatility")
    json.reading(expiry.volatility) { $0.string($1.description) }
    json.key("rate")
    json.reading(expiry.rate) { $0.string($1.rate.description) }
    json.key("settlement")
    if let price = expiry.settlement { json.string(price.description) } else { json.null() }
    json.key("options")
    json.beginArray()
    for option in expiry.options {
      json.beginObject()
      json.key("option")
      json.number(option.option)
      json.key("subId")
      json.string(option.identifier.bits.description)
      json.key("strike")
      json.string(option.identifier.strike.description)
      json.key("isCall")
      json.bool(option.identifier.isCall)
      json.key("openInterest")
      json.string(option.openInterest.description)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}
