import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// CL-1, CL-6: whatever is asked of a venue, its laws hold and a refusal leaves no trace.
@Suite struct RandomRunTests {
  /// What a run is made of: operations are drawn from it one after another.
  struct Run {
    var seed: UInt64
    var steps: Int
  }

  static func operation(_ state: ClearingState, _ random: inout SeededGenerator) throws -> Operation {
    func account() -> AccountNumber { AccountNumber.random(in: 1...7, using: &random) }
    func amount(_ most: Int128) -> Int256 {
      Int256(Int128(Int64.random(in: -1_000_000...1_000_000, using: &random)) * most * 1_000_000_000_000)
    }
    func instrument() throws -> SubAsset {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return SubAsset(.perp(0))
      case 1: return SubAsset(.base(0))
      case 2: return SubAsset(.cash, subId: Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0)
      default:
        let strike = UInt128(Int.random(in: 17...23, using: &random)) * 100
        return try TestVenue.option(strike, isCall: Bool.random(using: &random))
      }
    }
    func transfer() throws -> Transfer {
      let instrument = try instrument()
      return Transfer(
        from: account(), to: account(), instrument: instrument, amount: amount(instrument.asset == .cash ? 5_000 : 5))
    }
    let caller = Int.random(in: 0..<8, using: &random) == 0 ? TestVenue.user("u1") : TestVenue.exchange
    switch Int.random(in: 0..<27, using: &random) {
    case 0...7:
      return .trade(try (0..<Int.random(in: 1...4, using: &random)).map { _ in try transfer() }, caller: caller)
    case 8: return .transfer(try transfer(), caller: caller)
    case 9: return .deposit(account(), .cash, amount: UInt256(UInt64.random(in: 0...10_000_000_000, using: &random)))
    case 10: return .deposit(account(), .base(0), amount: UInt256(UInt64.random(in: 0...(.max / 4), using: &random)))
    case 11:
      let number = account()
      return .withdraw(
        number, Bool.random(using: &random) ? .cash : .base(0),
        amount: UInt256(UInt64.random(in: 0...90_000_000_000, using: &random)),
        caller: (try? state.account(number).owner) ?? caller)
    case 12: return .warp(to: state.time + UInt64.random(in: 0...90_000, using: &random))
    case 13: return .settleInterest(account())
    case 14: return .settlePerps(account())
    case 15: return .settleOptions(account(), option: 0)
    case 16: return .realisePerp(account(), perp: 0)
    case 17: return .transferSecurityFees
    case 18: return .payCashInsolvency
    case 19:
      let spot = UInt128(Int.random(in: 1_600...2_400, using: &random))
      let price = FeedPrice(price: TestVenue.price(spot), confidence: Wad.wide)
      return .feed(
        .perp(
          market: 0, mark: price,
          impact: ImpactPrices(bid: TestVenue.price(spot - 1), ask: TestVenue.price(spot + 5))))
    case 20: return .set(.manager(TestVenue.portfolio, .feeRate(.perp(0), UInt256(Wad.one / 1_000))), caller: caller)
    case 21: return .startAuction(account(), scenario: UInt256(UInt64.random(in: 0...40, using: &random)))
    case 22:
      let number = account()
      return .bid(
        Bid(
          account: account(), bidder: number, part: UInt256(UInt64.random(in: 0...(1 << 60), using: &random)),
          caller: (try? state.account(number).owner) ?? caller))
    case 23: return .convertToInsolvent(account())
    case 24: return .terminateAuction(account())
    case 25: return .updateScenario(account(), scenario: UInt256(UInt64.random(in: 0...40, using: &random)))
    default: return .feed(.settlement(market: 0, expiry: TestVenue.expiry, price: TestVenue.price(2_050)))
    }
  }

  /// All of the state that an operation can change, in an order of its own.
  static func image(_ state: ClearingState) -> String {
    let totals = state.positions.map { "\($0.key) \($0.value)" }.sorted()
    let interests = state.openInterests.map { "\($0.key) \($0.value)" }.sorted()
    let allowances = state.allowances.map { "\($0.key) \($0.value)" }.sorted()
    let accounts = state.accounts.map { account in
      "\(account.owner) \(account.manager) \(String(describing: account.approved)) \(account.holdings) \(account.cashIndex) "
        + "\(account.perps.sorted { $0.key < $1.key }) \(account.optionTotals.sorted { $0.key < $1.key }) \(account.lastTrade)"
    }
    let auctions = state.auctions.map { "\($0.key) \($0.value)" }.sorted()
    let flags = state.managers.map { "\($0.isPaused) \($0.isEntered) \($0.feeRecipient)" }
    let gateway = state.gateway
    let keys = gateway.sessionKeys.map { "\($0.key) \($0.value)" }.sorted()
    let custody = [
      gateway.custody.sorted { $0.key < $1.key }.map { "\($0)" },
      gateway.withdrawalRequests.sorted { $0.key < $1.key }.map { "\($0)" }, gateway.nonces.map { "\($0)" }.sorted(),
      gateway.fills.map { "\($0)" }.sorted(), gateway.feeRecipients.map { "\($0)" }.sorted(),
      ["\(gateway.openingDeposit) \(state.treasury.lastWithdrawal) \(state.treasury.bridge) \(state.governance.delay)"],
      state.governance.versions.map { "\($0)" },
      state.treasury.wallets.map { "\($0)" }.sorted(), state.treasury.withdrawals.map { "\($0)" }.sorted(),
      state.treasury.credits.sorted().map { "\($0)" }, state.governance.scheduled.map { "\($0)" }.sorted(),
      gateway.executors.sorted().map(\.description), gateway.modules.map { "\($0)" }.sorted(),
    ]
    return "\(keys) \(custody) "
      + "\(state.time) \(state.lastTrade) \(state.cash) \(state.perps) \(state.bases) \(flags) \(totals) \(interests) \(allowances) \(accounts) "
      + "\(auctions) \(state.liquidation.totalInsolventMargin) \(state.waterfall.announcements.sorted { $0.key < $1.key }) \(state.waterfall.watches) \(state.waterfall.use.paid)"
  }

  @Test(arguments: [RuleSet.reference, .corrected]) func lawsHoldAndRefusalsLeaveNoTrace(_ rules: RuleSet) throws {
    var accepted = 0
    forAll(40) { generator in
      Run(seed: generator.next(), steps: 120)
    } shrink: { run in
      run.steps > 1 ? [Run(seed: run.seed, steps: run.steps / 2), Run(seed: run.seed, steps: run.steps - 1)] : []
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var state = try TestVenue.make(rules)
      for _ in 0..<run.steps {
        let operation = try Self.operation(state, &random)
        let before = Self.image(state)
        do {
          _ = try state.apply(operation)
          accepted += 1
        } catch {
          if Self.image(state) != before { return false }
        }
        if let law = state.brokenInvariants().first { print(law, operation); return false }
      }
      return true
    }
    // A run in which everything is refused would show nothing.
    #expect(accepted > 1_000)
  }

  @Test func theSameRunTwiceIsTheSame() throws {
    func run() throws -> String {
      var random = SeededGenerator(seed: 7)
      var state = try TestVenue.make()
      for _ in 0..<200 { _ = try? state.apply(Self.operation(state, &random)) }
      return Self.image(state)
    }
    #expect(try run() == run())
  }
}
