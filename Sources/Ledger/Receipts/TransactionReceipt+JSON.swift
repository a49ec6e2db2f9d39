import Clearing
import Encoding
import Ethereum
import FixedPoint

extension TransactionReceipt {
  /// Writes the JSON form (LG-27), one object.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("transaction", transaction)
      json.object("outcome") { json in
        switch outcome {
        case .done(let answer):
          json.key("answer")
          answer.write(to: &json)
        case .refused(let name, let arguments):
          json.object("refused") { json in
            json.member("name", name)
            json.list("values", arguments) { $0.string($1) }
          }
        }
      }
      json.list("events", events) { $1.write(to: &$0) }
      json.list("decisions", decisions) { $0.hexadecimal($1.bytes) }
    }
  }
}

extension Answer {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      switch self {
      case .done: json.member("kind", "none")
      case .account(let number):
        json.member("kind", "account")
        json.member("account", number)
      case .trade(let number):
        json.member("kind", "trade")
        json.member("number", number)
      case .burnt(let amount):
        json.member("kind", "burntCash")
        json.member("amount", amount)
      case .applied(let isNewer):
        json.member("kind", "message")
        json.member("applied", isNewer)
      case .bid(let bid):
        json.member("kind", "bid")
        json.members(of: bid)
      case .reduced(let cash, let discount, let notional):
        json.member("kind", "reduced")
        json.member("cash", cash)
        json.member("discount", discount)
        json.member("notional", notional)
      case .tookEffect(let refusal):
        json.member("kind", "parameter")
        json.member("refused", refusal)
      }
    }
  }
}

extension JSONWriter {
  mutating func members(of bid: BidReceipt) {
    member("part", bid.part)
    member("cashFromBidder", bid.cashFromBidder)
    member("cashToBidder", bid.cashToBidder)
  }
}
