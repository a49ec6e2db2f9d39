import FixedPoint
import Margin
import Testing

@testable import Clearing

/// LG-31, GL-15: everything that liquidations do is counted, and what they may do without is left out in time.
@Suite struct WaterfallWorkTests {
  /// An insolvent account against so many others.
  static func crowd(_ count: Int, _ rule: Deleveraging.Rule, keepsPairs: Bool = true) throws -> ClearingState {
    var state = try WaterfallVenue.make(isGraduated: false)
    _ = try state.apply(
      .set(.deleveraging(DeleveragingTests.settings(rule, keepsPairs: keepsPairs)), caller: TestVenue.owner))
    let strikes = try (0..<8).map { try TestVenue.option(UInt128(1_500 + 100 * $0), isCall: $0 % 2 == 0) }
    for index in 0..<count {
      let number = AccountNumber(state.accounts.count) + 1
      let owner = TestVenue.user("crowd\(index)")
      _ = try state.apply(.createAccount(owner: owner, manager: TestVenue.portfolio))
      _ = try state.apply(.deposit(number, .cash, amount: 9_000_000_000))
      _ = try state.apply(.approve(number, to: TestVenue.exchange, caller: owner))
      var transfers = [Transfer(from: number, to: 5, instrument: SubAsset(.perp(0)), amount: Int256(Int128(Wad.one / 5)))]
      for strike in strikes {
        transfers.append(Transfer(from: 5, to: number, instrument: strike, amount: Int256(Int128(Wad.one / 100))))
      }
      _ = try state.apply(.trade(transfers, caller: TestVenue.exchange))
    }
    try TestVenue.setPrices(&state, spot: 1_150)
    _ = try state.apply(.startAuction(4, scenario: try state.worstScenario(of: 4)))
    _ = try state.apply(.warp(to: state.time + 3_600))
    state.isRecording = true
    return state
  }

  static func spent(_ operation: Clearing.Operation, _ state: inout ClearingState, limit: UInt64 = .max) throws -> UInt64 {
    try spent(&state, limit: limit) { _ = try $0.apply(operation) }
  }

  static func spent(
    _ state: inout ClearingState, limit: UInt64 = .max, _ body: (inout ClearingState) throws -> Void
  ) throws -> UInt64 {
    let meter = WorkMeter()
    meter.begin(limit: limit)
    state.block.meter = meter
    defer { state.block.meter = nil }
    try body(&state)
    return meter.spent
  }

  /// AM-15: a judged bid is the bidder's margin and the account's levels, and the rules of each count once.
  @Test(arguments: [(2, 3), (4, 5)] as [(AccountNumber, AccountNumber)])
  func aJudgedBidCountsItsMargins(_ account: AccountNumber, _ bidder: AccountNumber) throws {
    var state = try AdaptiveVenue.make()
    let (index, bidderIndex) = (try state.index(account), try state.index(bidder))
    let before = try state.marginLevels(index)
    let bid = Bid(account: account, bidder: bidder, part: Wad.wide, caller: AuctionVenue.keeper)
    let margin = try Self.spent(&state) { state in
      switch state.managers[state.accounts[bidderIndex].manager].model {
      case .standard(let model): try state.requireMargin(bidder, bidderIndex, model, .initial)
      case .portfolio(let model): try state.requireMargin(bidder, bidderIndex, model, isTrusted: false)
      }
    }
    let levels = try Self.spent(&state) { _ = try $0.marginLevels(index) }
    #expect(state.liquidation.judgesBids && margin > 0 && levels > 0)
    #expect(try Self.spent(&state) { try $0.judge(bid, index, before: before) } == margin + levels)
  }

  @Test(arguments: Deleveraging.Rule.allCases, [true, false])
  func aCrowdNeverStopsABid(_ rule: Deleveraging.Rule, _ keepsPairs: Bool) throws {
    let state = try Self.crowd(90, rule, keepsPairs: keepsPairs)
    var (free, held) = (state, state)
    let all = try Self.spent(DeleveragingTests.bid, &free)
    let limit = WorkLimits().transaction
    let spent = try Self.spent(DeleveragingTests.bid, &held, limit: limit)
    #expect(spent <= limit && spent < all, "\(spent) of \(all)")
    let record = try #require(DeleveragingTests.records(held).first)
    #expect(record.collected > .zero && record.collected <= record.shortfall)
    #expect(held.brokenInvariants() == [])
    // With next to nothing left the bid is refused for its own work, and for that alone.
    var poor = state
    #expect(throws: ClearingRefusal.rule(.tooMuchWork)) { try Self.spent(DeleveragingTests.bid, &poor, limit: 600) }
  }

  @Test(arguments: [2, 4] as [AccountNumber]) func searchesAreCounted(_ account: AccountNumber) throws {
    var state = try WaterfallVenue.make()
    try WaterfallVenue.sink(account, &state)
    let reduction = Clearing.Operation.reduce(WaterfallVenue.takeover(account))
    let start = Clearing.Operation.startAuction(account, scenario: try state.worstScenario(of: account))
    var free = state
    let spent = try Self.spent(reduction, &free)
    #expect(spent > 1_500 && spent < 20_000, "\(spent)")
    // Within what it takes it is the same, and with a unit less it is refused.
    var enough = state
    #expect(try Self.spent(reduction, &enough, limit: spent) == spent)
    #expect(RandomRunTests.image(free) == RandomRunTests.image(enough))
    var few = state
    #expect(throws: ClearingRefusal.rule(.tooMuchWork)) { try Self.spent(reduction, &few, limit: spent - 1) }
    #expect(throws: ClearingRefusal.waterfall(.reductionComesFirst)) { try Self.spent(start, &few) }
    #expect(throws: ClearingRefusal.rule(.tooMuchWork)) { try Self.spent(start, &few, limit: 400) }
    // Once the grace is over nothing is searched.
    _ = try state.apply(.announce(account))
    _ = try state.apply(.warp(to: state.time + 600))
    #expect(try Self.spent(start, &state) < 2_500)
  }

  /// An account of as many holdings as there may be is reduced by nobody, and auctioned within the limit.
  @Test func anAuctionOfAFullAccountStarts() throws {
    var state = try WorkTests.full()
    for operation in [
      .set(.auction(AuctionVenue.parameters), caller: TestVenue.owner), .set(.bidsJudged(true), caller: TestVenue.owner),
      .set(.deleveraging(DeleveragingTests.settings(.least)), caller: TestVenue.owner),
      .set(.graduated(WaterfallVenue.settings()), caller: TestVenue.owner),
      .createAccount(owner: AuctionVenue.keeper, manager: TestVenue.portfolio), .deposit(7, .cash, amount: 1 << 60),
    ] as [Clearing.Operation] { _ = try state.apply(operation) }
    // One perp in the place of an option.
    let last = try TestVenue.option(UInt128(1_500 + 4 * 249), isCall: true)
    for index in [3, 4] { state.update(account: index) { $0.setBalance(last, .zero) } }
    let perps = Transfer(from: 5, to: 4, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(1_000))
    _ = try state.apply(.trade([perps], caller: TestVenue.exchange))
    for account in [4, 5] as [AccountNumber] {
      let free = try state.marginLevels(Int(account) - 1).initialMargin.positivePart.magnitude / 1_000_000_000_000
      _ = try state.apply(
        .withdraw(account, .cash, amount: free &- 1_000_000, caller: state.account(account).owner))
    }
    var weak: AccountNumber?
    for spot in [1_900, 1_700, 2_200, 2_600, 1_300] as [UInt128] where weak == nil {
      try TestVenue.setPrices(&state, spot: spot)
      for account in [4, 5] as [AccountNumber] {
        if try state.marginLevels(Int(account) - 1).maintenanceMargin.isNegative { weak = account }
      }
    }
    let account = try #require(weak)
    let limit = WorkLimits().transaction
    let scenario = try state.worstScenario(of: account)
    func cost(_ operation: Clearing.Operation, _ name: String) {
      let cost = WorkTests.cost(operation, &state, limit: limit)
      #expect(cost.outcome == name, "\(operation): \(cost)")
      #expect(cost.time <= WorkTests.longestUnit * Double(cost.work) + 1_000, "\(operation): \(cost)")
    }
    let solvent = try !state.marginLevels(Int(account) - 1).markToMarket.isNegative
    if solvent { cost(.startAuction(account, scenario: scenario), "Clearing_TooMuchWork") }
    cost(.reduce(WaterfallVenue.takeover(account)), "DA_CannotBidWithDifferentManager")
    cost(
      .reduce(Takeover(account: account, keeper: 7, caller: AuctionVenue.keeper)), "Clearing_TooMuchWork")
    cost(.announce(account), "done")
    _ = try state.apply(.warp(to: state.time + 600))
    cost(.startAuction(account, scenario: scenario), "done")
  }
}
