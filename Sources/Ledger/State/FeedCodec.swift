import Clearing
import Ethereum
import FixedPoint
import Pricing

/// Readings and what signed feeds know, as bytes (LG-6).
extension ByteWriter {
  mutating func reading(_ reading: Reading<FeedPrice>) {
    self.reading(reading) { $0.price($1) }
  }

  mutating func reading<Value>(_ reading: Reading<Value>, _ write: (inout ByteWriter, Value) -> Void) {
    write(&self, reading.value)
    integer(reading.time)
    integer(reading.heartbeat)
  }

  mutating func price(_ price: FeedPrice) {
    integer(price.price)
    integer(price.confidence)
  }

  mutating func market(_ market: MarketFeeds) {
    optional(market.sources) { writer, sources in
      for address in [
        sources.spot, sources.mark, sources.ask, sources.bid, sources.forward, sources.volatility, sources.rate,
      ] { writer.fixed(address) }
    }
    reading(market.spot)
    reading(market.mark)
    reading(market.impact) {
      $0.integer($1.bid)
      $0.integer($1.ask)
    }
    for heartbeat in [market.forwardHeartbeat, market.volatilityHeartbeat, market.rateHeartbeat] {
      integer(heartbeat)
    }
    byExpiry(market.forwards) { writer, reading in
      writer.reading(reading) {
        $0.integer($1.fixed)
        $0.integer($1.variable)
        $0.integer($1.confidence)
      }
    }
    byExpiry(market.volatilities) { writer, reading in
      writer.reading(reading) { writer, slice in
        switch slice.shape {
        case .flat(let volatility):
          writer.byte(0)
          writer.integer(volatility)
        case .surface(let surface):
          writer.byte(1)
          writer.surface(surface)
        }
        writer.integer(slice.confidence)
      }
    }
    byExpiry(market.rates) { writer, reading in
      writer.reading(reading) {
        $0.signed($1.rate)
        $0.integer($1.confidence)
      }
    }
    byExpiry(market.settlements) { $0.integer($1) }
  }

  private mutating func byExpiry<Value>(_ values: [UInt64: Value], _ write: (inout ByteWriter, Value) -> Void) {
    list(values.sorted { $0.key < $1.key }) { writer, entry in
      writer.integer(entry.key)
      write(&writer, entry.value)
    }
  }

  mutating func surface(_ slice: SVISlice) {
    signed(slice.a)
    integer(slice.b)
    signed(slice.rho)
    signed(slice.m)
    integer(slice.sigma)
    integer(slice.forward)
    integer(slice.tau)
  }

  /// A byte for the kind, the expiry where it has one, and the value; of no value nothing.
  mutating func point(_ point: FeedPoint) {
    switch point {
    case .spot(let value):
      byte(0)
      integer(value.price)
      integer(value.confidence)
      integer(value.timestamp)
    case .spotDifference(let value):
      byte(1)
      signed(value.difference)
      integer(value.confidence)
      integer(value.timestamp)
    case .forward(let expiry, let value):
      byte(2)
      integer(expiry)
      guard let value else { return }
      signed(value.difference)
      integer(value.confidence)
      integer(value.timestamp)
      integer(value.startAggregate)
      integer(value.currentAggregate)
    case .volatility(let expiry, let value):
      byte(3)
      integer(expiry)
      guard let value else { return }
      surface(value.slice)
      integer(value.confidence)
      integer(value.timestamp)
    case .rate(let expiry, let value):
      byte(4)
      integer(expiry)
      guard let value else { return }
      signed(value.rate)
      integer(value.confidence)
      integer(value.timestamp)
    }
  }
}

extension ByteReader {
  mutating func reading() throws(LedgerRefusal) -> Reading<FeedPrice> {
    try reading { (reader) throws(LedgerRefusal) in try reader.price() }
  }

  mutating func reading<Value: Sendable>(
    _ read: (inout ByteReader) throws(LedgerRefusal) -> Value
  ) throws(LedgerRefusal) -> Reading<Value> {
    var reading = Reading(try read(&self))
    reading.time = try uint64()
    reading.heartbeat = try uint64()
    return reading
  }

  mutating func price() throws(LedgerRefusal) -> FeedPrice {
    let price = try integer()
    return FeedPrice(price: price, confidence: try integer())
  }

  mutating func market() throws(LedgerRefusal) -> MarketFeeds {
    var market = MarketFeeds()
    market.sources = try optional { (reader) throws(LedgerRefusal) in
      FeedAddresses(
        spot: try reader.address(), mark: try reader.address(), ask: try reader.address(),
        bid: try reader.address(), forward: try reader.address(), volatility: try reader.address(),
        rate: try reader.address())
    }
    market.spot = try reading()
    market.mark = try reading()
    market.impact = try reading { (reader) throws(LedgerRefusal) in
      ImpactPrices(bid: try reader.integer(), ask: try reader.integer())
    }
    market.forwardHeartbeat = try uint64()
    market.volatilityHeartbeat = try uint64()
    market.rateHeartbeat = try uint64()
    market.forwards = try byExpiry { (reader) throws(LedgerRefusal) in
      try reader.reading { (reader) throws(LedgerRefusal) in
        ForwardPrice(fixed: try reader.integer(), variable: try reader.integer(), confidence: try reader.integer())
      }
    }
    market.volatilities = try byExpiry { (reader) throws(LedgerRefusal) in
      try reader.reading { (reader) throws(LedgerRefusal) in
        let isSurface = try reader.flag()
        let shape: VolatilitySlice.Shape =
          isSurface ? .surface(try reader.surface()) : .flat(try reader.integer())
        return VolatilitySlice(shape: shape, confidence: try reader.integer())
      }
    }
    market.rates = try byExpiry { (reader) throws(LedgerRefusal) in
      try reader.reading { (reader) throws(LedgerRefusal) in
        InterestRate(rate: try reader.signed(), confidence: try reader.integer())
      }
    }
    market.settlements = try byExpiry { (reader) throws(LedgerRefusal) in try reader.integer() }
    return market
  }

  private mutating func byExpiry<Value>(
    _ read: (inout ByteReader) throws(LedgerRefusal) -> Value
  ) throws(LedgerRefusal) -> [UInt64: Value] {
    let entries = try list(atMost: LedgerLimits.places) { (reader) throws(LedgerRefusal) in
      (expiry: try reader.uint64(), value: try read(&reader))
    }
    return Dictionary(entries.map { ($0.expiry, $0.value) }) { $1 }
  }

  mutating func surface() throws(LedgerRefusal) -> SVISlice {
    SVISlice(
      a: try signed(), b: try integer(), rho: try signed(), m: try signed(), sigma: try integer(),
      forward: try integer(), tau: try uint64())
  }

  mutating func point() throws(LedgerRefusal) -> FeedPoint {
    let kind = try byte()
    switch kind {
    case 0:
      return .restoredSpot(price: try uint128(), confidence: try uint64(), timestamp: try uint64())
    case 1:
      return .restoredSpotDifference(try int128(), confidence: try uint64(), timestamp: try uint64())
    case 2:
      return .restoredForward(
        expiry: try uint64(), difference: try int128(), confidence: try uint64(), timestamp: try uint64(),
        startAggregate: try integer(), currentAggregate: try integer())
    case 3:
      return .restoredVolatility(
        expiry: try uint64(), slice: try surface(), confidence: try uint64(), timestamp: try uint64())
    case 4:
      return .restoredRate(
        expiry: try uint64(), rate: try int128(), confidence: try uint64(), timestamp: try uint64())
    default: throw .unknownKind(kind, of: "feed value")
    }
  }
}
