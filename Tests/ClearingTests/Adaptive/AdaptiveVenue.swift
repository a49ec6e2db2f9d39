import FixedPoint
import Margin
import Testing

@testable import Clearing

/// The venue of auctions, in which accounts 2 and 4 hold twenty-five tokens and owe most of their worth. The token
/// should be worth 2,000, as it is at the start.
enum AdaptiveVenue {
  static func wad(_ thousandths: UInt128) -> UInt256 { UInt256(thousandths * (Wad.one / 1_000)) }

  static func curve(_ points: (at: UInt128, add: UInt128)...) -> AdaptiveCurve {
    AdaptiveCurve(points.map { .init(at: wad($0.at), add: wad($0.add)) })
  }

  /// From a hundredth below two thousand: a tenth at two hundredths, by a twentieth in ten minutes.
  static let peg = rule(.base(0), .peg(PegReference(price: TestVenue.price(2_000))), curve((10, 0), (20, 100), (100, 300)))

  static func rule(
    _ asset: Asset, _ input: AdaptiveInput, _ curve: AdaptiveCurve, _ parameter: AdaptiveParameter = .requirement,
    step: UInt128 = 50, notice: UInt64 = 600, calm: UInt64 = 3_600
  ) -> AdaptiveRule {
    AdaptiveRule(
      asset: asset, parameter: parameter, input: input, curve: curve, step: wad(step), notice: notice, calm: calm)
  }

  static func set(
    _ settings: AdaptiveSettings?, _ state: inout ClearingState, manager: Int = TestVenue.portfolio
  ) throws(ClearingRefusal) {
    _ = try state.apply(.set(.manager(manager, .adaptive(settings)), caller: TestVenue.owner))
  }

  static func make(
    _ rules: [AdaptiveRule] = [peg], grace: UInt64 = 1_800, isGraduated: Bool = false, owed: [AccountNumber: Int128] = owed
  ) throws -> ClearingState {
    var state = try WaterfallVenue.make(isGraduated: isGraduated)
    for (account, units) in owed.sorted(by: { $0.key < $1.key }) {
      // Nothing but tokens and debt.
      for held in state.accounts[Int(account) - 1].holdings where held.instrument.asset != .cash {
        let to: AccountNumber = account < 4 ? 3 : 5
        let transfer = Transfer(from: account, to: to, instrument: held.instrument, amount: held.amount)
        _ = try state.apply(.trade([transfer], caller: TestVenue.exchange))
      }
      _ = try state.apply(.settlePerps(account))
      _ = try state.apply(.deposit(account, .base(0), amount: TestVenue.price(25)))
      let cash = state.accounts[Int(account) - 1].balance(SubAsset(.cash))
      let out = try cash + TestVenue.wad(units)
      let transfer = Transfer(
        from: account, to: account < 4 ? 3 : 5, instrument: SubAsset(.cash), amount: out)
      _ = try state.apply(.trade([transfer], caller: TestVenue.exchange))
    }
    // Ranges are the portfolio model's.
    let hasRanges = rules.contains { $0.parameter != .requirement }
    for manager in hasRanges ? [TestVenue.portfolio] : [TestVenue.standard, TestVenue.portfolio] {
      try set(AdaptiveSettings(grace: grace, rules: rules), &state, manager: manager)
    }
    state.isRecording = true
    _ = state.takeEvents()
    return state
  }

  /// What accounts owe: so much that the initial margin is hardly there.
  static let owed: [AccountNumber: Int128] = [2: 37_000, 4: 39_000]

  /// Prices at a later time.
  static func move(to spot: UInt128, after seconds: UInt64, _ state: inout ClearingState) throws {
    _ = try state.apply(.warp(to: state.time + seconds))
    try TestVenue.setPrices(&state, spot: spot)
  }

  static func maintenance(_ account: AccountNumber, _ state: ClearingState) throws -> Int256 {
    try state.marginLevels(Int(account) - 1).maintenanceMargin
  }

  static func level(_ rule: Int, _ state: ClearingState, manager: Int = TestVenue.portfolio) -> UInt256 {
    state.waterfall.levels[manager]?[rule].level(at: state.time) ?? .max
  }
}
