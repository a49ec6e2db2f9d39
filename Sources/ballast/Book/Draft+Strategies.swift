import FixedPoint

/// What each strategy holds (BK-6).
extension Draft {
  /// Adds a strategy of so many lots.
  mutating func add(_ strategy: Strategy, lots: Int) throws(ArithmeticError) {
    switch strategy {
    case .coveredCall:
      let e = expiry()
      try addCoin(lots: lots)
      add(-lots, e, try strike(e, 30, 150), isCall: true)
    case .protectivePut:
      let e = expiry()
      try addCoin(lots: lots)
      add(lots, e, try strike(e, -150, -20), isCall: false)
    case .cashSecuredPut:
      let e = expiry()
      let put = try strike(e, -150, 0)
      let amount = try UInt256(UInt64(lots)) * market.lot
      securedCash = try securedCash + amount.multiplyWadDown(market.expiries[e].grid.strike(put))
      add(-lots, e, put, isCall: false)
    case .bullCallSpread:
      let e = expiry()
      let bought = try strike(e, -30, 50)
      add(lots, e, bought, isCall: true)
      add(-lots, e, try above(e, bought, 40, 150), isCall: true)
    case .bearPutSpread:
      let e = expiry()
      let bought = try strike(e, -50, 30)
      add(lots, e, bought, isCall: false)
      add(-lots, e, try below(e, bought, 40, 150), isCall: false)
    case .ironCondor:
      try addIronCondor(lots)
    case .longStraddle:
      let e = expiry()
      let both = try strike(e, -20, 20)
      add(lots, e, both, isCall: true)
      add(lots, e, both, isCall: false)
    case .shortStrangle:
      let e = expiry()
      add(-lots, e, try strike(e, -150, -40), isCall: false)
      add(-lots, e, try strike(e, 40, 150), isCall: true)
    case .calendarSpread:
      try addCalendarSpread(lots)
    case .ratioSpread:
      try addRatioSpread(lots)
    case .hedgedShortVolatility:
      try addHedgedShortVolatility(lots)
    case .basisTrade:
      try addCoin(lots: lots)
      perp -= 10 * lots
    case .perpLong:
      perp += 10 * lots
    case .perpShort:
      perp -= 10 * lots
    case .lender, .borrower:
      try addCoins()
    case .multiStrategy:
      try addSeveral(lots)
    case .marketMaker:
      try addQuotes(lots)
    }
  }

  private mutating func addIronCondor(_ lots: Int) throws(ArithmeticError) {
    let e = expiry()
    let put = try strike(e, -120, -40)
    add(lots, e, try below(e, put, 30, 80), isCall: false)
    add(-lots, e, put, isCall: false)
    let call = try strike(e, 40, 120)
    add(-lots, e, call, isCall: true)
    add(lots, e, try above(e, call, 30, 80), isCall: true)
  }

  private mutating func addCalendarSpread(_ lots: Int) throws(ArithmeticError) {
    let count = market.expiries.count
    let near = expiry(among: count - 1)
    let far = stream.between(near + 1, min(near + 3, count - 1))
    let sold = try strike(near, -50, 50)
    let bought = try market.expiries[far].grid.nearest(to: market.expiries[near].grid.strike(sold))
    let isCall = coinFlip()
    add(-lots, near, sold, isCall: isCall)
    add(lots, far, bought, isCall: isCall)
  }

  private mutating func addRatioSpread(_ lots: Int) throws(ArithmeticError) {
    let e = expiry()
    let isCall = coinFlip()
    let bought = isCall ? try strike(e, 0, 60) : try strike(e, -60, 0)
    let sold = isCall ? try above(e, bought, 40, 100) : try below(e, bought, 40, 100)
    add(lots, e, bought, isCall: isCall)
    add(-2 * lots, e, sold, isCall: isCall)
  }

  private mutating func addHedgedShortVolatility(_ lots: Int) throws(ArithmeticError) {
    let e = expiry()
    let put: Int
    let call: Int
    if coinFlip() {
      put = try strike(e, -20, 20)
      call = put
    } else {
      put = try strike(e, -100, -30)
      call = try strike(e, 30, 100)
    }
    add(-lots, e, put, isCall: false)
    add(-lots, e, call, isCall: true)
    try hedge([
      Leg(expiry: e, quote: put, isCall: false, lots: -lots),
      Leg(expiry: e, quote: call, isCall: true, lots: -lots),
    ])
  }

  /// Collateral alone: each coin with six chances of ten, the own coin where none is drawn.
  private mutating func addCoins() throws(ArithmeticError) {
    var chosen = market.collaterals.indices.filter { _ in stream.chance(perMille: 600) }
    if chosen.isEmpty { chosen = [market.coin] }
    for index in chosen {
      let value = try size * UInt256(UInt64(stream.between(20, 100))) / 100
      try addCollateral(index, worth: value)
    }
  }

  private mutating func addSeveral(_ lots: Int) throws(ArithmeticError) {
    for _ in 0..<stream.between(3, 6) {
      let strategy = Strategy.combined[stream.below(Strategy.combined.count)]
      try add(strategy, lots: part(of: lots))
    }
  }

  /// Sixteen to forty options over neighbouring expiries, out of the money four times of five, and a perp
  /// against their delta.
  private mutating func addQuotes(_ lots: Int) throws(ArithmeticError) {
    let count = market.expiries.count
    let width = min(stream.between(3, 6), count)
    let first = stream.below(count - width + 1)
    for _ in 0..<stream.between(16, 40) {
      let e = first + stream.below(width)
      let distance = stream.between(-150, 150)
      let quote = try strike(e, distance, distance)
      let isOut = !stream.chance(perMille: 200)
      let amount = max(1, lots * stream.between(1, 100) / 100)
      add(coinFlip() ? amount : -amount, e, quote, isCall: (distance >= 0) == isOut)
    }
    try hedge(legs[...])
  }
}
