import Clearing
import FixedPoint
import Margin
import Testing

@testable import Ledger

/// WF-2, WF-11, WF-15, WF-24: settings, sums and events of the waterfall go there and back.
@Suite struct WaterfallEntryTests {
  static let graduated = GraduatedSettings(
    rules: ReductionRules(
      buffer: 15, steps: .init(option: 1, perp: 2, collateral: 3), least: .init(option: 4, perp: 5, collateral: 6),
      hedgesWithPerp: true, keepsPairs: false,
      penalty: PenaltyRule(maximumRate: 7, fullDepth: 8, initialShare: 9, rampSeconds: 10, equityShare: 11)),
    grace: 12, validity: 3_613)

  static func state() throws -> ClearingState {
    var state = try EntryTests.opened()
    for parameter in [
      .graduated(graduated), .bidsJudged(true),
      .fundCaps(FundCaps(moment: 1, window: .max, seconds: 60, markets: [0: 5])),
      .deleveraging(
        Deleveraging(rule: .proRata, keepsPairs: true, largestRate: 1, socialisedFirst: 2, seconds: 3)),
      .oracleBreaker(
        OracleBreaker(leastConfidence: 1, divergence: 2, band: 3, slowSeconds: 4, pause: 5, longestPause: 6, holdsWithdrawals: true)),
      .withdrawalLimit(WithdrawalLimit(amount: 7, seconds: 8)),
      .interestLimit(InterestLimit(seconds: 9, growth: [.perp(0): 10, .option(0): 11])),
    ] as [Parameter] {
      _ = try state.apply(.set(parameter, caller: state.owner))
    }
    _ = state.restore(
      .announced(3, Announcement(since: 1_700_000_000, waited: [MarketWait(market: 0, seconds: 9)])), isPartial: false)
    _ = state.restore(
      .auction(
        3,
        Auction(
          scenario: 1, isInsolvent: false, isOpen: true, cachedMargin: 2, startTime: 3, reservedCash: 4,
          waited: [MarketWait(market: 0, seconds: 5)])), isPartial: false)
    _ = state.restore(
      .waterfall(
        WaterfallUse(time: 5, paidNow: 1, paid: 2, markets: [0: 3], lossTime: 4, socialised: 6, withdrawalTime: 7, withdrawn: 8)),
      isPartial: false)
    _ = state.restore(.watch(0, MarketWatch(slow: 1, last: 2, time: 3, since: 4, until: 5, waited: 6)), isPartial: false)
    _ = state.restore(
      .interest(AssetManager(.perp(0), 0), InterestWindow(time: 1, start: 2, isNear: true)), isPartial: false)
    return state
  }

  @Test func aStateIsReadBack() throws {
    let state = try Self.state()
    let entries = StateCodec.entries(of: state)
    let read = try StateCodec.state(from: entries)
    #expect(StateCodec.entries(of: read) == entries)
    #expect(read.liquidation.graduated == Self.graduated && read.liquidation.judgesBids)
    #expect(read.liquidation.fund == state.liquidation.fund)
    #expect(read.liquidation.deleveraging == state.liquidation.deleveraging)
    #expect(read.liquidation.oracle == state.liquidation.oracle)
    #expect(read.liquidation.withdrawals == state.liquidation.withdrawals)
    #expect(read.waterfall.watches == state.waterfall.watches)
    #expect(read.liquidation.interest == state.liquidation.interest)
    #expect(read.waterfall.interest == state.waterfall.interest && !state.waterfall.interest.isEmpty)
    #expect(read.waterfall.announcements == state.waterfall.announcements && read.waterfall.use == state.waterfall.use)
  }

  /// A list of what clocks keep is there where it has something, and rises.
  @Test func clocksAreReadInOneWay() throws {
    for (bytes, waits) in [([], []), ([1, 1, 1, 1, 1, 9], [MarketWait(market: 1, seconds: 9)])] as [([UInt8], [MarketWait])] {
      var reader = ByteReader(bytes)
      #expect(try reader.waits() == waits)
      var writer = ByteWriter()
      writer.waits(waits)
      #expect(writer.bytes == bytes)
    }
    for bytes in [[0], [1, 2, 1, 1, 1, 9, 1, 1, 1, 9]] as [[UInt8]] {
      var reader = ByteReader(bytes)
      #expect(throws: LedgerRefusal.self) { try reader.waits() }
    }
  }

  /// What is switched off leaves no entry and no member.
  @Test func nothingIsWrittenOfWhatIsOff() throws {
    let state = try EntryTests.opened()
    #expect(StateCodec.value(.waterfall, in: state) == nil)
    #expect(StateCodec.value(.announced(3), in: state) == nil)
    let text = String(decoding: StateCodec.value(.liquidation, in: state) ?? [], as: UTF8.self)
    for member in ["graduated", "judgesBids", "fund", "deleveraging", "oracle", "withdrawals", "interest"] {
      #expect(!text.contains("\"\(member)\""))
    }
  }

  @Test func eventsGoThereAndBack() throws {
    let package = ReductionPackage(kind: .pair, parts: [.init(leg: 0, lots: 1 << 64), .init(leg: 3, lots: 7)])
    let hedge = ReductionPackage(kind: .hedge, parts: [.init(leg: 0, lots: 5)], isBought: true)
    let levels = ReductionLevels(initialMargin: -5, maintenanceMargin: -3, markToMarket: 9, binding: 4)
    let events: [Event] = [
      .announced(7, since: 1_700_000_000), .announced(8, since: nil), .fundPaid(3, 12), .fundAtCap(3, until: 9),
      .liquidationsPaused(market: 0, .band, until: 8), .withdrawalsNearLimit(withdrawn: 5, until: 7),
      .interestNearLimit(AssetManager(.option(0), 1), risen: 6, until: 8),
      .bidFellShort(3, bidder: 9, .lowersMargin), .bidFellShort(3, bidder: 9, .all),
      .reduced(
        ReductionRecord(
          account: 2, keeper: 7, seconds: 30, rate: 5, before: levels, after: levels,
          steps: [[.init(package: package, size: 3)], [.init(package: hedge, size: 2)]], taken: 1, part: 7,
          trades: [Position(SubAsset(.perp(0)), -7)], cash: -1, discount: 2, notional: 3)),
      .deleveraged(
        DeleveragingRecord(
          account: 2, bidder: 7, rule: .least, shortfall: 9, collected: 8,
          closings: [.init(account: 4, instrument: SubAsset(.option(0), subId: 77), amount: -3, cash: 4, charge: 5)])),
    ]
    for event in events {
      var writer = ByteWriter()
      writer.event(event)
      var reader = ByteReader(writer.bytes)
      #expect(try reader.event() == event)
      try reader.end()
    }
    for kind in [ReductionPackage.Kind.single, .whole] {
      var record = ReductionRecord(
        account: 2, keeper: 7, seconds: 0, rate: .zero, before: levels, after: levels, steps: [], taken: 0, part: 8,
        trades: [], cash: .zero, discount: .zero, notional: .zero)
      record.steps = [[.init(package: ReductionPackage(kind: kind, parts: []), size: 1)]]
      var writer = ByteWriter()
      writer.event(.reduced(record))
      var reader = ByteReader(writer.bytes)
      #expect(try reader.event() == .reduced(record))
    }
  }
}
