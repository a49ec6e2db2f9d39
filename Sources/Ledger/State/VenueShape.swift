import Clearing
import Ethereum
import FixedPoint
import Margin

/// What never changes of a venue, and how many there are of each kind of part (LG-6).
struct VenueShape {
  let owner: Address
  let rules: RuleSet
  let securityModule: AccountNumber
  let optionMarkets: [Int]
  let perps: Int
  let bases: Int
  let managers: Int
  let markets: Int
  let collaterals: Int
  let gateway: Address
  let chainId: UInt256
  let directory: Directory

  init(_ value: [UInt8]) throws(LedgerRefusal) {
    var reader = ByteReader(value)
    owner = try reader.address()
    rules = RuleSet(rawValue: try reader.uint64())
    guard RuleSet.corrected.isSuperset(of: rules) else { throw .outOfRange("rules that are known") }
    securityModule = try reader.uint64()
    optionMarkets = try reader.list(atMost: LedgerLimits.places) { (reader) throws(LedgerRefusal) in
      try reader.place()
    }
    perps = try reader.place()
    bases = try reader.place()
    managers = try reader.place()
    markets = try reader.place()
    collaterals = try reader.place()
    gateway = try reader.address()
    chainId = try reader.integer()
    directory = try reader.directory()
    try reader.end()
  }

  /// A venue of this shape, in which every part is still to be put in its place.
  func state(_ parts: [StateKey: [UInt8]]) throws(LedgerRefusal) -> ClearingState {
    // Every place has its part, so that there is never more room than bytes.
    let lists: [(count: Int, key: (Int) -> StateKey)] = [
      (perps, { .perp($0) }), (bases, { .base($0) }), (managers, { .manager($0) }), (markets, { .market($0) }),
      (collaterals, { .collateral($0) }),
    ]
    for (count, key) in lists {
      for place in 0..<count where parts[key(place)] == nil { throw .missingPart("\(key(place))") }
    }
    for key in [StateKey.clock, .cash, .liquidation, .stable, .gateway, .treasury, .governance, .versions]
    where parts[key] == nil {
      throw .missingPart("\(key)")
    }
    let none = InterestModel(
      minimumRate: .zero, rateMultiplier: .zero, highRateMultiplier: .zero, optimalUtilisation: .zero)
    let noAuctions = AuctionParameters(
      startingPart: .zero, cutoffPart: .zero, fastLength: .zero, slowLength: .zero, insolventLength: .zero,
      feeRate: .zero, bufferPart: .zero)
    let noModel = MarginModel.standard(
      StandardManager(
        isBorrowingEnabled: false,
        parameters: StandardParameters(depeg: .init(threshold: .zero, depegFactor: .zero), markets: [:]), markets: []))
    let perp = PerpState(
      market: 0, lastFundingPaidAt: 0, staticInterestRate: .zero, largestRate: .zero, convergencePeriod: .zero)
    let manager = ManagerState(guardian: .zero, maxAccountSize: 0, minimumFee: .zero, model: noModel)
    return ClearingState(
      time: 0, owner: owner,
      cash: CashState(lastTimestamp: 0, feePercentage: .zero, tokenDecimals: 0, interest: none),
      optionMarkets: optionMarkets, perps: Array(repeating: perp, count: perps),
      bases: Array(repeating: BaseState(tokenDecimals: 0), count: bases),
      managers: Array(repeating: manager, count: managers),
      liquidation: LiquidationState(parameters: noAuctions, cutoff: .zero, managers: [], securityAccount: 0),
      feeds: Feeds(markets: markets, collaterals: collaterals), securityModule: securityModule,
      gateway: Gateway(address: gateway, chainId: chainId), directory: directory, rules: rules)
  }
}

extension ByteReader {
  fileprivate mutating func directory() throws(LedgerRefusal) -> Directory {
    Directory(
      cash: try listing(), markets: try names(), options: try listings(), perps: try listings(),
      bases: try listings(), managers: try listings(), collateralFeeds: try names(),
      firstStandard: try optional { (reader) throws(LedgerRefusal) in try reader.place() },
      firstPortfolio: try optional { (reader) throws(LedgerRefusal) in try reader.place() })
  }

  private mutating func names() throws(LedgerRefusal) -> [String] {
    try list(atMost: LedgerLimits.places) { (reader) throws(LedgerRefusal) in try reader.text() }
  }

  private mutating func listing() throws(LedgerRefusal) -> Directory.Listing {
    Directory.Listing(try text(), try address())
  }

  private mutating func listings() throws(LedgerRefusal) -> [Directory.Listing] {
    try list(atMost: LedgerLimits.places) { (reader) throws(LedgerRefusal) in try reader.listing() }
  }

  mutating func versions() throws(LedgerRefusal) -> [RuleVersion] {
    let versions = try list(atMost: RuleLimits.versions) { (reader) throws(LedgerRefusal) in
      RuleVersion(
        height: try reader.uint64(), version: try reader.uint64(),
        names: try reader.list(atMost: RuleLimits.names) { (reader) throws(LedgerRefusal) in try reader.text() })
    }
    guard versions.isList else { throw .outOfRange("versions of the rules that rise") }
    return versions
  }

  mutating func withdrawal() throws(LedgerRefusal) -> PendingWithdrawal {
    PendingWithdrawal(asset: try asset(), owner: try address(), amount: try integer(), time: try uint64())
  }

  mutating func cash() throws(LedgerRefusal) -> CashState {
    let (supply, borrow) = (try integer(), try integer())
    let settled = try signed()
    let (fees, borrowIndex, supplyIndex) = (try integer(), try integer(), try integer())
    let timestamp = try uint64()
    let (part, previous) = (try integer(), try integer())
    let hasFee = try flag()
    let (balance, decimals) = (try integer(), try byte())
    var cash = CashState(
      lastTimestamp: timestamp, feePercentage: part, tokenDecimals: decimals,
      interest: InterestModel(
        minimumRate: try integer(), rateMultiplier: try integer(), highRateMultiplier: try integer(),
        optimalUtilisation: try integer()))
    (cash.totalSupply, cash.totalBorrow, cash.netSettledCash) = (supply, borrow, settled)
    (cash.accruedFees, cash.borrowIndex, cash.supplyIndex) = (fees, borrowIndex, supplyIndex)
    (cash.previousFeePercentage, cash.hasWithdrawFee, cash.tokenBalance) = (previous, hasFee, balance)
    cash.exact = try optional { (reader) throws(LedgerRefusal) in
      ExactCash(
        supplyShares: try reader.integer(), supplyRemainder: try reader.integer(), borrowShares: try reader.integer(),
        borrowRemainder: try reader.integer(), feeRemainder: try reader.integer(), unbacked: try reader.integer())
    }
    return cash
  }

  mutating func perp() throws(LedgerRefusal) -> PerpState {
    let (market, aggregated, paidAt) = (try place(), try signed(), try uint64())
    let closing = try optional { (reader) throws(LedgerRefusal) in try reader.integer() }
    var perp = PerpState(
      market: market, lastFundingPaidAt: paidAt, staticInterestRate: try signed(), largestRate: try signed(),
      convergencePeriod: try signed())
    (perp.aggregatedFunding, perp.closingMark) = (aggregated, closing)
    (perp.rateInForce, perp.indexInForce) = (try signed(), try integer())
    return perp
  }

  /// An account of a manager that the venue has, holding nothing that it does not have.
  mutating func account(in state: ClearingState) throws(LedgerRefusal) -> AccountState {
    let limit = LedgerLimits.accountParts
    let (owner, manager) = (try address(), try place(below: max(state.managers.count, 1)))
    let approved = try optional { (reader) throws(LedgerRefusal) in try reader.address() }
    let (lastTrade, cashIndex) = (try uint64(), try integer())
    let exactCash = ExactBalance(shares: try signed(), remainder: try signed())
    let holdings = try list(atMost: limit) { (reader) throws(LedgerRefusal) in
      Position(try reader.instrument(in: state), try reader.signed())
    }
    var held: Set<SubAsset> = []
    for position in holdings {
      if position.amount.isZero || !held.insert(position.instrument).inserted {
        throw .notCanonical("each holding once, none of zero")
      }
    }
    let perps = try list(atMost: limit) { (reader) throws(LedgerRefusal) in
      let place = try reader.place(below: state.perps.count)
      var position = PerpPosition()
      position.lastMarkPrice = try reader.integer()
      position.funding = try reader.signed()
      position.profit = try reader.signed()
      position.lastAggregatedFunding = try reader.signed()
      return PlaceMap.Entry(key: place, value: position)
    }
    let totals = try list(atMost: limit) { (reader) throws(LedgerRefusal) in
      PlaceMap.Entry(key: try reader.place(below: state.optionMarkets.count), value: try reader.integer())
    }
    guard isRising(perps), isRising(totals) else { throw .notCanonical("places in rising order") }
    return AccountState(
      owner: owner, manager: manager, approved: approved, holdings: holdings, cashIndex: cashIndex,
      exactCash: exactCash, perps: PlaceMap(perps), optionTotals: PlaceMap(totals), lastTrade: lastTrade)
  }

  private mutating func instrument(in state: ClearingState) throws(LedgerRefusal) -> SubAsset {
    let instrument = try instrument()
    let isThere =
      switch instrument.asset {
      case .cash: true
      case .option(let place): state.optionMarkets.indices.contains(place)
      case .perp(let place): state.perps.indices.contains(place)
      case .base(let place): state.bases.indices.contains(place)
      }
    guard isThere else { throw .outOfRange("an asset that the venue has") }
    return instrument
  }
}

/// Whether entries stand by rising place.
private func isRising<Value>(_ entries: [PlaceMap<Value>.Entry]) -> Bool {
  zip(entries, entries.dropFirst()).allSatisfy { $0.key < $1.key }
}
