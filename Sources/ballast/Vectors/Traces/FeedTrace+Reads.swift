import Clearing
import Encoding
import Ethereum
import FixedPoint

extension FeedTrace {
  /// Answers a view: `call` with `args`, the contract's in its order.
  func read(_ view: JSONValue, feed: Address) throws(JSONError) -> TraceResult {
    let (book, now) = (state.signedFeeds, state.time)
    let call = try view.member("call")
    let arguments = Array(try view.member("args").elements())
    func count(_ count: Int) throws(JSONError) {
      guard arguments.count == count else {
        throw try view.member("args").refusal(.wrongForm, expected: "\(count) arguments")
      }
    }
    switch try call.string() {
    case "getSpot":
      try count(0)
      return TraceResult.of { () throws(FeedRefusal) in
        Self.price("price", try book.spot(feed, now: now))
      }
    case "getResult":
      try count(0)
      return TraceResult.of { () throws(FeedRefusal) in
        Self.price("result", try book.spotDifference(feed, now: now))
      }
    case "getVol":
      try count(2)
      let (strike, expiry) = (UInt256(try arguments[0].uint128()), try arguments[1].uint64())
      return TraceResult.of { () throws(FeedRefusal) in
        Self.price("vol", try book.volatility(feed, strike: strike, expiry: expiry, now: now))
      }
    default:
      try count(1)
      return try read(call, feed: feed, expiry: arguments[0].uint64())
    }
  }

  private func read(_ call: JSONValue, feed: Address, expiry: UInt64) throws(JSONError) -> TraceResult {
    let (book, now) = (state.signedFeeds, state.time)
    switch try call.string() {
    case "getForwardPrice":
      return TraceResult.of { () throws(FeedRefusal) in
        Self.price("forwardPrice", try book.forward(feed, expiry: expiry, now: now))
      }
    case "getForwardPricePortions":
      return TraceResult.of { () throws(FeedRefusal) in
        let portions = try book.forwardPortions(feed, expiry: expiry, now: now)
        return .values([
          ("fixedPortion", portions.fixed), ("variablePortion", portions.variable),
          ("confidence", portions.confidence),
        ])
      }
    case "getSettlementPrice":
      return TraceResult.of { () throws(FeedRefusal) in
        let price = try book.settlementPrice(feed, expiry: expiry)
        return .success([
          ("values", .object([("settled", .bool(price != nil)), ("price", .text((price ?? .zero).description))]))
        ])
      }
    case "getExpiryMinConfidence":
      return TraceResult.of { () throws(FeedRefusal) in
        .values([("confidence", try book.volatilityConfidence(feed, expiry: expiry, now: now))])
      }
    case "getInterestRate":
      return TraceResult.of { () throws(FeedRefusal) in
        Self.price("rate", try book.rate(feed, expiry: expiry, now: now))
      }
    default: throw call.refusal(.outOfRange, expected: "the name of a view of feeds")
    }
  }

  private static func price<Value: CustomStringConvertible>(
    _ name: String, _ value: FeedValue<Value>
  ) -> TraceResult {
    .values([(name, value.value), ("confidence", value.confidence)])
  }
}
