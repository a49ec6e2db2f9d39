import Ethereum
import FixedPoint
import Margin
import Pricing

@testable import Clearing

/// A venue for long runs: two markets, a standard manager, an isolated one and two of the portfolio model, tokens of
/// 18, 8 and 24 decimals, accounts of the venue's own and a dozen of users.
enum RunVenue {
  static let standard = 0
  static let isolated = 1
  static let ether = 2
  static let bitcoin = 3
  static let managers = 4
  static let start = TestVenue.start
  static let decimals: [UInt8] = [18, 8, 24]
  static let spots: [UInt128] = [2_000, 40_000]
  /// The accounts of the venue: security module, internal accounts of the portfolio managers, fees of three managers.
  static let own = [standard, ether, bitcoin, standard, ether, bitcoin]
  static let owner = TestVenue.owner
  static let exchange = TestVenue.exchange

  static func user(_ number: AccountNumber) -> Address { TestVenue.user("user \(number)") }

  static func model(_ name: String, market: Int, tokens: [Int]) throws -> MarginModel {
    guard case .portfolio(var parameters, let scenarios) = try ParameterSet.builtIn(name).model else {
      throw ProtocolError.noSuchManager
    }
    parameters.collaterals = [:]
    for token in tokens {
      guard let identifier = AssetIdentifier.base(token) else { throw ProtocolError.noSuchAsset }
      parameters.collaterals[identifier] = .init(
        isRiskCancelling: token == market, mmHaircut: UInt256(Wad.one / 100), imHaircut: UInt256(Wad.one / 50))
    }
    parameters.maxExpiries = 3
    return .portfolio(
      PortfolioManager(
        parameters: parameters, scenarios: scenarios, feeds: market, option: market, perp: market,
        collateralFeeds: [0: .spot(market: 0), 1: .spot(market: 1), 2: .own(0)]))
  }

  static func models() throws -> [MarginModel] {
    guard case .standard(let groups) = try ParameterSet.builtIn("derive-standard-mainnet").model else {
      throw ProtocolError.noSuchManager
    }
    let standard = MarginModel.standard(
      StandardManager(
        isBorrowingEnabled: true, parameters: groups,
        markets: [
          .init(name: "ETH", feeds: 0, option: 0, perp: 0, base: 0),
          .init(name: "BTC", feeds: 1, option: 1, perp: 1, base: 1),
        ]))
    return [
      standard, standard, try model("derive-pmrm2-mainnet-eth", market: 0, tokens: [0, 1, 2]),
      try model("derive-pmrm2-mainnet-btc", market: 1, tokens: [1]),
    ]
  }

  static func make(_ rules: RuleSet) throws -> ClearingState {
    var state = ClearingState(
      time: start, owner: owner,
      cash: CashState(
        lastTimestamp: start, feePercentage: UInt256(Wad.one / 5), tokenDecimals: 6, interest: InterestTests.model),
      optionMarkets: [0, 1],
      perps: [0, 1].map {
        PerpState(
          market: $0, lastFundingPaidAt: start, staticInterestRate: 12_500_000_000_000,
          largestRate: 4_000_000_000_000_000, convergencePeriod: TestVenue.wad(8))
      },
      bases: decimals.map { BaseState(tokenDecimals: $0) },
      managers: try models().enumerated().map { place, model in
        var manager = ManagerState(
          guardian: owner, maxAccountSize: 12, minimumFee: UInt256(Wad.one), model: model)
        manager.internalAccount = AccountNumber(place)
        return manager
      },
      liquidation: LiquidationState(
        parameters: AuctionParameters(
          startingPart: UInt256(Wad.one / 100 * 95), cutoffPart: UInt256(Wad.one / 10 * 7), fastLength: 900,
          slowLength: 43_200, insolventLength: 3_600, feeRate: UInt256(Wad.one / 10), bufferPart: Int256(Wad.one / 20 * 3)),
        cutoff: .zero, managers: Set(0..<managers), securityAccount: 1),
      feeds: Feeds(markets: 2, collaterals: 1), securityModule: 1, rules: rules)
    for operation in try setting() { _ = try state.apply(operation) }
    return state
  }

  /// Everything up to the first step of a run.
  static func setting() throws -> [Operation] {
    var operations: [Operation] = []
    let assets: [Asset] = [.cash, .option(0), .option(1), .perp(0), .perp(1), .base(0), .base(1), .base(2)]
    for manager in 0..<managers {
      for asset in assets {
        operations.append(.set(.whitelist(AssetManager(asset, manager), true), caller: owner))
        if asset == .cash { continue }
        operations.append(.set(.cap(AssetManager(asset, manager), TestVenue.price(100_000)), caller: owner))
      }
      for asset in [Asset.option(0), .option(1), .perp(0), .perp(1)] {
        operations.append(.set(.manager(manager, .feeRate(asset, UInt256(Wad.one / 2_000))), caller: owner))
      }
    }
    operations.append(.set(.manager(isolated, .isolated(true)), caller: owner))
    for (place, manager) in own.enumerated() {
      operations.append(.createAccount(owner: TestVenue.user("own \(place)"), manager: manager))
    }
    for (manager, account) in [(standard, 4), (ether, 5), (bitcoin, 6)] as [(Int, AccountNumber)] {
      operations.append(.set(.manager(manager, .feeRecipient(account)), caller: owner))
    }
    operations.append(.feed(.stable(FeedPrice(price: Wad.wide, confidence: Wad.wide))))
    operations.append(.feed(.collateral(feed: 0, FeedPrice(price: TestVenue.price(10), confidence: Wad.wide))))
    for market in 0..<2 {
      let spot = UInt256(spots[market] * Wad.one)
      operations += prices(market, spot: spot) + expiries(after: start).flatMap { curve(market, $0, spot: spot) }
    }
    for place in 0..<12 {
      operations += arrival(AccountNumber(own.count + place) + 1, manager: [standard, standard, isolated, ether, ether, bitcoin][place % 6])
    }
    return operations
  }

  /// A new account with cash, which the exchange may move.
  static func arrival(_ number: AccountNumber, manager: Int) -> [Operation] {
    [
      .createAccount(owner: user(number), manager: manager),
      .approve(number, to: exchange, caller: user(number)),
      .deposit(number, .cash, amount: UInt256(60_000_000_000 + UInt128(number) * 7_000_001)),
    ]
  }

  /// The three expiries that are listed at a time.
  static func expiries(after time: UInt64) -> [UInt64] {
    let next = time / 400_000 + 1
    // Where time has run to its end, none is later.
    return [next, next + 1, next + 4].map { $0.multipliedReportingOverflow(by: 400_000).overflow ? time : $0 * 400_000 }
  }

  static func prices(_ market: Int, spot: UInt256, confidence: UInt256 = Wad.wide) -> [Operation] {
    let step = spot.quotient(dividingByNonZero: 1_000)
    return [
      .feed(.spot(market: market, FeedPrice(price: spot, confidence: confidence))),
      .feed(
        .perp(
          market: market, mark: FeedPrice(price: spot &+ step, confidence: confidence),
          impact: ImpactPrices(bid: spot, ask: spot &+ step &+ step))),
    ]
  }

  static func curve(_ market: Int, _ expiry: UInt64, spot: UInt256) -> [Operation] {
    let slice = VolatilitySlice(shape: .flat(700_000_000_000_000_000), confidence: Wad.wide)
    let forward = ForwardPrice(fixed: .zero, variable: spot &+ 7, confidence: Wad.wide)
    return [
      .feed(.forward(market: market, expiry: expiry, forward)),
      .feed(.volatility(market: market, expiry: expiry, slice)),
      .feed(
        .rate(market: market, expiry: expiry, InterestRate(rate: 50_000_000_000_000_000, confidence: Wad.wide))),
    ]
  }
}
