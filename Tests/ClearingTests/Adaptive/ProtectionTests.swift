import FixedPoint
import Margin
import TestSupport
import Testing

@testable import Clearing

/// AM-12: nobody is liquidated because a parameter moved, before the grace is over.
@Suite struct ProtectionTests {
  typealias Venue = AdaptiveVenue

  /// Until a step has brought an account below; the time at which it bound.
  static func sink(_ account: AccountNumber, _ state: inout ClearingState) throws -> UInt64 {
    for _ in 0..<20 {
      try Venue.move(to: 1_965, after: 300, &state)
      if try Venue.maintenance(account, state).isNegative { return state.time }
    }
    Issue.record("account \(account) never sinks")
    return state.time
  }

  @Test(arguments: [2, 4] as [AccountNumber]) func aStepAloneLiquidatesNobody(_ account: AccountNumber) throws {
    var state = try Venue.make()
    _ = try Self.sink(account, &state)
    #expect(try state.isProtected(account))
    let scenario = try state.worstScenario(of: account)
    #expect(AuctionVenue.refusal(.startAuction(account, scenario: scenario), &state) == "Waterfall_ParameterGrace")
    #expect(throws: ClearingRefusal.waterfall(.parameterGrace)) {
      try state.auctionOpening(of: account, scenario: scenario)
    }
    _ = try state.apply(.set(.graduated(WaterfallVenue.settings()), caller: TestVenue.owner))
    #expect(AuctionVenue.refusal(.announce(account), &state) == "Waterfall_ParameterGrace")
    #expect(AuctionVenue.refusal(.reduce(WaterfallVenue.takeover(account)), &state) == "Waterfall_ParameterGrace")
    _ = try state.apply(.set(.graduated(nil), caller: TestVenue.owner))
    // It ends by time, once levels no longer rise.
    try Venue.move(to: 1_965, after: 600, &state)
    try Venue.move(to: 1_965, after: 1_800, &state)
    #expect(try !state.isProtected(account))
    var graduated = state
    _ = try graduated.apply(.set(.graduated(WaterfallVenue.settings()), caller: TestVenue.owner))
    var none = WaterfallVenue.takeover(account)
    none.part = .zero
    #expect(AuctionVenue.refusal(.reduce(none), &graduated) == "Waterfall_InvalidPart")
    #expect(AuctionVenue.refusal(.reduce(WaterfallVenue.takeover(account)), &graduated) == nil)
    _ = try state.apply(.startAuction(account, scenario: scenario))
  }

  @Test func aFallEndsIt() throws {
    var state = try Venue.make()
    _ = try Self.sink(4, &state)
    #expect(try state.isProtected(4))
    try Venue.move(to: 1_800, after: 1, &state)
    #expect(try !state.isProtected(4))
    let worst = try state.worstScenario(of: 4)
    #expect(AuctionVenue.refusal(.startAuction(4, scenario: worst), &state) == nil)
  }

  /// Prices begin an auction and recover; a step then brings the account below: nobody may bid.
  @Test func bidsWaitAsWell() throws {
    var state = try Venue.make()
    let normal = try Venue.maintenance(4, state)
    try Venue.move(to: 1_750, after: 1, &state)
    _ = try state.apply(.startAuction(4, scenario: state.worstScenario(of: 4)))
    try Venue.move(to: 2_000, after: 1, &state)
    _ = try Self.sink(4, &state)
    #expect(!normal.isNegative)
    let bid = Bid(account: 4, bidder: 8, part: Wad.wide, caller: AuctionVenue.keeper)
    #expect(AuctionVenue.refusal(.bid(bid), &state) == "Waterfall_ParameterGrace")
    #expect(try state.openAuction(of: 4) != nil && state.isProtected(4))
  }

  @Test func withoutGraceNobodyIsProtected() throws {
    var state = try Venue.make(grace: 0)
    _ = try Self.sink(4, &state)
    #expect(try !state.isProtected(4))
    #expect(AuctionVenue.refusal(.startAuction(4, scenario: try state.worstScenario(of: 4)), &state) == nil)
  }

  struct Run: Sendable, CustomStringConvertible {
    var seed: UInt64
    var steps: Int
    var description: String { "seed \(seed), \(steps) steps" }
  }

  /// Maintenance margin with a haircut that is set, in a venue where nothing adapts.
  static func maintenance(_ account: AccountNumber, haircut added: UInt256, _ state: ClearingState) throws -> Int256? {
    var fixed = state
    fixed.isRecording = false
    let manager = state.accounts[Int(account) - 1].manager
    try Venue.set(nil, &fixed, manager: manager)
    switch fixed.managers[manager].model {
    case .standard(let model):
      guard var base = model.parameters.markets["ETH"]?.base else { return nil }
      base.marginFactor = base.marginFactor > added ? base.marginFactor &- added : .zero
      _ = try fixed.apply(.set(.standard(manager, .base(market: "ETH", base)), caller: TestVenue.owner))
    case .portfolio(let model):
      guard let token = AssetIdentifier.base(0), var group = model.parameters.collaterals[token] else { return nil }
      group.mmHaircut = min(group.mmHaircut &+ added, Wad.wide &- group.imHaircut)
      let set = Parameter.portfolio(manager, .collateral(base: 0, isEnabled: true, group))
      _ = try fixed.apply(.set(set, caller: TestVenue.owner))
    }
    return try Venue.maintenance(account, fixed)
  }

  /// Whatever prices do and keepers try: levels move within their bounds, no account is taken that would be above with
  /// the haircut of before the grace, and whoever is below without that is.
  @Test func lawsHold() throws {
    var counts: [String: Int] = [:]
    forAll(12) { generator in
      Run(seed: generator.next(), steps: 80)
    } shrink: { run in
      run.steps > 1 ? [Run(seed: run.seed, steps: run.steps / 2), Run(seed: run.seed, steps: run.steps - 1)] : []
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var rule = Venue.peg
      rule.step = Venue.wad(UInt128.random(in: 1...120, using: &random))
      rule.notice = UInt64.random(in: 60...900, using: &random)
      rule.calm = rule.notice * UInt64.random(in: 1...8, using: &random)
      let grace = UInt64.random(in: 0...3, using: &random) * 600
      var state = try Venue.make([rule], grace: min(grace, 32 * rule.notice))
      var history: [(time: UInt64, level: UInt256)] = [(state.time, .zero)]
      for _ in 0..<run.steps {
        let spot = UInt128.random(in: 0..<4, using: &random) == 0 ? 1_700 : UInt128.random(in: 1_930...2_000, using: &random)
        try Venue.move(to: spot, after: UInt64.random(in: 1...500, using: &random), &state)
        let level = Venue.level(0, state)
        // No more than one step tighter in any notice, and one looser in any calm; one of each at the edges.
        for old in history {
          let elapsed = state.time - old.time
          let steps = UInt256(elapsed / rule.notice + 1)
          let up = level > old.level ? level &- old.level : .zero
          let down = old.level > level ? old.level &- level : .zero
          if up > (try rule.step * steps) { return false }
          if down > (try rule.step * UInt256(elapsed / rule.calm + 1)) { return false }
        }
        history.append((state.time, level))
        for account in [2, 4] as [AccountNumber] {
          guard state.openAuction(of: account) == nil else { continue }
          let below = try Venue.maintenance(account, state).isNegative
          let manager = state.accounts[Int(account) - 1].manager
          let then = state.time - (state.managers[manager].adaptive?.grace ?? 0)
          let before = state.waterfall.levels[manager]?[0].level(at: then) ?? .zero
          let isAbove = try Self.maintenance(account, haircut: before, state).map { !$0.isNegative } ?? true
          var attempt = state
          let name = AuctionVenue.refusal(.startAuction(account, scenario: try state.worstScenario(of: account)), &attempt)
          counts[name ?? "started", default: 0] += 1
          if below, isAbove, name != "Waterfall_ParameterGrace" { return false }
          if below, !isAbove, name != nil { return false }
        }
      }
      return state.brokenInvariants().isEmpty
    }
    for name in ["started", "Waterfall_ParameterGrace", "DA_AccountIsAboveMaintenanceMargin"] {
      #expect(counts[name, default: 0] > 0, "\(counts)")
    }
  }

  /// Settings and levels that no owner could set, as a state might be read back with: nothing traps.
  @Test func nothingTraps() throws {
    var random = SeededGenerator(seed: 26)
    func number() -> UInt256 {
      let bits = UInt256(high: random.next128(), low: random.next128())
      return bits >> Int.random(in: 0...255, using: &random)
    }
    for _ in 0..<400 {
      var rules: [AdaptiveRule] = []
      for input in [
        .realised(seconds: random.next()), .implied(expiries: [random.next(), TestVenue.expiry], tenor: random.next()),
        .confidence, .peg(PegReference(price: number(), market: 0)), .interest(reference: number()),
        .size(depth: number()), .share(least: number()),
      ] as [AdaptiveInput] {
        rules.append(
          AdaptiveRule(
            asset: [.base(0), .perp(0), .option(0)].randomElement(using: &random) ?? .cash,
            parameter: AdaptiveParameter.allCases.randomElement(using: &random) ?? .volRange, input: input,
            curve: AdaptiveCurve([.init(at: number(), add: number()), .init(at: number(), add: number())]),
            step: number(), notice: random.next(), calm: random.next()))
      }
      var state = try Venue.make(owed: [:])
      for manager in [TestVenue.standard, TestVenue.portfolio] {
        var hostile = state.managers[manager]
        hostile.adaptive = AdaptiveSettings(grace: random.next(), rules: rules)
        _ = state.restore(.manager(manager, hostile), isPartial: false)
        let levels = rules.map { _ in
          AdaptiveLevel(
            level: number(), since: random.next(), announced: number(), binds: random.next(),
            past: [.init(level: number(), until: random.next())],
            volatility: RealisedVolatility(variance: number(), last: number(), seen: random.next()))
        }
        _ = state.restore(.levels(manager, levels), isPartial: false)
      }
      try? Venue.move(to: 1_900, after: UInt64.random(in: 1...100_000, using: &random), &state)
      for account in 2...5 as ClosedRange<AccountNumber> {
        _ = try? state.margins(of: account)
        _ = try? state.isProtected(account)
      }
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func next128() -> UInt128 { UInt128(next()) << 64 | UInt128(next()) }
}
