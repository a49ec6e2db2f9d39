import Clearing
import Encoding
import FixedPoint

/// Adaptive rules and where they stand, as documents and as bytes (AM-13, AM-14).
extension AdaptiveNames {
  /// Assets, markets and collaterals by their places (LG-7).
  static var places: AdaptiveNames {
    AdaptiveNames(
      asset: { (json) throws(JSONError) in try json.asset() }, market: { (json) throws(JSONError) in try json.place() },
      collateral: { (json) throws(JSONError) in try json.place() })
  }
}

extension AdaptiveSettings {
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("grace", grace)
    json.key("rules")
    json.beginArray()
    for rule in rules { rule.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}

extension AdaptiveRule {
  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("asset", asset.text)
    json.member("parameter", parameter.rawValue)
    json.key("input")
    json.beginObject()
    input.writeMembers(to: &json)
    json.endObject()
    json.key("curve")
    json.beginArray()
    for point in curve.points {
      json.beginObject()
      json.member("at", point.at)
      json.member("add", point.add)
      json.endObject()
    }
    json.endArray()
    json.member("step", step)
    json.member("notice", notice)
    json.member("calm", calm)
    json.endObject()
  }
}

extension AdaptiveInput {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .realised(let seconds):
      json.member("kind", "realised")
      json.member("seconds", seconds)
    case .implied(let expiries, let tenor):
      json.member("kind", "implied")
      json.key("expiries")
      json.beginArray()
      for expiry in expiries { json.decimal(expiry) }
      json.endArray()
      json.member("tenor", tenor)
    case .confidence: json.member("kind", "confidence")
    case .peg(let reference):
      json.member("kind", "peg")
      json.member("price", reference.price)
      if let market = reference.market { json.member("market", number: market) }
      if let rate = reference.rate { json.member("rate", number: rate) }
    case .interest(let amount):
      json.member("kind", "interest")
      json.member("reference", amount)
    case .size(let amount):
      json.member("kind", "size")
      json.member("depth", amount)
    case .share(let amount):
      json.member("kind", "share")
      json.member("least", amount)
    }
  }
}

extension ByteWriter {
  mutating func level(_ state: AdaptiveLevel) {
    integer(state.level)
    integer(state.since)
    integer(state.announced)
    integer(state.binds)
    list(state.past) { writer, past in
      writer.integer(past.level)
      writer.integer(past.until)
    }
    integer(state.volatility.variance)
    integer(state.volatility.last)
    integer(state.volatility.seen)
  }

  /// What an event says of a rule.
  mutating func level(_ manager: Int, _ rule: Int, _ level: UInt256, _ time: UInt64) {
    integer(manager)
    integer(rule)
    integer(level)
    integer(time)
  }
}

extension ByteReader {
  /// Levels that a level has left behind: more than any grace asks for.
  private static var mostPast: Int { 64 }

  mutating func adaptiveLevels() throws(LedgerRefusal) -> [AdaptiveLevel] {
    let levels = try list(atMost: AdaptiveLimits.rules) { (reader) throws(LedgerRefusal) in try reader.level() }
    // No level is no entry.
    if levels.isEmpty { throw .notCanonical("levels of a manager") }
    return levels
  }

  private mutating func level() throws(LedgerRefusal) -> AdaptiveLevel {
    AdaptiveLevel(
      level: try integer(), since: try uint64(), announced: try integer(), binds: try uint64(),
      past: try list(atMost: Self.mostPast) { (reader) throws(LedgerRefusal) in
        AdaptiveLevel.Past(level: try reader.integer(), until: try reader.uint64())
      },
      volatility: RealisedVolatility(variance: try integer(), last: try integer(), seen: try uint64()))
  }
}

extension InterestLimit {
  /// Assets by kind and place (WF-26).
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("seconds", seconds)
    json.key("assets")
    json.beginArray()
    for (asset, growth) in growth.sorted(by: { $0.key.order < $1.key.order }) {
      json.beginObject()
      json.member("asset", asset.text)
      json.member("growth", growth)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}
