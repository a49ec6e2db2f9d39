import Ethereum
import FixedPoint
import Margin
import Pricing

@testable import Clearing

/// A small venue: one market, a standard and a portfolio manager, two accounts under each, 2 to 5, prices for one
/// expiry. Account 1 is the security module's, 6 the portfolio manager's own.
enum TestVenue {
  static let standard = 0
  static let portfolio = 1
  static let start: UInt64 = 1_700_000_000
  static let expiry: UInt64 = 1_700_600_000

  static func user(_ name: String) -> Address { Address(Keccak256.hash(name).bytes.suffix(20)) ?? .zero }
  static let owner = user("owner")
  static let exchange = user("exchange")

  static let directory = Directory(
    cash: .init("cash", user("cash")), markets: ["eth"], options: [.init("option.eth", user("option"))],
    perps: [.init("perp.eth", user("perp"))], bases: [.init("base.eth", user("base"))],
    managers: [.init("standard", user("standard manager")), .init("portfolio", user("portfolio manager"))],
    collateralFeeds: [], firstStandard: standard, firstPortfolio: portfolio)

  static func wad(_ units: Int128) -> Int256 { Int256(units * Int128(Wad.one)) }
  static func price(_ units: UInt128) -> UInt256 { UInt256(units * Wad.one) }

  static func option(_ strike: UInt128, isCall: Bool) throws -> SubAsset {
    let identifier = try OptionIdentifier(expiry: UInt256(expiry), strike: price(strike), isCall: isCall)
    return SubAsset(.option(0), subId: identifier.bits)
  }

  static func make(
    _ rules: RuleSet = .reference, owner: Address = owner, gateway: Gateway = Gateway(address: .zero, chainId: .zero),
    treasury: Treasury = Treasury(), governance: Governance = Governance(), signedFeeds: FeedBook = FeedBook()
  ) throws -> ClearingState {
    guard case .standard(let groups) = try ParameterSet.builtIn("derive-standard-mainnet").model,
      case .portfolio(var parameters, let scenarios) = try ParameterSet.builtIn("derive-pmrm2-mainnet-eth").model,
      let token = AssetIdentifier.base(0)
    else { throw ProtocolError.noSuchManager }
    parameters.collaterals = [
      token: .init(isRiskCancelling: true, mmHaircut: UInt256(Wad.one / 100), imHaircut: UInt256(Wad.one / 50))
    ]
    parameters.maxExpiries = 10
    var managers = [
      MarginModel.standard(
        StandardManager(
          isBorrowingEnabled: true, parameters: groups,
          markets: [.init(name: "ETH", feeds: 0, option: 0, perp: 0, base: 0)])),
      MarginModel.portfolio(
        PortfolioManager(
          parameters: parameters, scenarios: scenarios, feeds: 0, option: 0, perp: 0,
          collateralFeeds: [0: .spot(market: 0)])),
    ].map { ManagerState(guardian: owner, maxAccountSize: 48, minimumFee: .zero, model: $0) }
    managers[portfolio].internalAccount = 6
    var state = ClearingState(
      time: start, owner: owner,
      cash: CashState(
        lastTimestamp: start, feePercentage: UInt256(Wad.one / 5), tokenDecimals: 6, interest: InterestTests.model),
      optionMarkets: [0],
      perps: [
        PerpState(
          market: 0, lastFundingPaidAt: start, staticInterestRate: 12_500_000_000_000,
          largestRate: 4_000_000_000_000_000, convergencePeriod: wad(8))
      ],
      bases: [BaseState(tokenDecimals: 18)], managers: managers,
      liquidation: LiquidationState(
        parameters: AuctionParameters(
          startingPart: Wad.wide, cutoffPart: .zero, fastLength: 1, slowLength: 1, insolventLength: 1, feeRate: .zero,
          bufferPart: .zero),
        cutoff: .zero, managers: [standard, portfolio], securityAccount: 1),
      feeds: Feeds(markets: 1, collaterals: 0), securityModule: 1, signedFeeds: signedFeeds, gateway: gateway,
      treasury: treasury, governance: governance, directory: directory, rules: rules)
    for manager in [standard, portfolio] {
      for asset in [Asset.cash, .option(0), .perp(0), .base(0)] {
        _ = try state.apply(.set(.whitelist(AssetManager(asset, manager), true), caller: owner))
        if asset == .cash { continue }
        _ = try state.apply(.set(.cap(AssetManager(asset, manager), price(1_000_000)), caller: owner))
      }
    }
    _ = try state.apply(.createAccount(owner: user("security module"), manager: standard))
    try setPrices(&state, spot: 2_000)
    for (index, manager) in [standard, standard, portfolio, portfolio].enumerated() {
      _ = try state.apply(.createAccount(owner: user("u\(index)"), manager: manager))
      let account = AccountNumber(index) + 2
      _ = try state.apply(.deposit(account, .cash, amount: 50_000_000_000))
      _ = try state.apply(.approve(account, to: exchange, caller: user("u\(index)")))
    }
    _ = try state.apply(.createAccount(owner: user("portfolio manager"), manager: portfolio))
    return state
  }

  static func setPrices(_ state: inout ClearingState, spot: UInt128) throws {
    let certain = { (units: UInt128) in FeedPrice(price: price(units), confidence: Wad.wide) }
    let slice = VolatilitySlice(shape: .flat(700_000_000_000_000_000), confidence: Wad.wide)
    let updates: [FeedUpdate] = [
      .stable(certain(1)), .spot(market: 0, certain(spot)),
      .perp(
        market: 0, mark: certain(spot + 1), impact: ImpactPrices(bid: price(spot), ask: price(spot + 2))),
      .forward(market: 0, expiry: expiry, ForwardPrice(fixed: .zero, variable: price(spot + 3), confidence: Wad.wide)),
      .volatility(market: 0, expiry: expiry, slice),
      .rate(market: 0, expiry: expiry, InterestRate(rate: 50_000_000_000_000_000, confidence: Wad.wide)),
    ]
    for update in updates { _ = try state.apply(.feed(update)) }
  }
}
