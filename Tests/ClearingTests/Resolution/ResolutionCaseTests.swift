import FixedPoint
import Margin
import Pricing
import Testing

@testable import Clearing

/// WF-9, CL-80: states that look as if nobody could end them.
@Suite struct ResolutionCaseTests {
  /// An account of a manager against another: a position, and a price at which it is lost.
  static func sunk(
    _ manager: Int, _ amounts: [(SubAsset, Int256)], spot: UInt128, cash: UInt256 = 20_000_000_000,
    rules: RuleSet = .corrected
  ) throws -> (state: ClearingState, account: AccountNumber) {
    var state = try RunVenue.make(rules)
    let (account, other) = (AccountNumber(state.accounts.count) + 1, AccountNumber(state.accounts.count) + 2)
    var operations: [Clearing.Operation] = []
    for (number, deposit) in [(account, cash), (other, UInt256(1_000_000_000_000_000))] {
      operations += [
        .createAccount(owner: RunVenue.user(number), manager: manager),
        .approve(number, to: RunVenue.exchange, caller: RunVenue.user(number)),
        .deposit(number, .cash, amount: deposit),
      ]
    }
    operations += [.set(.bidsJudged(true), caller: RunVenue.owner)]
    for (instrument, amount) in amounts {
      operations.append(
        .trade([Transfer(from: other, to: account, instrument: instrument, amount: amount)], caller: RunVenue.exchange))
    }
    for operation in operations { _ = try state.apply(operation) }
    for operation in RunVenue.prices(0, spot: TestVenue.price(spot)) { _ = try state.apply(operation) }
    for expiry in RunVenue.expiries(after: state.time) {
      for operation in RunVenue.curve(0, expiry, spot: TestVenue.price(spot)) { _ = try state.apply(operation) }
    }
    return (state, account)
  }

  static func option(_ strike: UInt128, isCall: Bool, _ state: ClearingState) throws -> SubAsset {
    let expiry = RunVenue.expiries(after: RunVenue.start)[0]
    let identifier = try OptionIdentifier(expiry: UInt256(expiry), strike: TestVenue.price(strike), isCall: isCall)
    return SubAsset(.option(0), subId: identifier.bits)
  }

  static func ends(_ state: ClearingState) -> [String] {
    var resolver = Resolver(state)
    return resolver.remaining() + resolver.state.brokenInvariants()
  }

  static let models = [RunVenue.standard, RunVenue.ether]

  @Test(arguments: models) func aLossOfEverySize(_ manager: Int) throws {
    for spot in [1_990, 1_700, 1_200, 600, 3] as [UInt128] {
      let (state, account) = try Self.sunk(manager, [(SubAsset(.perp(0)), TestVenue.wad(30))], spot: spot)
      _ = try state.marginLevels(Int(account) - 1)
      #expect(Self.ends(state) == [], "\(spot)")
    }
  }

  @Test(arguments: models) func dustOfEverything(_ manager: Int) throws {
    let call = try Self.option(2_000, isCall: true, RunVenue.make(.corrected))
    let put = try Self.option(1_800, isCall: false, RunVenue.make(.corrected))
    let amounts = [(SubAsset(.perp(0)), Int256(3)), (call, Int256(-1)), (put, Int256(-2))]
    var (state, account) = try Self.sunk(manager, amounts, spot: 900, cash: 10_000_000)
    let cash = state.accounts[Int(account) - 1].balance(SubAsset(.cash))
    // All its cash but a few wei, of less than a cent, goes; what it owes is of the same size.
    let gone = try cash - 1
    _ = try? state.apply(
      .trade(
        [Transfer(from: account, to: account + 1, instrument: SubAsset(.cash), amount: gone)], caller: RunVenue.exchange))
    _ = try? state.apply(.settlePerps(account))
    #expect(Self.ends(state) == [])
  }

  @Test(arguments: models) func optionsThatExpire(_ manager: Int) throws {
    let call = try Self.option(2_000, isCall: true, RunVenue.make(.corrected))
    var (state, account) = try Self.sunk(manager, [(call, TestVenue.wad(-20))], spot: 3_500)
    #expect(try state.marginLevels(Int(account) - 1).maintenanceMargin.isNegative)
    _ = try state.apply(.startAuction(account, scenario: try state.worstScenario(of: account)))
    // Expired, without a price at first; all feeds have been silent since.
    let expiry = RunVenue.expiries(after: RunVenue.start)[0]
    for feed in [FeedName.spot(market: 0), .volatility(market: 0), .forward(market: 0)] {
      _ = try state.apply(.set(.heartbeat(feed, 600), caller: RunVenue.owner))
    }
    _ = try state.apply(.warp(to: expiry + 90_000))
    #expect(throws: ClearingRefusal.self) { try state.marginLevels(Int(account) - 1) }
    #expect(Self.ends(state) == [])
    // Settled, it holds nothing but a debt, and its auction is open.
    _ = try state.apply(.feed(.settlement(market: 0, expiry: expiry, price: TestVenue.price(3_500))))
    _ = try state.apply(.settleOptions(account, option: 0))
    #expect(Self.ends(state) == [])
  }

  @Test(arguments: models) func aPerpThatIsClosedWhileItsHolderIsAuctioned(_ manager: Int) throws {
    var (state, account) = try Self.sunk(manager, [(SubAsset(.perp(0)), TestVenue.wad(60))], spot: 1_600, cash: 30_000_000_000)
    _ = try state.apply(.startAuction(account, scenario: try state.worstScenario(of: account)))
    _ = try state.apply(.set(.perp(0, .disable), caller: RunVenue.owner))
    #expect(Self.ends(state) == [])
  }

  @Test(arguments: models) func anAccountThatIsEmptyWhileItIsAuctioned(_ manager: Int) throws {
    let call = try Self.option(2_000, isCall: true, RunVenue.make(.corrected))
    var (state, account) = try Self.sunk(manager, [(call, TestVenue.wad(-20))], spot: 3_500)
    _ = try state.apply(.startAuction(account, scenario: try state.worstScenario(of: account)))
    let bidder = AccountNumber(state.accounts.count) + 1
    for operation in [
      .createAccount(owner: RunVenue.user(account), manager: manager),
      .deposit(bidder, .cash, amount: 1_000_000_000_000),
      // Its own owner takes nearly all of it, over and over.
      .bid(Bid(account: account, bidder: bidder, part: Wad.wide &- 1, caller: RunVenue.user(account))),
    ] as [Clearing.Operation] { _ = try state.apply(operation) }
    #expect(Self.ends(state) == [])
  }

  @Test func aScenarioThatIsGone() throws {
    for rules in [RuleSet.reference, .corrected] {
      var (state, account) = try Self.sunk(RunVenue.ether, [(SubAsset(.perp(0)), TestVenue.wad(60))], spot: 1_600, cash: 30_000_000_000, rules: rules)
      guard case .portfolio(let model) = state.managers[RunVenue.ether].model else { return }
      let last = UInt256(UInt64(model.scenarios.count - 1))
      let scenario = (0..<model.scenarios.count).last { place in
        var trial = state
        return (try? trial.apply(.startAuction(account, scenario: UInt256(UInt64(place))))) != nil
      }
      let chosen = try #require(scenario.map { UInt256(UInt64($0)) })
      #expect(chosen <= last)
      _ = try state.apply(.startAuction(account, scenario: chosen))
      // The list becomes shorter than that.
      let rest = Array(model.scenarios.prefix(Int(chosen.low)))
      _ = try state.apply(.set(.portfolio(RunVenue.ether, .scenarios(rest)), caller: RunVenue.owner))
      #expect(throws: ClearingRefusal.rule(.noSuchScenario)) { try state.auctionStatus(of: account) }
      if rules == .corrected { #expect(Self.ends(state) == []) } else { #expect(Self.ends(state) != []) }
    }
  }
}
