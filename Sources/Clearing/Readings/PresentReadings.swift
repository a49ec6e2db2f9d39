import FixedPoint

/// What has been read of the moment: an operation asks for the same prices many times, and the next one for the same
/// again.
///
/// Only what could be read is remembered, so that a refusal is always that of the feeds themselves. Whatever readings
/// depend on forgets all of it when it changes: time, feeds, perps and rules.
struct PresentReadings: Sendable {
  /// What a perp reads.
  struct Perp: Hashable, Sendable {
    var mark: FeedPrice
    var aggregatedFunding: Int256
  }

  /// The index prices of markets by their places, as far as they are remembered.
  private(set) var spots: [FeedPrice?] = []
  private(set) var perps: [Perp?] = []
  private(set) var stable: UInt256?

  @inline(__always)
  func spot(_ market: Int) -> FeedPrice? { market < spots.count ? spots[market] : nil }

  @inline(__always)
  func perp(_ perp: Int) -> Perp? { perp < perps.count ? perps[perp] : nil }

  mutating func forget() {
    if !spots.isEmpty { spots.removeAll(keepingCapacity: true) }
    if !perps.isEmpty { perps.removeAll(keepingCapacity: true) }
    stable = nil
  }

  mutating func remember(spot: FeedPrice, of market: Int) {
    spots.fill(to: market)
    spots[market] = spot
  }

  mutating func remember(_ reading: Perp, of perp: Int) {
    perps.fill(to: perp)
    perps[perp] = reading
  }

  mutating func remember(stable: UInt256) { self.stable = stable }
}

extension Array {
  /// Makes a list of optionals so long that it has a place.
  fileprivate mutating func fill<Value>(to place: Int) where Element == Value? {
    while count <= place { append(nil) }
  }
}

/// Remembering, where it is likely that a reading is asked for again.
extension ClearingState {
  /// Remembers what a perp and its market read.
  mutating func remember(perp: Int) {
    if readings.perp(perp) != nil || !perps.indices.contains(perp) { return }
    let market = perps[perp].market
    remember(spot: market)
    guard let mark = try? plainMark(perps[perp]), let funding = try? plainAggregatedFunding(perp) else { return }
    readings.remember(PresentReadings.Perp(mark: mark, aggregatedFunding: funding), of: perp)
  }

  /// Remembers the index price of a market.
  mutating func remember(spot market: Int) {
    if readings.spot(market) != nil { return }
    guard let price = try? plainSpot(market) else { return }
    readings.remember(spot: price, of: market)
  }

  mutating func rememberStable() {
    if readings.stable == nil, let price = try? plainStable() { readings.remember(stable: price) }
  }

  /// Remembers what a manager of the standard model is going to read of an account's markets.
  mutating func rememberReadings(of index: Int) {
    rememberStable()
    for place in accounts[index].holdings.indices {
      if case .perp(let perp) = accounts[index].holdings[place].instrument.asset { remember(perp: perp) }
    }
  }

  /// That what is remembered is what is read.
  func brokenReadings() -> [String] {
    var broken: [String] = []
    for (market, price) in readings.spots.enumerated() where price != nil && price != (try? plainSpot(market)) {
      broken.append("the remembered index price of market \(market) is the one that is read")
    }
    for (perp, reading) in readings.perps.enumerated() {
      guard let reading else { continue }
      if reading.mark != (try? plainMark(perps[perp])) {
        broken.append("the remembered mark of perp \(perp) is the one that is read")
      }
      if reading.aggregatedFunding != (try? plainAggregatedFunding(perp)) {
        broken.append("the remembered funding of perp \(perp) is the one that is counted")
      }
    }
    if let price = readings.stable, price != (try? plainStable()) {
      broken.append("the remembered stable price is the one that is read")
    }
    return broken
  }
}
