import Clearing
import Ethereum
import FixedPoint
import Margin
import Pricing

/// A venue made of a book: one market, option, perp and manager for each underlying (KP-10).
public struct SimulatedVenue: Sendable {
  public var state: ClearingState
  public let book: SimulatedBook
  /// Of the book's collaterals, by the places of their tokens.
  let collaterals: [AssetIdentifier]
  /// The portfolio model of each manager, its collaterals named by their places.
  let models: [PortfolioManager]
  /// The options that the book's accounts hold, of each market.
  let listed: [Set<Listed>]

  static let owner = Address(lastBytesOf: Keccak256.hash("ballast simulation: owner"))
  /// Owns all accounts that are not the book's.
  static let keeper = Address(lastBytesOf: Keccak256.hash("ballast simulation: keeper"))

  /// - Throws: `SimulationError` where the book does not make a venue.
  public init(_ book: SimulatedBook, rules: SimulatedRules) throws(SimulationError) {
    self.book = book
    let collaterals = book.collaterals
    self.collaterals = collaterals
    let models = book.markets.indices.map { Self.model(of: book.markets[$0], place: $0, collaterals, book) }
    self.models = models
    listed = Self.listed(book)
    var liquidation = LiquidationState(
      parameters: rules.auctions, cutoff: .zero, managers: Set(book.markets.indices),
      securityAccount: AccountNumber(book.securityModule) + 1)
    liquidation.graduated = rules.graduated
    liquidation.judgesBids = rules.graduated != nil
    liquidation.deleveraging = rules.deleveraging
    liquidation.fund = rules.fund
    var state = ClearingState(
      time: book.time, owner: Self.owner,
      cash: CashState(
        lastTimestamp: book.time, feePercentage: .zero, tokenDecimals: 18,
        interest: InterestModel(
          minimumRate: .zero, rateMultiplier: .zero, highRateMultiplier: .zero, optimalUtilisation: Wad.wide)),
      optionMarkets: Array(book.markets.indices),
      perps: book.markets.indices.map {
        PerpState(
          market: $0, lastFundingPaidAt: book.time, staticInterestRate: .zero, largestRate: .zero,
          convergencePeriod: Wad.signed)
      },
      bases: collaterals.map { _ in BaseState(tokenDecimals: 18) },
      managers: models.map { model in
        var manager = ManagerState(
          guardian: Self.owner, maxAccountSize: ClearingLimits.greatestAccountSize, minimumFee: .zero,
          model: .portfolio(model))
        manager.adaptive = rules.haircut?.settings(of: model, collaterals)
        return manager
      },
      liquidation: liquidation,
      feeds: Feeds(markets: book.markets.count, collaterals: collaterals.count),
      securityModule: AccountNumber(book.securityModule) + 1,
      // Cash is kept as the reference keeps it: no interest is paid in a simulation.
      rules: RuleSet.corrected.subtracting(.lasting))
    var tally = BookTally(collaterals: collaterals)
    _ = state.restore(
      .clock(time: book.time, lastTrade: 0, accounts: UInt64(book.entries.count)), isPartial: false)
    for (place, entry) in book.entries.enumerated() {
      let account = try tally.account(entry, mark: book.markets[entry.market].market.perpPrice)
      _ = state.restore(.account(AccountNumber(place) + 1, account), isPartial: false)
    }
    try tally.restore(to: &state, managers: book.markets.count)
    self.state = state
    if let open = tally.open { throw .open(underlying: book.markets[open].name) }
  }

  private static func model(
    of booked: SimulatedBook.BookedMarket, place: Int, _ collaterals: [AssetIdentifier], _ book: SimulatedBook
  ) -> PortfolioManager {
    var parameters = booked.parameters
    parameters.collaterals = [:]
    var feeds: [Int: CollateralFeed] = [:]
    for (index, asset) in collaterals.enumerated() {
      guard let own = AssetIdentifier.base(index), let enabled = booked.parameters.collaterals[asset] else { continue }
      parameters.collaterals[own] = enabled
      feeds[index] = .own(index)
    }
    return PortfolioManager(
      parameters: parameters, scenarios: booked.scenarios, feeds: place, option: place, perp: place,
      collateralFeeds: feeds)
  }
}

extension AdaptiveHaircut {
  /// The settings of a manager; nil where its parameters do not have the collateral.
  fileprivate func settings(of model: PortfolioManager, _ collaterals: [AssetIdentifier]) -> AdaptiveSettings? {
    guard let place = collaterals.firstIndex(of: asset), model.collateralFeeds[place] != nil else { return nil }
    var settings = settings
    for rule in settings.rules.indices { settings.rules[rule].asset = .base(place) }
    return settings
  }
}

/// The sums that a venue keeps beside its accounts.
struct BookTally {
  let collaterals: [AssetIdentifier]
  private var totals: [AssetManager: UInt256] = [:]
  private var openInterests: [SubAsset: UInt256] = [:]
  private var sums: [SubAsset: Int256] = [:]
  private var tokens: [UInt256]
  private var supply = UInt256.zero
  private var borrow = UInt256.zero

  init(collaterals: [AssetIdentifier]) {
    self.collaterals = collaterals
    tokens = collaterals.map { _ in .zero }
  }

  /// An account as the venue keeps it: cash first, then the perp, options and tokens.
  mutating func account(
    _ entry: SimulatedBook.Entry, mark: UInt256
  ) throws(SimulationError) -> AccountState {
    let held = entry.account
    var holdings: [Position] = []
    var perps: [PlaceMap<PerpPosition>.Entry] = []
    var sizes = UInt256.zero
    if !held.cash.isZero { holdings.append(Position(SubAsset(.cash), held.cash)) }
    if !held.perpPosition.isZero {
      holdings.append(Position(SubAsset(.perp(entry.market)), held.perpPosition))
      var memory = PerpPosition()
      memory.lastMarkPrice = mark
      memory.profit = held.unsettledPerpCash
      perps.append(.init(key: entry.market, value: memory))
    }
    for option in held.options {
      guard case .timestamp(let expiry) = option.expiry,
        let name = try? OptionIdentifier(expiry: UInt256(expiry), strike: option.strike, isCall: option.isCall)
      else { throw .option(account: entry.name) }
      holdings.append(Position(SubAsset(.option(entry.market), subId: name.bits), option.amount))
      sizes = try Self.exact { () throws(ArithmeticError) in try sizes + option.amount.absolute() }
    }
    for collateral in held.collaterals {
      guard let place = collaterals.firstIndex(of: collateral.asset), !collateral.amount.isNegative else {
        throw .collateral(account: entry.name)
      }
      holdings.append(Position(SubAsset(.base(place)), collateral.amount))
    }
    try Self.exact { () throws(ArithmeticError) in try add(holdings, manager: entry.market) }
    return AccountState(
      owner: entry.owner, manager: entry.market, approved: nil, holdings: holdings,
      cashIndex: held.cash.isZero ? .zero : Wad.wide, exactCash: ExactBalance(), perps: PlaceMap(perps),
      optionTotals: PlaceMap(sizes.isZero ? [] : [.init(key: entry.market, value: sizes)]), lastTrade: 0)
  }

  private mutating func add(_ holdings: [Position], manager: Int) throws(ArithmeticError) {
    for held in holdings {
      let size = try held.amount.absolute()
      switch held.instrument.asset {
      case .cash:
        if held.amount.isNegative { borrow = try borrow + size } else { supply = try supply + size }
        continue
      case .base(let place): tokens[place] = try tokens[place] + size
      case .perp, .option:
        sums[held.instrument] = try (sums[held.instrument] ?? .zero) + held.amount
        if !held.amount.isNegative {
          openInterests[held.instrument] = try (openInterests[held.instrument] ?? .zero) + size
        }
      }
      let key = AssetManager(held.instrument.asset, manager)
      totals[key] = try (totals[key] ?? .zero) + size
    }
  }

  /// The market of an instrument whose positions do not add up to zero; the first.
  var open: Int? {
    let places = sums.filter { !$0.value.isZero }.keys.map { instrument in
      switch instrument.asset {
      case .option(let place), .perp(let place), .base(let place): place
      case .cash: 0
      }
    }
    return places.min()
  }

  func restore(to state: inout ClearingState, managers: Int) throws(SimulationError) {
    var cash = state.cash
    (cash.totalSupply, cash.totalBorrow) = (supply, borrow)
    guard supply >= borrow else { throw .overdrawn }
    cash.tokenBalance = supply &- borrow
    _ = state.restore(.cash(cash), isPartial: false)
    let assets =
      [Asset.cash] + (0..<managers).flatMap { [Asset.option($0), .perp($0)] } + collaterals.indices.map { .base($0) }
    for manager in 0..<managers {
      for asset in assets {
        let key = AssetManager(asset, manager)
        _ = state.restore(
          .position(key, TrackedPosition(isWhitelisted: true, cap: .max, total: totals[key] ?? .zero)), isPartial: false)
      }
    }
    for (instrument, total) in openInterests {
      _ = state.restore(.openInterest(instrument, OpenInterest(total: total, settled: .zero)), isPartial: false)
    }
    for (place, held) in tokens.enumerated() {
      var base = state.bases[place]
      base.tokenBalance = held
      _ = state.restore(.base(place, base), isPartial: false)
    }
  }

  private static func exact<Value>(
    _ body: () throws(ArithmeticError) -> Value
  ) throws(SimulationError) -> Value {
    do throws(ArithmeticError) { return try body() } catch { throw .arithmetic(error) }
  }
}
