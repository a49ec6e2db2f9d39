import Clearing
import Ethereum
import FixedPoint
import Margin
import Pricing

/// A small venue with auctions: account 2, of the standard model, is long 200 of the perp against 3, and 4, of the
/// portfolio model, long 100 against 5. Account 1 is the security module's, 6 the portfolio manager's own.
enum KeepersVenue {
  static let start: UInt64 = 1_700_000_000
  static let owner = address("owner")
  static let keeper = address("keeper")
  static let (standard, portfolio) = (0, 1)

  static func address(_ name: String) -> Address { Address(lastBytesOf: Keccak256.hash(name)) }
  static func wad(_ units: Int128) -> Int256 { Int256(units * Int128(Wad.one)) }
  static func price(_ units: UInt128) -> UInt256 { UInt256(units * Wad.one) }

  static let auctions = AuctionParameters(
    startingPart: 950_000_000_000_000_000, cutoffPart: 700_000_000_000_000_000, fastLength: 900, slowLength: 43_200,
    insolventLength: 3_600, feeRate: 100_000_000_000_000_000, bufferPart: 150_000_000_000_000_000)

  static func make() throws -> ClearingState {
    guard case .standard(let groups) = try ParameterSet.builtIn("derive-standard-mainnet").model,
      case .portfolio(let parameters, let scenarios) = try ParameterSet.builtIn("derive-pmrm2-mainnet-eth").model
    else { throw ClearingRefusal.rule(.noSuchManager) }
    var managers = [
      MarginModel.standard(
        StandardManager(
          isBorrowingEnabled: true, parameters: groups,
          markets: [.init(name: "ETH", feeds: 0, option: 0, perp: 0, base: 0)])),
      MarginModel.portfolio(
        PortfolioManager(
          parameters: parameters, scenarios: scenarios, feeds: 0, option: 0, perp: 0, collateralFeeds: [:])),
    ].map { ManagerState(guardian: owner, maxAccountSize: 48, minimumFee: .zero, model: $0) }
    managers[portfolio].internalAccount = 6
    var state = ClearingState(
      time: start, owner: owner,
      cash: CashState(
        lastTimestamp: start, feePercentage: UInt256(Wad.one / 5), tokenDecimals: 6,
        interest: InterestModel(
          minimumRate: 20_000_000_000_000_000, rateMultiplier: 80_000_000_000_000_000,
          highRateMultiplier: 900_000_000_000_000_000, optimalUtilisation: 850_000_000_000_000_000)),
      optionMarkets: [0],
      perps: [
        PerpState(
          market: 0, lastFundingPaidAt: start, staticInterestRate: .zero, largestRate: 4_000_000_000_000_000,
          convergencePeriod: wad(8))
      ],
      bases: [BaseState(tokenDecimals: 18)], managers: managers,
      liquidation: LiquidationState(
        parameters: auctions, cutoff: .zero, managers: [standard, portfolio], securityAccount: 1),
      feeds: Feeds(markets: 1, collaterals: 0), securityModule: 1)
    var operations: [Clearing.Operation] = []
    for manager in [standard, portfolio] {
      for asset in [Asset.cash, .option(0), .perp(0), .base(0)] {
        operations.append(.set(.whitelist(AssetManager(asset, manager), true), caller: owner))
        // Cash has no cap (CL-15).
        if asset != .cash {
          operations.append(.set(.cap(AssetManager(asset, manager), price(1_000_000)), caller: owner))
        }
      }
    }
    operations.append(.createAccount(owner: address("security module"), manager: standard))
    for operation in operations { _ = try state.apply(operation) }
    try setPrices(&state, spot: 2_000)
    operations = []
    for (index, manager) in [standard, standard, portfolio, portfolio].enumerated() {
      let account = AccountNumber(index) + 2
      operations += [
        .createAccount(owner: address("user \(index)"), manager: manager),
        .deposit(account, .cash, amount: 50_000_000_000),
        .approve(account, to: owner, caller: address("user \(index)")),
      ]
    }
    operations.append(.createAccount(owner: address("portfolio manager"), manager: portfolio))
    for (from, to, size) in [(3, 2, 200), (5, 4, 100)] as [(AccountNumber, AccountNumber, Int128)] {
      let perp = Transfer(from: from, to: to, instrument: SubAsset(.perp(0)), amount: wad(size))
      operations.append(.trade([perp], caller: owner))
    }
    for operation in operations { _ = try state.apply(operation) }
    return state
  }

  static func setPrices(_ state: inout ClearingState, spot: UInt128) throws {
    let certain = { (units: UInt128) in FeedPrice(price: price(units), confidence: Wad.wide) }
    for update in [
      .stable(certain(1)), .spot(market: 0, certain(spot)),
      .perp(market: 0, mark: certain(spot), impact: ImpactPrices(bid: price(spot), ask: price(spot))),
    ] as [FeedUpdate] { _ = try state.apply(.feed(update)) }
  }

  /// An account of the keeper under the manager of another, with so much cash and nothing else.
  static func bidder(
    for number: AccountNumber, cash: UInt256, in state: inout ClearingState
  ) throws -> AccountNumber {
    let manager = state.accounts[Int(number) - 1].manager
    guard case .account(let bidder) = try state.apply(.createAccount(owner: keeper, manager: manager)) else { return 0 }
    // Cash to the last unit comes from an account that has plenty.
    guard case .account(let source) = try state.apply(.createAccount(owner: keeper, manager: manager)) else { return 0 }
    _ = try state.apply(.deposit(source, .cash, amount: 100_000_000_000_000))
    let transfer = Transfer(from: source, to: bidder, instrument: SubAsset(.cash), amount: try Int256(cash))
    _ = try state.apply(.transfer(transfer, caller: keeper))
    return bidder
  }
}
