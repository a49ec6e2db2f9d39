import FixedPoint

/// What searches and checks of plans may ask for, in units of LG-31: each is counted before what it is for is done.
public struct ReductionWork: Hashable, Sendable {
  /// What may still be counted.
  public private(set) var left: UInt64
  /// Whether more was asked for than was left.
  public private(set) var isUsedUp = false

  public init(left: UInt64 = .max) {
    self.left = left
  }

  /// - Returns: whether so much was left.
  mutating func spend(_ units: Int) -> Bool {
    let units = UInt64(clamping: units)
    guard !isUsedUp, units <= left else {
      isUsedUp = true
      return false
    }
    left &-= units
    return true
  }
}

/// What the margins of an account count.
struct ReductionCost: Hashable, Sendable {
  /// A margin by the direct path: each leg is read, and priced in each scenario.
  let direct: Int
  /// One of the search.
  let searched: Int
}

extension ReductionSubject {
  var cost: ReductionCost {
    switch self {
    case .portfolio(let subject): subject.cost
    case .standard(let subject): subject.cost
    }
  }

  /// What finding the pairs of an account counts (GL-9): each leg is closed once.
  public var pairingWork: Int { cost.direct + (legCount + 1) * cost.searched }

  var legCount: Int {
    switch self {
    case .portfolio(let subject): subject.legCount
    case .standard(let subject): subject.legCount
    }
  }
}

extension PortfolioSubject {
  var legCount: Int { portfolio.expiries.reduce(1 + portfolio.collaterals.count) { $0 + $1.options.count } }

  var cost: ReductionCost {
    let direct = legCount * (scenarios.count + 8)
    // Prices and amounts beyond the arrays are taken by the direct path each time.
    var isWide = Self.isWide(portfolio.perpPosition.magnitude) || Self.isWide(portfolio.spotPrice)
    for expiry in portfolio.expiries {
      if expiry.options.count > Self.summedOptions { isWide = true }
      for option in expiry.options where Self.isWide(option.amount.magnitude) { isWide = true }
    }
    return ReductionCost(direct: direct, searched: isWide ? direct : (direct + 15) / 16)
  }

  /// Of one expiry.
  private static var summedOptions: Int { 128 }

  private static func isWide(_ value: UInt256) -> Bool { value > UInt256((UInt128(1) &<< 80) &- 1) }
}

extension StandardSubject {
  var legCount: Int {
    var count = 0
    for market in portfolio.markets {
      count += market.basePosition.isZero ? 1 : 2
      for expiry in market.expiries { count += expiry.options.count }
    }
    return count
  }

  var cost: ReductionCost {
    let legs = legCount
    let direct = 2 * (portfolio.markets.count + legs * (8 + legs / 64))
    return ReductionCost(direct: direct, searched: (direct + 7) / 8)
  }
}
