import FixedPoint

/// The funding of a perp (CL-30, CL-31).
extension PerpState {
  /// The rate of funding an hour, signed wad: the premium of impact prices over the index, paid over the
  /// convergence period, and the static rate, within the bounds.
  ///
  /// The one place where a quotient rounds half away from zero.
  func fundingRate(index: UInt256, impact: ImpactPrices) throws(ClearingRefusal) -> Int256 {
    if impact.ask < impact.bid { throw .rule(.impactPricesCrossed) }
    return try checked { () throws(ArithmeticError) in
      let (index, bid, ask) = (try Int256(index), try Int256(impact.bid), try Int256(impact.ask))
      let premium = try max(bid - index, .zero) - max(index - ask, .zero)
      let rate = try premium.divideWadTruncating(index).divideWadHalfAway(convergencePeriod) + staticInterestRate
      return min(max(rate, try -largestRate), largestRate)
    }
  }
}

extension ClearingState {
  /// The rate of funding now; zero where the perp is closed.
  public func fundingRate(_ perp: Int) throws(ClearingRefusal) -> Int256 {
    let state = perps[perp]
    if state.isDisabled { return .zero }
    let impact = try impact(state.market)
    return try state.fundingRate(index: spot(state.market).price, impact: impact)
  }

  /// What the aggregate is when funding is added up to now: the present rate for the whole time that has passed.
  ///
  /// The rate is read even where no time has passed, so that it can fail.
  @inline(__always)
  func aggregatedFunding(_ perp: Int) throws(ClearingRefusal) -> Int256 {
    if let known = readings.perp(perp) { return known.aggregatedFunding }
    return try plainAggregatedFunding(perp)
  }

  /// The same without what is remembered.
  func plainAggregatedFunding(_ perp: Int) throws(ClearingRefusal) -> Int256 {
    let state = perps[perp]
    if state.isDisabled { return state.aggregatedFunding }
    let isKept = rules.contains(.fundingByReadings)
    let rate = isKept ? state.rateInForce : try fundingRate(perp)
    let index = isKept ? state.indexInForce : try spot(state.market).price
    let seconds = Int256(UInt128(time &- state.lastFundingPaidAt))
    return try checked { () throws(ArithmeticError) in
      try state.aggregatedFunding + (rate * seconds / 3600).multiplyWadTruncating(Int256(index))
    }
  }

  /// Takes up the rate of this moment, after adding what the former one gives up to now (CL-73). Where there is no rate
  /// now, the former one stays.
  private mutating func renewFundingRate(_ perp: Int) throws(ClearingRefusal) {
    if !rules.contains(.fundingByReadings) || perps[perp].isDisabled { return }
    guard let rate = try? fundingRate(perp), let index = try? spot(perps[perp].market).price else { return }
    if rate == perps[perp].rateInForce && index == perps[perp].indexInForce { return }
    try updateFunding(perp)
    update(perp: perp) { ($0.rateInForce, $0.indexInForce) = (rate, index) }
  }

  /// What new readings mean for the funding of all perps.
  mutating func renewFundingRates() throws(ClearingRefusal) {
    for perp in perps.indices { try renewFundingRate(perp) }
  }

  /// Adds funding up to now; a closed perp pays none and its time stands still.
  mutating func updateFunding(_ perp: Int) throws(ClearingRefusal) {
    if perps[perp].isDisabled || time == perps[perp].lastFundingPaidAt { return }
    let (aggregate, now) = (try aggregatedFunding(perp), time)
    update(perp: perp) {
      $0.aggregatedFunding = aggregate
      $0.lastFundingPaidAt = now
    }
  }
}
