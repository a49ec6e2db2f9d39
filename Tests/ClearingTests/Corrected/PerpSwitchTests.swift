import FixedPoint
import Testing

@testable import Clearing

/// CL-58, CL-59, CL-63, CL-73: perps.
@Suite struct PerpSwitchTests {
  typealias Both = BothModes

  static func disabled(_ state: inout ClearingState) throws {
    try state.run(
      Both.trade(Both.move(Both.perp, 4, from: 2, to: 3)), .set(.perp(0, .disable), caller: TestVenue.owner))
  }

  @Test func aDisabledPerpClosesInATradeAndWhilePaused() throws {
    let trade = Both.trade(Both.move(Both.perp, 1, from: 3, to: 2))
    #expect(
      try Both.refusals(.closureWithoutJudgement, of: trade, after: Self.disabled)
        == ("ReentrancyGuardReentrantCall", nil))
    let paused = try Both.refusals(.closureWithoutJudgement, of: .settlePerps(2)) { state in
      try Self.disabled(&state)
      try state.run(.set(.manager(TestVenue.standard, .paused(true)), caller: TestVenue.owner))
    }
    #expect(paused == ("BM_AdjustmentsPaused", nil))
  }

  @Test func anAccountThatLivesOnProfitCloses() throws {
    let result = try Both.refusals(.closureWithoutJudgement, of: .settlePerps(5)) { state in
      try state.run(Both.trade(Both.move(Both.perp, 100, from: 4, to: 5)))
      try TestVenue.setPrices(&state, spot: 4_000)
      try state.run(
        .withdraw(5, .cash, amount: 100_000_000_000, caller: TestVenue.user("u3")),
        .set(.perp(0, .disable), caller: TestVenue.owner))
    }
    #expect(result == ("PMRM_2_InsufficientMargin", nil))
  }

  @Test func totalsFollowAClosure() throws {
    let (reference, corrected) = try Both.states(.closureTracked) { state in
      try Self.disabled(&state)
      try state.run(.settlePerps(2), .settlePerps(3))
    }
    let key = AssetManager(.perp(0), TestVenue.standard)
    #expect(reference.positions[key]?.total == TestVenue.price(8))
    #expect(reference.openInterests[Both.perp]?.total == TestVenue.price(4))
    #expect(corrected.positions[key]?.total == .zero)
    #expect(corrected.openInterests[Both.perp]?.total == .zero)
  }

  @Test func nothingHeldNeedsNoMark() throws {
    let result = try Both.refusals(.flatPerpsPassedOver, of: .settlePerps(4)) { state in
      try state.run(
        .set(.heartbeat(.mark(market: 0), 10), caller: TestVenue.owner), .warp(to: state.time + 11))
    }
    #expect(result == ("BLF_DataTooOld", nil))
  }

  @Test func fundingIsPaidAtTheRatesThatWereInForce() throws {
    func prices(_ bid: UInt128) -> Operation {
      let mark = FeedPrice(price: TestVenue.price(2_000), confidence: Wad.wide)
      return .feed(
        .perp(
          market: 0, mark: mark, impact: ImpactPrices(bid: TestVenue.price(bid), ask: TestVenue.price(bid + 1))))
    }
    let (reference, corrected) = try Both.states(.fundingByReadings) { state in
      try state.run(prices(2_010))
      let start = state.time
      try state.run(.warp(to: start + 1_800), prices(2_002), .warp(to: start + 3_600), .realisePerp(2, perp: 0))
    }
    // An index of 2,000 and premiums of 10 and 2 over eight hours, with the static rate: by the last for all of the
    // hour, and half an hour by each.
    #expect(reference.perps[0].aggregatedFunding == 275_000_000_000_000_000)
    #expect(corrected.perps[0].aggregatedFunding == 775_000_000_000_000_000)
  }

  @Test func aNewSettingHoldsFromNowOn() throws {
    let (reference, corrected) = try Both.states(.fundingByReadings) { state in
      try state.run(.warp(to: state.time + 3_600))
      try state.run(.set(.perp(0, .rateBound(.zero)), caller: TestVenue.owner), .realisePerp(2, perp: 0))
    }
    #expect(reference.perps[0].aggregatedFunding == .zero)
    #expect(corrected.perps[0].aggregatedFunding == 25_000_000_000_000_000)
    #expect(corrected.perps[0].rateInForce == .zero)
  }

  @Test func fundingNeedsNoFreshReading() throws {
    let result = try Both.refusals(.fundingByReadings, of: .realisePerp(2, perp: 0)) { state in
      try state.run(
        .set(.heartbeat(.impact(market: 0), 10), caller: TestVenue.owner), .warp(to: state.time + 11))
    }
    #expect(result == ("BLF_DataTooOld", nil))
  }
}
