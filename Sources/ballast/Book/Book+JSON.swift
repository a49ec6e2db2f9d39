import Encoding
import Ethereum
import FixedPoint
import Margin

extension Book {
  static var format: Int { 1 }

  /// Writes the first line of a book's file (BK-10).
  func writeHeader(to json: inout JSONWriter) {
    json.beginObject()
    json.key("ballastBook")
    json.number(Self.format)
    json.key("seed")
    json.decimal(generator.seed)
    json.key("accounts")
    json.number(accounts + (closing?.accounts.count ?? 0))
    if let closing {
      json.key("closed")
      json.beginObject()
      json.key("fund")
      json.decimal(closing.fund)
      json.endObject()
    }
    json.key("tape")
    json.beginObject()
    json.key("name")
    json.string(tapeName)
    json.key("at")
    json.decimal(at)
    json.key("through")
    json.decimal(through)
    json.endObject()
    json.key("markets")
    json.beginObject()
    for market in generator.markets {
      json.key(market.underlying)
      json.beginObject()
      json.key("params")
      json.string(market.parameterSet)
      json.key("standard")
      json.string(market.standardSet)
      json.key("market")
      market.market.write(to: &json)
      json.endObject()
    }
    json.endObject()
    json.endObject()
  }
}

extension BookAccount {
  /// Writes one line of a book's file (BK-10).
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.string(id)
    json.key("owner")
    json.string(Hex.encode(owner.bytes))
    json.key("underlying")
    json.string(underlying)
    json.key("strategy")
    json.string(strategy)
    json.key("account")
    account.write(to: &json)
    json.endObject()
  }
}
