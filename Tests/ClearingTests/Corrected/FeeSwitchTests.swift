import FixedPoint
import Testing

@testable import Clearing

/// CL-60, CL-62, CL-72: fees and donations.
@Suite struct FeeSwitchTests {
  typealias Both = BothModes

  static func feesTo(_ recipient: AccountNumber, _ state: inout ClearingState) throws {
    try state.run(
      .set(.manager(TestVenue.standard, .feeRecipient(recipient)), caller: TestVenue.owner),
      .set(.manager(TestVenue.standard, .feeRate(.perp(0), UInt256(Wad.one / 1_000))), caller: TestVenue.owner))
  }

  @Test func aRecipientUnderAnotherManagerIsPaid() throws {
    let trade = Both.trade(Both.move(Both.perp, 1, from: 2, to: 3))
    let result = try Both.refusals(.feesAcrossManagers, of: trade) { try Self.feesTo(4, &$0) }
    #expect(result == ("AC_OnlyManager", nil))
    var state = try TestVenue.make(.feesAcrossManagers)
    try Self.feesTo(4, &state)
    try state.run(trade)
    #expect(try state.account(4).balance(Both.cash) == TestVenue.wad(50_000) &+ 4_002_000_000_000_000_000)
  }

  @Test func aClosureNeedsNoPriceForItsFee() throws {
    let strike = try TestVenue.option(2_000, isCall: true)
    let result = try Both.refusals(
      .feesReadWhenDue, of: Both.trade(Both.move(strike, 1, from: 3, to: 2))
    ) { state in
      try Self.feesTo(1, &state)
      try state.run(
        Both.trade(Both.move(strike, 1, from: 2, to: 3)),
        .set(.heartbeat(.forward(market: 0), 10), caller: TestVenue.owner), .warp(to: state.time + 11))
    }
    #expect(result == ("BLF_DataTooOld", nil))
  }

  @Test func moreTokensThanCashAreNothingToBurnFor() throws {
    let donation = Operation.donateBalance(2, amount: 5, caller: TestVenue.user("u0"))
    var (reference, corrected) = (try TestVenue.make(), try TestVenue.make(.donationsWhileSolvent))
    #expect(try reference.apply(donation) == .burnt(.zero))
    try reference.update(cash: { $0.tokenBalance = $0.tokenBalance &+ 1 })
    try corrected.update(cash: { $0.tokenBalance = $0.tokenBalance &+ 1 })
    #expect(throws: ClearingRefusal.arithmetic(.overflow)) { _ = try reference.apply(donation) }
    #expect(try corrected.apply(donation) == .burnt(.zero))
  }
}
