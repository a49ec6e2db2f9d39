import FixedPoint
import Margin
import Testing

@testable import Clearing

/// The venue of auctions in corrected mode with graduated liquidation, and books of several legs: accounts 2 and 3
/// under the standard manager and 4 and 5 under the portfolio manager hold perps and options against each other.
enum WaterfallVenue {
  static let keepers: [Int: AccountNumber] = [TestVenue.standard: 7, TestVenue.portfolio: 8]

  static func wad(_ thousandths: UInt128) -> UInt256 { UInt256(thousandths * (Wad.one / 1_000)) }

  static let penalty = PenaltyRule(
    maximumRate: wad(20), fullDepth: wad(500), initialShare: wad(250), rampSeconds: 1_800, equityShare: wad(500))

  static func settings(grace: UInt64 = 600, validity: UInt64 = 7_200) -> GraduatedSettings {
    GraduatedSettings(
      rules: ReductionRules(
        buffer: wad(150), steps: .init(option: wad(10), perp: wad(1), collateral: wad(1)),
        least: .init(option: wad(10), perp: wad(1), collateral: wad(1)), hedgesWithPerp: true, keepsPairs: true,
        penalty: penalty), grace: grace, validity: validity)
  }

  static func make(_ rules: RuleSet = .corrected, isGraduated: Bool = true) throws -> ClearingState {
    var state = try TestVenue.make(rules)
    var operations: [Clearing.Operation] = [
      .set(.auction(AuctionVenue.parameters), caller: TestVenue.owner),
      .createAccount(owner: AuctionVenue.keeper, manager: TestVenue.standard),
      .createAccount(owner: AuctionVenue.keeper, manager: TestVenue.portfolio),
      .deposit(7, .cash, amount: 2_000_000_000_000), .deposit(8, .cash, amount: 2_000_000_000_000),
      .set(.bidsJudged(true), caller: TestVenue.owner),
    ]
    if isGraduated { operations.append(.set(.graduated(settings()), caller: TestVenue.owner)) }
    for operation in operations { _ = try state.apply(operation) }
    let legs: [(SubAsset, Int128, Int128)] = [
      (SubAsset(.perp(0)), 60, 60), (try TestVenue.option(2_000, isCall: true), 20, -15),
      (try TestVenue.option(2_200, isCall: true), -20, 25), (try TestVenue.option(1_800, isCall: false), -30, -40),
      (try TestVenue.option(1_600, isCall: false), 20, 25),
    ]
    for (instrument, standard, portfolio) in legs {
      let transfers = [
        Transfer(from: 3, to: 2, instrument: instrument, amount: TestVenue.wad(standard)),
        Transfer(from: 5, to: 4, instrument: instrument, amount: TestVenue.wad(portfolio)),
      ]
      _ = try state.apply(.trade(transfers, caller: TestVenue.exchange))
    }
    return state
  }

  static func takeover(_ account: AccountNumber, steps: UInt64 = 0, leastDiscount: UInt256 = .zero) -> Takeover {
    Takeover(
      account: account, keeper: account < 4 ? 7 : 8, steps: steps, leastDiscount: leastDiscount,
      caller: AuctionVenue.keeper)
  }

  /// Lowers the price until an account is below maintenance margin and still solvent.
  static func sink(_ account: AccountNumber, _ state: inout ClearingState) throws {
    for spot in stride(from: UInt128(2_000), to: 1_000, by: -10) {
      try TestVenue.setPrices(&state, spot: spot)
      let levels = try state.marginLevels(Int(account) - 1)
      if levels.maintenanceMargin.isNegative {
        #expect(!levels.markToMarket.isNegative)
        return
      }
    }
    Issue.record("account \(account) never sinks")
  }

  /// What all accounts together are worth at the marks, in the eyes of their own managers.
  static func worth(_ state: ClearingState) throws -> Int256 {
    var sum = Int256.zero
    for index in state.accounts.indices { sum = try sum + state.marginLevels(index).markToMarket }
    return sum
  }
}
