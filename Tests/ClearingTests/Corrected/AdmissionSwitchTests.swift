import FixedPoint
import Testing

@testable import Clearing

/// CL-57, CL-61, CL-66, CL-67, CL-74: what managers admit.
@Suite struct AdmissionSwitchTests {
  typealias Both = BothModes

  @Test func aCapBindsOnlyTradesOfItsAsset() throws {
    func overCap(_ state: inout ClearingState) throws {
      try state.run(
        Both.trade(Both.move(Both.perp, 10, from: 2, to: 3)),
        .set(.cap(AssetManager(.perp(0), TestVenue.standard), TestVenue.price(5)), caller: TestVenue.owner))
    }
    let deposit = Operation.deposit(2, .cash, amount: 1)
    #expect(try Both.refusals(.capsOfMovedAssets, of: deposit, after: overCap) == ("BM_AssetCapExceeded", nil))
    let more = Both.trade(Both.move(Both.perp, 1, from: 2, to: 3))
    #expect(
      try Both.refusals(.capsOfMovedAssets, of: more, after: overCap)
        == ("BM_AssetCapExceeded", "BM_AssetCapExceeded"))
    let less = Both.trade(Both.move(Both.perp, 1, from: 3, to: 2))
    #expect(try Both.refusals(.capsOfMovedAssets, of: less, after: overCap) == (nil, nil))
  }

  @Test func cashThatAFeeHasReducedCountsAsNew() throws {
    let strike = try TestVenue.option(2_000, isCall: true)
    let last = Both.trade(Both.move(strike, 1, from: 3, to: 7), Both.move(Both.cash, 100, from: 3, to: 7))
    let result = try Both.refusals(.sizeBeforeTrade, of: last) { state in
      let settings: [Parameter.ManagerSetting] = [
        .maxAccountSize(8), .feeRecipient(1), .feeRate(.option(0), UInt256(Wad.one / 1_000)),
      ]
      try state.run(.createAccount(owner: TestVenue.user("u6"), manager: TestVenue.standard))
      try state.run(
        .approve(7, to: TestVenue.exchange, caller: TestVenue.user("u6")),
        .deposit(7, .base(0), amount: TestVenue.price(10)))
      for step in 0..<7 {
        try state.run(Both.trade(Both.move(try TestVenue.option(2_000 + UInt128(step), isCall: true), 1, from: 3, to: 7)))
      }
      for setting in settings {
        try state.run(.set(.manager(TestVenue.standard, setting), caller: TestVenue.owner))
      }
    }
    #expect(result == (nil, "SRM_TooManyAssets"))
  }

  /// An account that owes cash and holds a little less than it must.
  static func indebted(_ state: inout ClearingState) throws {
    try state.run(
      .deposit(2, .base(0), amount: TestVenue.price(100)),
      .withdraw(2, .cash, amount: 150_000_000_000, caller: TestVenue.user("u0")))
  }

  @Test func aSmallDepositOfADebtorNeedsNoMargin() throws {
    let result = try Both.refusals(.deltasWithoutInterest, of: .deposit(2, .cash, amount: 1)) { state in
      try Self.indebted(&state)
      try TestVenue.setPrices(&state, spot: 1_300)
      try state.run(.warp(to: state.time + 1_000_000))
    }
    #expect(result == ("SRM_PortfolioBelowMargin", nil))
  }

  @Test func marginsCountInterestThatIsNotSettled() throws {
    let (reference, corrected) = try Both.states(.marginsWithInterest) { state in
      try Self.indebted(&state)
      try state.run(.warp(to: state.time + 10_000_000))
    }
    func margin(_ state: ClearingState) throws -> Int256 { try state.margins(of: 2).initial.get() }
    func settled(_ state: ClearingState) throws -> Int256 {
      var state = state
      try state.run(.settleInterest(2))
      return try margin(state)
    }
    #expect(try settled(reference) < margin(reference))
    #expect(try settled(corrected) == margin(corrected))
    #expect(try settled(reference) == margin(corrected))
  }

  @Test func feesDoNotBorrowWhereBorrowingIsOff() throws {
    let strike = try TestVenue.option(2_000, isCall: true)
    let sale = Both.trade(Both.move(strike, 1, from: 7, to: 3))
    let result = try Both.refusals(.wholeBorrowingBan, of: sale) { state in
      try state.run(.createAccount(owner: TestVenue.user("u6"), manager: TestVenue.standard))
      try state.run(
        .approve(7, to: TestVenue.exchange, caller: TestVenue.user("u6")),
        .deposit(7, .base(0), amount: TestVenue.price(10)),
        .set(.standard(TestVenue.standard, .borrowing(false)), caller: TestVenue.owner),
        .set(.manager(TestVenue.standard, .feeRecipient(1)), caller: TestVenue.owner),
        .set(.manager(TestVenue.standard, .feeRate(.option(0), UInt256(Wad.one / 1_000))), caller: TestVenue.owner))
    }
    #expect(result == (nil, "SRM_NoNegativeCash"))
  }
}
