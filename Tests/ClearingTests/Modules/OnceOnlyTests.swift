import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// MO-34, MO-35: nothing takes effect twice, whoever sends it again; and a random run of signed calls keeps every law.
struct OnceOnlyTests {
  struct Run {
    var seed: UInt64
    var steps: Int
  }

  /// One call of a run, by whoever may make it.
  static func step(_ fixture: inout ModuleFixture, _ random: inout SeededGenerator) throws -> String {
    let owners = [(fixture.alice, fixture.a), (fixture.bob, fixture.b), (fixture.carol, fixture.c)]
    let (first, second) = (owners[Int.random(in: 0..<3, using: &random)], owners[Int.random(in: 0..<3, using: &random)])
    func wads(_ range: ClosedRange<Int>) -> Int256 { TestVenue.wad(Int128(Int.random(in: range, using: &random))) }
    func instrument() throws -> SubAsset {
      Bool.random(using: &random)
        ? SubAsset(.perp(0))
        : try TestVenue.option(
          UInt128(Int.random(in: 18...22, using: &random)) * 100, isCall: Bool.random(using: &random))
    }
    let asset = Bool.random(using: &random) ? ModuleFixture.cash : ModuleFixture.base
    let amount = UInt256(UInt64.random(in: 0...90_000_000_000, using: &random))
    switch Int.random(in: 0..<20, using: &random) {
    case 0...4:
      let (instrument, isBid) = (try instrument(), Bool.random(using: &random))
      let price = instrument.asset == .perp(0) ? wads(1_950...2_050) : wads(0...200)
      let desired = wads(1...20)
      func side(_ who: (TestSigner, UInt256)) -> ModuleFixture.Side {
        .init(owner: who.0, account: who.1, limit: price, desired: desired, worstFee: .max)
      }
      let taker = try fixture.order(side(first), instrument, isBid: isBid)
      let maker = try fixture.order(side(second), instrument, isBid: !isBid)
      let part = try desired.magnitude / UInt256(UInt64.random(in: 1...3, using: &random))
      return fixture.send(
        try fixture.match((taker, first.0), fee: UInt256(Wad.one), [(maker, second.0, part, price, .zero)]))
    case 5, 6:
      let legs = try (0..<Int.random(in: 1...3, using: &random)).map { _ in
        let instrument = try instrument()
        return QuoteData.Leg(
          asset: TestVenue.directory.listing(of: instrument.asset)?.address ?? .zero, subId: UInt256(instrument.subId),
          price: wads(0...2_000).magnitude, amount: wads(-3...3))
      }
      let data = QuoteData(maximumFee: .zero, legs: legs)
      let maker = try fixture.action(.quote, data, account: first.1, owner: first.0)
      let taker = try fixture.action(
        .quote, QuoteConsent(tradesHash: data.tradesHash(), maximumFee: .zero), account: second.1, owner: second.0)
      let fill = QuoteFill(makerAccount: first.1, makerFee: .zero, takerAccount: second.1, takerFee: .zero)
      return fixture.send(try fixture.call([(maker, first.0), (taker, second.0)], fill.encoded()))
    case 7: return try fixture.credit(first.0, amount, asset)
    case 8:
      let data = DepositData(amount: Bool.random(using: &random) ? .max : amount, asset: asset, manager: .zero)
      return try fixture.send(.deposit, data, account: first.1, by: first.0)
    case 9:
      return try fixture.send(.withdrawal, WithdrawalData(asset: asset, amount: amount), account: first.1, by: first.0)
    case 10: return try fixture.send(.takeOut, WithdrawalData(asset: asset, amount: amount), account: 0, by: first.0)
    case 11:
      let manager = Bool.random(using: &random) ? ModuleFixture.standard : ModuleFixture.portfolio
      return try fixture.send(.managerChange, ManagerData(manager: manager), account: first.1, by: first.0)
    case 12:
      let call = SettlementData.Call.allCases.randomElement(using: &random) ?? .settlePerps
      let data = SettlementData(
        call, account: first.1, asset: Bool.random(using: &random) ? ModuleFixture.option : ModuleFixture.perp)
      return try fixture.send(.settlement, data, account: 0, by: second.0)
    case 13:
      try TestVenue.setPrices(&fixture.state, spot: UInt128.random(in: 1_300...2_700, using: &random))
      return "a price"
    case 14...16: return try keep(&fixture, first, second, &random)
    case 17:
      let data = SecurityModuleData(Bool.random(using: &random) ? .give : .take, amount: amount)
      return try fixture.send(.securityModule, data, account: 0, by: fixture.owner)
    default: return fixture.outcome(.warp(to: fixture.state.time + UInt64.random(in: 0...9_000, using: &random)))
    }
  }

  /// A call of a keeper's: on any account, open to auction or not.
  static func keep(
    _ fixture: inout ModuleFixture, _ first: (TestSigner, UInt256), _ second: (TestSigner, UInt256),
    _ random: inout SeededGenerator
  ) throws -> String {
    let part = UInt256(Wad.one / UInt128.random(in: 1...8, using: &random))
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let data = BidData(account: first.1, bidder: second.1, part: part)
      return try fixture.send(.bid, data, account: second.1, by: second.0)
    case 1:
      let order = LiquidationOrder(
        account: first.1, cash: TestVenue.price(UInt128.random(in: 0...60_000, using: &random)), part: part,
        priceLimit: .zero, expectedLastTrade: .zero, mergesAccount: Bool.random(using: &random))
      return try fixture.send(.liquidation, order, account: second.1, by: second.0)
    default:
      let call = AuctionData.Call.allCases.randomElement(using: &random) ?? .start
      let data = AuctionData(call, account: first.1, scenario: UInt256(UInt64.random(in: 0...31, using: &random)))
      return try fixture.send(.auction, data, account: 0, by: second.0)
    }
  }

  /// All tokens that anybody has: in accounts' assets, in wallets, and on their way out.
  static func tokens(_ fixture: ModuleFixture) -> [UInt256] {
    let treasury = fixture.state.treasury
    return [Asset.cash, .base(0)].map { asset in
      var sum = asset == .cash ? fixture.state.cash.tokenBalance : fixture.state.bases[0].tokenBalance
      for (name, amount) in treasury.wallets where name.asset == asset { sum = sum &+ amount }
      for (_, pending) in treasury.withdrawals where pending.asset == asset { sum = sum &+ pending.amount }
      return sum
    }
  }

  @Test func randomRuns() throws {
    var names: [String: Int] = [:]
    forAll(6) { generator in
      Run(seed: generator.next(), steps: 150)
    } shrink: { run in
      run.steps > 1 ? [Run(seed: run.seed, steps: run.steps / 2), Run(seed: run.seed, steps: run.steps - 1)] : []
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var fixture = try ModuleFixture()
      for _ in 0..<run.steps {
        let before = Self.tokens(fixture)
        let credits = fixture.state.treasury.credits.count
        names[try Self.step(&fixture, &random), default: 0] += 1
        // Tokens come by the bridge alone, and go by it alone.
        if fixture.state.treasury.credits.count == credits && Self.tokens(fixture) != before { return false }
        if !fixture.state.brokenInvariants().isEmpty { return false }
        for account in [fixture.a, fixture.b, fixture.c] {
          if try fixture.state.holder(of: account) != fixture.state.gateway.address { return false }
        }
      }
      // Each accepted call once more, and once more: orders may fill up, all else is refused.
      for call in fixture.accepted {
        for _ in 0..<4 where fixture.send(call) == "done" {
          if call.actions[0].module != ModuleFixture.module(.trade) { return false }
        }
        for action in call.actions where action.module == ModuleFixture.module(.trade) {
          let name = NonceName(module: action.module, owner: action.owner, nonce: action.nonce)
          let desired = try OrderData(action.data).desiredAmount.magnitude
          guard let filled = fixture.state.orderFill(name)?.filled, filled <= desired else { return false }
        }
      }
      return true
    }
    #expect((names["done"] ?? 0) > 300)
    #expect(names.count > 5)
  }
}
