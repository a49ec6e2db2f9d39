import Encoding
import FixedPoint
import Pricing

extension MarketTape {
  /// Reads a tape (MB-1) within the limits of MB-2.
  /// - Throws: `TapeError.document` with the path and what was expected.
  init(_ bytes: [UInt8]) throws(TapeError) {
    do throws(JSONError) {
      var limits = JSONLimits.standard
      limits.maximumBytes = TapeLimits.bytes
      try self.init(JSONDocument(bytes, limits: limits).root)
    } catch {
      throw .document(error)
    }
  }

  private init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["source", "snapshots"])
    source = try json.member("source").string()
    moments = []
    let snapshots = try json.member("snapshots")
    for element in try snapshots.elements(1...TapeLimits.moments) {
      let moment = try Moment(element)
      if let last = moments.last, moment.timestamp <= last.timestamp {
        throw try element.member("timestamp").refusal(
          .outOfRange, expected: "a moment after \(last.timestamp)")
      }
      moments.append(moment)
    }
  }
}

extension MarketTape.Moment {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["timestamp", "utc", "markets"])
    timestamp = try json.member("timestamp").unixTime()
    let utc = try json.member("utc")
    guard CalendarTime.seconds(try utc.string()) == timestamp else {
      throw utc.refusal(.outOfRange, expected: "\(CalendarTime.text(timestamp)), the timestamp's text")
    }
    let markets = try json.member("markets")
    let members = try markets.objectMembers()
    guard (1...TapeLimits.underlyings).contains(members.count) else {
      throw markets.refusal(.outOfRange, expected: "1 to \(TapeLimits.underlyings) underlyings")
    }
    observations = []
    for (name, value) in members {
      let isSymbol = name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
      guard isSymbol, (1...TapeLimits.symbolBytes).contains(name.utf8.count) else {
        throw value.refusal(
          .wrongForm, expected: "an underlying's name of 1 to \(TapeLimits.symbolBytes) capital letters and digits")
      }
      observations.append(try MarketTape.Observation(value, underlying: name))
    }
    observations.sort { $0.underlying < $1.underlying }
  }
}

extension MarketTape.Observation {
  fileprivate init(_ json: JSONValue, underlying: String) throws(JSONError) {
    try json.refuseUnknownMembers(["spot", "perp", "expiries"])
    self.underlying = underlying
    spot = try json.member("spot").price()
    if let value = try json.optionalMember("perp"), !value.isNull { perp = try value.price() }
    expiries = []
    for element in try json.member("expiries").elements(0...TapeLimits.expiries) {
      let expiry = try MarketTape.Expiry(element)
      if let last = expiries.last, expiry.expiry <= last.expiry {
        throw try element.member("expiry").refusal(.outOfRange, expected: "an expiry after \(last.expiry)")
      }
      expiries.append(expiry)
    }
  }
}

extension MarketTape.Expiry {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "expiry", "instrument", "forward", "tau", "svi", "fitRmsVol", "strikes", "openInterest",
    ])
    expiry = try json.member("expiry").unixTime()
    instrument = try json.member("instrument").string()
    let tau = try json.member("tau")
    let time = try tau.uint64()
    if time == 0 { throw tau.refusal(.outOfRange, expected: "a time in years above zero") }
    let slice = try json.member("svi")
    try slice.refuseUnknownMembers(["a", "b", "rho", "m", "sigma"])
    svi = SVISlice(
      a: try slice.member("a").surface(), b: try slice.member("b").surface(atLeast: .zero).bitPattern,
      rho: try slice.member("rho").surface(), m: try slice.member("m").surface(),
      sigma: try slice.member("sigma").surface(atLeast: .zero).bitPattern,
      forward: try json.member("forward").price(), tau: time)
    fitError = try json.member("fitRmsVol").uint256()
    strikes = try json.member("strikes").smallInteger(0...1_000_000)
    openInterest = try json.member("openInterest").uint256()
  }
}

extension JSONValue {
  /// The elements of an array of a bounded length.
  fileprivate func elements(_ range: ClosedRange<Int>) throws(JSONError) -> JSONElements {
    let elements = try elements()
    guard range.contains(elements.count) else {
      throw refusal(.outOfRange, expected: "\(range.lowerBound) to \(range.upperBound) elements")
    }
    return elements
  }

  /// Unix seconds as a number, as the tape writes them: above zero, in 32 bits.
  fileprivate func unixTime() throws(JSONError) -> UInt64 {
    UInt64(try smallInteger(1...Int(UInt32.max)))
  }

  /// A price above zero.
  fileprivate func price() throws(JSONError) -> UInt256 {
    let value = try uint256()
    if value.isZero || value >= TapeLimits.number {
      throw refusal(.outOfRange, expected: "a price above zero and below 2^96")
    }
    return value
  }

  /// A parameter of the volatility surface.
  fileprivate func surface(atLeast least: Int256 = .min) throws(JSONError) -> Int256 {
    let value = try int256()
    if value < least { throw refusal(.outOfRange, expected: "a value of zero or more") }
    if value.magnitude >= TapeLimits.number {
      throw refusal(.outOfRange, expected: "a value below 2^96 in magnitude")
    }
    return value
  }
}
