import FixedPoint
import Testing

@testable import Clearing

/// CL-77: an account goes to another manager with all that it holds, or not at all.
@Suite struct ManagerChangeTests {
  typealias Both = BothModes

  static let change = Operation.changeManager(2, to: TestVenue.portfolio, caller: TestVenue.user("u0"))
  static let owner = TestVenue.owner

  func refusal(
    _ operation: Operation = change, _ prepare: (inout ClearingState) throws -> Void = { _ in }
  ) throws -> String? {
    var state = try TestVenue.make(.corrected)
    try prepare(&state)
    let before = RandomRunTests.image(state)
    do throws(ClearingRefusal) {
      _ = try state.apply(operation)
      #expect(state.brokenInvariants() == [])
      return nil
    } catch {
      #expect(RandomRunTests.image(state) == before)
      return error.name
    }
  }

  /// Account 2 holds cash, a perp with profit and funding to be settled, options and tokens.
  static func held(_ state: inout ClearingState) throws {
    try state.run(
      .deposit(2, .base(0), amount: TestVenue.price(3)),
      Both.trade(
        Both.move(Both.perp, 5, from: 3, to: 2), Both.move(try TestVenue.option(2_000, isCall: true), 2, from: 3, to: 2),
        Both.move(try TestVenue.option(1_900, isCall: false), -1, from: 3, to: 2)),
      .warp(to: state.time + 5_000))
    try TestVenue.setPrices(&state, spot: 2_050)
  }

  @Test func everythingGoesAlongAndNothingIsMade() throws {
    var state = try TestVenue.make(.corrected)
    try Self.held(&state)
    var settled = state
    try settled.run(.settleInterest(2), .settlePerps(2))
    try state.run(Self.change)
    let (before, after) = (try settled.account(2), try state.account(2))
    #expect(after.manager == TestVenue.portfolio)
    #expect(after.holdings == before.holdings && after.exactCash == before.exactCash && after.perps == before.perps)
    #expect(state.cash == settled.cash)
    #expect(state.openInterests.mapValues(\.total) == settled.openInterests.mapValues(\.total))
    for asset in [Asset.option(0), .perp(0), .base(0)] {
      func total(_ state: ClearingState, _ manager: Int) -> UInt256 {
        state.positions[AssetManager(asset, manager)]?.total ?? .zero
      }
      let size = before.holdings.filter { $0.instrument.asset == asset }.reduce(UInt256.zero) { $0 &+ $1.amount.magnitude }
      #expect(!size.isZero)
      #expect(total(state, TestVenue.portfolio) == total(settled, TestVenue.portfolio) &+ size)
      #expect(total(state, TestVenue.standard) == total(settled, TestVenue.standard) &- size)
    }
    #expect(state.brokenInvariants() == [])
    // And back again.
    try state.run(.changeManager(2, to: TestVenue.standard, caller: TestVenue.exchange))
    #expect(state.brokenInvariants() == [])
  }

  @Test func whoMayAskAndForWhichAccount() throws {
    #expect(try refusal() == nil)
    #expect(
      try refusal(.changeManager(2, to: 1, caller: TestVenue.user("u1"))) == "AC_NotOwnerOrERC721Approved")
    #expect(try refusal(.changeManager(2, to: 0, caller: TestVenue.exchange)) == "AC_CannotChangeToSameManager")
    #expect(try refusal(.changeManager(2, to: 7, caller: TestVenue.exchange)) == "Clearing_NoSuchManager")
    #expect(try refusal(.changeManager(99, to: 1, caller: TestVenue.exchange)) == "ERC721NonexistentToken")
    #expect(
      try refusal(.changeManager(1, to: 1, caller: TestVenue.user("security module"))) == "Clearing_AccountInService")
    #expect(
      try refusal { try $0.run(.set(.manager(1, .feeRecipient(2)), caller: Self.owner)) } == "Clearing_AccountInService")
  }

  @Test func noCheckIsSkipped() throws {
    for manager in [TestVenue.standard, TestVenue.portfolio] {
      #expect(
        try refusal { try $0.run(.set(.manager(manager, .paused(true)), caller: Self.owner)) } == "BM_AdjustmentsPaused")
    }
    for asset in [Asset.cash, .perp(0), .option(0), .base(0)] {
      #expect(
        try refusal { state in
          try Self.held(&state)
          try state.run(.set(.whitelist(AssetManager(asset, TestVenue.portfolio), false), caller: Self.owner))
        } == "MW_UnknownManager")
    }
    #expect(
      try refusal { state in
        try Self.held(&state)
        try state.run(.set(.cap(AssetManager(.base(0), TestVenue.portfolio), 1), caller: Self.owner))
      } == "BM_AssetCapExceeded")
    #expect(
      try refusal { state in
        try state.run(Both.trade(Both.move(Both.perp, 1, from: 2, to: 3)))
        try state.run(.set(.standard(0, .depeg(.init(threshold: Wad.wide, depegFactor: .zero))), caller: Self.owner))
        try TestVenue.setPrices(&state, spot: 60_000)
        try state.run(.startAuction(2, scenario: .zero))
      } == "BM_AccountUnderLiquidation")
  }

  @Test func theNewManagerAsksForInitialMarginAndSize() throws {
    // A perp asks for a tenth of it here, and there for what a fall by 18 in a hundred would cost.
    #expect(
      try refusal { state in
        try state.run(Both.trade(Both.move(Both.perp, 200, from: 3, to: 2)))
      } == "PMRM_2_InsufficientMargin")
    #expect(
      try refusal { state in
        for step in 0..<8 as Range<UInt128> {
          try state.run(Both.trade(Both.move(try TestVenue.option(2_000 + step, isCall: true), 1, from: 3, to: 2)))
        }
        try state.run(.set(.manager(1, .maxAccountSize(8)), caller: Self.owner))
      } == "PMRM_2_TooManyAssets")
    #expect(
      try refusal(.changeManager(4, to: TestVenue.standard, caller: TestVenue.exchange)) { state in
        try state.run(
          .deposit(4, .base(0), amount: TestVenue.price(100)),
          .withdraw(4, .cash, amount: 60_000_000_000, caller: TestVenue.user("u2")),
          .set(.standard(0, .borrowing(false)), caller: Self.owner))
      } == "SRM_NoNegativeCash")
  }
}
