import Clearing
import Ethereum
import FixedPoint
import Margin
import Testing

@testable import Keeping

/// KP-5 to KP-15 on a small book: accounts long of the perp against one that is rich.
@Suite("Simulations")
struct SimulationTests {
  static let start: UInt64 = 1_700_000_000

  static func market(spot: UInt128) -> Market {
    Market(
      timestamp: start, spotPrice: KeepersVenue.price(spot), spotConfidence: Wad.wide, stablePrice: Wad.wide,
      perpPrice: KeepersVenue.price(spot), perpConfidence: Wad.wide, collaterals: [], expiries: [])
  }

  /// Ten accounts, each long of five of the perp with a little more cash than the one before it.
  static func book(fund: Int128 = 100_000) throws -> SimulatedBook {
    guard case .portfolio(let parameters, let scenarios) = try ParameterSet.builtIn("derive-pmrm2-mainnet-eth").model
    else { throw ClearingRefusal.rule(.noSuchManager) }
    func entry(_ name: String, cash: Int128, perp: Int128) -> SimulatedBook.Entry {
      SimulatedBook.Entry(
        name: name, owner: KeepersVenue.address(name), market: 0,
        account: Account(
          cash: KeepersVenue.wad(cash), perpPosition: KeepersVenue.wad(perp), unsettledPerpCash: .zero,
          collaterals: [], options: []))
    }
    var entries = (0..<10).map { entry("a\($0)", cash: 2_200 + 100 * Int128($0), perp: 5) }
    entries += [entry("c", cash: 100_000, perp: -50), entry("fund", cash: fund, perp: 0)]
    return SimulatedBook(
      markets: [.init(name: "ETH", market: market(spot: 2_000), parameters: parameters, scenarios: scenarios)],
      entries: entries, securityModule: 11, time: start)
  }

  static let rules = SimulatedRules(name: "auctions", auctions: KeepersVenue.auctions)
  static let keepers = [
    KeeperEndowment(profile: .hedging, cash: [KeepersVenue.price(50_000)]),
    KeeperEndowment(profile: .eager, cash: [KeepersVenue.price(50_000)]),
    KeeperEndowment(profile: .small, cash: [KeepersVenue.price(300)]),
    KeeperEndowment(profile: .patient, cash: [KeepersVenue.price(50_000)]),
  ]

  static let graduated = GraduatedSettings(
    rules: ReductionRules(
      buffer: 150_000_000_000_000_000,
      steps: .init(option: 10_000_000_000_000_000, perp: 1_000_000_000_000_000, collateral: 1_000_000_000_000_000),
      least: .init(option: .zero, perp: .zero, collateral: .zero), hedgesWithPerp: false, keepsPairs: true,
      penalty: PenaltyRule(
        maximumRate: 50_000_000_000_000_000, fullDepth: 100_000_000_000_000_000,
        initialShare: 300_000_000_000_000_000, rampSeconds: 1_800, equityShare: 500_000_000_000_000_000)),
    grace: 3_600, validity: 86_400)

  static func run(
    _ spots: [UInt128], fund: Int128 = 100_000, keepers: [KeeperEndowment] = keepers, rules: SimulatedRules = rules
  ) throws -> Simulation {
    let book = try book(fund: fund)
    let venue = try SimulatedVenue(book, rules: rules)
    var simulation = try Simulation(book, rules: rules, keepers: keepers)
    for (index, spot) in spots.enumerated() {
      simulation.advance(
        to: SimulatedMoment(time: start + 600 * UInt64(index), markets: [market(spot: spot)], of: venue))
    }
    return simulation
  }

  private func sum(_ simulation: Simulation, _ value: (AccountState) throws -> Int256) rethrows -> Int256 {
    try simulation.venue.state.accounts.reduce(.zero) { try $0 &+ value($1) }
  }

  @Test func nothingHappensWhileNobodyIsBelow() throws {
    let report = try Self.run([2_000, 2_001, 2_000]).report
    #expect(report.liquidated.isEmpty && report.auctionsStarted == 0 && report.notionalClosed.isZero)
    #expect(report.secondsBelow == 0 && report.moments.count == 3 && report.refusals.isEmpty)
  }

  @Test("a fall is liquidated, and nothing is created or lost") func fall() throws {
    let spots: [UInt128] = [2_000, 1_900, 1_800, 1_750, 1_700, 1_650, 1_650, 1_650, 1_650]
    let simulation = try Self.run(spots)
    let report = simulation.report
    #expect(!report.liquidated.isEmpty && report.bids > 0)
    #expect(!report.notionalClosed.isZero && report.closedByAuction == report.notionalClosed)
    #expect(report.overshoot <= report.notionalClosed)
    #expect(report.refusals.isEmpty, "\(report.refusals)")
    // Positions add up to zero; cash and what perps owe are what was paid in.
    #expect(sum(simulation) { $0.balance(SubAsset(.perp(0))) }.isZero)
    let state = simulation.venue.state
    #expect(state.brokenInvariants().isEmpty, "\(state.brokenInvariants())")
    let value = try sum(simulation) { account throws in
      let memory = account.perps[0] ?? PerpPosition()
      let move = try Int256(KeepersVenue.price(1_650)) - Int256(memory.lastMarkPrice)
      return account.balance(SubAsset(.cash)) &+ memory.profit
        &+ (try account.balance(SubAsset(.perp(0))).multiplyWadTruncating(move))
    }
    let tokens = Int256(bitPattern: state.cash.tokenBalance) &+ Int256(bitPattern: report.losses.socialised)
    let difference = (value &- tokens).magnitude
    #expect(difference < 1_000_000, "\(value) of \(tokens)")
  }

  @Test func oneRunIsLikeAnother() throws {
    let spots: [UInt128] = [2_000, 1_800, 1_700, 1_600, 1_620]
    #expect(try Self.run(spots).report == Self.run(spots).report)
  }

  @Test("a crash costs the fund, and what it has not everybody") func crash() throws {
    let spots: [UInt128] = [2_000, 1_200, 1_200, 1_200, 1_200, 1_200, 1_200, 1_200, 1_200]
    let rich = try Self.run(spots).report
    #expect(!rich.losses.fund.isZero && rich.losses.socialised.isZero)
    #expect(rich.fundAtStart > rich.fund && rich.fundAtLeast <= rich.fund)
    let poor = try Self.run(spots, fund: 10).report
    #expect(!poor.losses.socialised.isZero)
    #expect(poor.losses.fund < rich.losses.fund)
  }

  @Test("accounts are reduced before they are auctioned (KP-9)") func reductions() throws {
    let spots: [UInt128] = [2_000, 1_900, 1_850, 1_800, 1_780, 1_760, 1_760, 1_760, 1_760, 1_760, 1_760, 1_760]
    let whole = try Self.run(spots).report
    let rules = SimulatedRules(name: "graduated", auctions: KeepersVenue.auctions, graduated: Self.graduated)
    let simulation = try Self.run(spots, rules: rules)
    let report = simulation.report
    #expect(report.reductions > 0 && report.closedByAuction < report.notionalClosed)
    #expect(report.notionalClosed < whole.notionalClosed)
    #expect(report.refusals.isEmpty, "\(report.refusals)")
    #expect(simulation.venue.state.brokenInvariants().isEmpty)
    // What prices bring back is announced no longer.
    #expect(try Self.run([2_000, 1_790, 2_100], keepers: [], rules: rules).announced.isEmpty)
  }

  @Test("deleveraging collects what the fund has not (KP-14)", arguments: Deleveraging.Rule.allCases)
  func deleveraging(_ rule: Deleveraging.Rule) throws {
    let spots: [UInt128] = [2_000, 1_200, 1_200, 1_200, 1_200, 1_200, 1_200, 1_200, 1_200]
    let rules = SimulatedRules(
      name: "deleveraged", auctions: KeepersVenue.auctions,
      deleveraging: Deleveraging(
        rule: rule, keepsPairs: true, largestRate: 100_000_000_000_000_000, socialisedFirst: .zero, seconds: 86_400))
    let simulation = try Self.run(spots, fund: 10, rules: rules)
    let (report, without) = (simulation.report, try Self.run(spots, fund: 10).report)
    #expect(!report.losses.deleveraging.isZero && report.losses.deleveraging <= report.shortfalls)
    #expect(report.losses.socialised < without.losses.socialised)
    // The one account on the other side.
    #expect(Set(report.deleveraged.keys) == [11])
    #expect(report.deleveragingOvershoot <= report.deleveragedNotional)
    #expect(simulation.venue.state.brokenInvariants().isEmpty)
  }

  @Test func withoutKeepersNothingIsTaken() throws {
    let report = try Self.run([2_000, 1_750, 1_750], keepers: []).report
    #expect(report.bids == 0 && report.secondsBelow > 0 && report.notionalClosed.isZero)
  }

  @Test func booksThatMakeNoVenue() throws {
    var book = try Self.book()
    book.entries[0].account.perpPosition = KeepersVenue.wad(6)
    #expect(throws: SimulationError.open(underlying: "ETH")) { try SimulatedVenue(book, rules: Self.rules) }
    book = try Self.book()
    book.entries[10].account.cash = KeepersVenue.wad(-1_000_000)
    #expect(throws: SimulationError.overdrawn) { try SimulatedVenue(book, rules: Self.rules) }
  }

  @Test("what a part is worth (KP-5)") func worth() throws {
    let hundred = KeepersVenue.wad(100)
    let half: UInt256 = 500_000_000_000_000_000
    let eager = try KeeperValue(
      part: half, of: hundred, requirement: KeepersVenue.price(1_000), exposure: .zero, for: .eager)
    // Half of a thousand times three parts of a hundred, and a hundredth for the trouble.
    let trouble = KeeperProfile.eager.leastGain
    #expect(eager.cost == KeepersVenue.price(15) &+ trouble)
    #expect(eager.value == KeepersVenue.wad(50) && eager.limit == KeepersVenue.wad(35) &- Int256(bitPattern: trouble))
    let hedging = try KeeperValue(
      part: half, of: hundred, requirement: KeepersVenue.price(1_000), exposure: KeepersVenue.price(2_000),
      for: .hedging)
    // A quarter of thirty, a thousandth of a thousand, and the trouble.
    #expect(hedging.cost == KeepersVenue.price(8) &+ half &+ trouble)
    // Hedging what is much and risks little is not worth it.
    let dear = try KeeperValue(
      part: half, of: hundred, requirement: KeepersVenue.price(1_000), exposure: KeepersVenue.price(2_000_000),
      for: .hedging)
    #expect(dear.cost == KeepersVenue.price(30) &+ trouble)
  }
}
