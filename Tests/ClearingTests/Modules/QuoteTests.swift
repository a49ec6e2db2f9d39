import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// MO-12 to MO-14: packages that stand or fall as a whole.
struct QuoteTests {
  static func leg(_ asset: Address, _ instrument: SubAsset, _ price: UInt128, _ amount: Int256) -> QuoteData.Leg {
    QuoteData.Leg(asset: asset, subId: UInt256(instrument.subId), price: TestVenue.price(price), amount: amount)
  }

  /// A call and a put from the taker, a perp to the taker.
  static func legs() throws -> [QuoteData.Leg] {
    [
      leg(ModuleFixture.option, try TestVenue.option(2_000, isCall: true), 90, TestVenue.wad(1)),
      leg(ModuleFixture.option, try TestVenue.option(1_900, isCall: false), 40, TestVenue.wad(2)),
      leg(ModuleFixture.perp, SubAsset(.perp(0)), 2_011, TestVenue.wad(-3)),
    ]
  }

  struct Quote {
    var legs: [QuoteData.Leg]
    var maximumFees: (UInt256, UInt256) = (.zero, .zero)
    var fees: (UInt256, UInt256) = (.zero, .zero)
    var hash: Bytes32?
  }

  static func call(_ fixture: inout ModuleFixture, _ quote: Quote) throws -> MatchedCall {
    let (alice, bob) = (fixture.alice, fixture.bob)
    let data = QuoteData(maximumFee: quote.maximumFees.0, legs: quote.legs)
    let consent = QuoteConsent(tradesHash: try quote.hash ?? data.tradesHash(), maximumFee: quote.maximumFees.1)
    let maker = try fixture.action(.quote, data, account: fixture.a, owner: alice)
    let taker = try fixture.action(.quote, consent, account: fixture.b, owner: bob)
    let fill = QuoteFill(
      makerAccount: fixture.a, makerFee: quote.fees.0, takerAccount: fixture.b, takerFee: quote.fees.1)
    return try fixture.call([(maker, alice), (taker, bob)], fill.encoded())
  }

  @Test func aPackageOfOptionsAndAPerp() throws {
    var fixture = try ModuleFixture()
    let fee = UInt256(Wad.one)
    let before = fixture.balance(2)
    let call = try Self.call(
      &fixture, Quote(legs: try Self.legs(), maximumFees: (fee, fee &+ fee), fees: (fee, fee &+ fee)))
    #expect(fixture.send(call) == "done")
    // 90 and 80 for the options, and 10 above the mark for each of three perps that go the other way.
    let cash = TestVenue.wad(90 + 80 - 30)
    #expect(fixture.balance(fixture.a) == (TestVenue.wad(100_000 - 1) &- cash))
    #expect(fixture.balance(fixture.b) == (TestVenue.wad(100_000 - 2) &+ cash))
    #expect(fixture.balance(fixture.a, SubAsset(.perp(0))) == TestVenue.wad(-3))
    #expect(fixture.balance(fixture.b, try TestVenue.option(1_900, isCall: false)) == TestVenue.wad(-2))
    #expect(fixture.balance(2) == (before &+ TestVenue.wad(3)))
    #expect(fixture.send(call) == "BM_NonceAlreadyUsed")
  }

  @Test func refusals() throws {
    var fixture = try ModuleFixture()
    let legs = try Self.legs()
    func send(_ quote: Quote) throws -> String { fixture.send(try Self.call(&fixture, quote)) }
    #expect(try send(Quote(legs: legs, hash: .zero)) == "Module_OtherTrades")
    #expect(try send(Quote(legs: legs, fees: (1, .zero))) == "Module_FeeTooHigh")
    #expect(try send(Quote(legs: legs, fees: (.zero, 1))) == "Module_FeeTooHigh")
    #expect(try send(Quote(legs: [Self.leg(TestVenue.user("nothing"), SubAsset(.cash), 1, 1)])) == "EmptyRevert")
    let short = Self.leg(ModuleFixture.option, try TestVenue.option(2_000, isCall: true), 0, TestVenue.wad(1_000))
    #expect(try send(Quote(legs: [short])) == "SRM_PortfolioBelowMargin")
    let many = try (1...101).map { (strike: UInt128) in
      Self.leg(ModuleFixture.option, try TestVenue.option(strike, isCall: true), 1, 1)
    }
    #expect(try send(Quote(legs: many)) == "DL_DeltasTooLong")
    let (maker, taker) = try {
      let call = try Self.call(&fixture, Quote(legs: legs))
      return (call.actions[0], call.actions[1])
    }()
    let (alice, bob) = (fixture.alice, fixture.bob)
    let fill = QuoteFill(makerAccount: fixture.a, makerFee: .zero, takerAccount: fixture.b, takerFee: .zero)
    func send(_ actions: [(SignedAction, TestSigner)], _ change: (inout QuoteFill) -> Void = { _ in }) throws -> String
    {
      var data = fill
      change(&data)
      return fixture.send(try fixture.call(actions, data.encoded()))
    }
    let accounts = (fixture.a, fixture.b)
    #expect(try send([(maker, alice)]) == "Module_WrongActions")
    #expect(try send([(taker, bob), (maker, alice)]) == "Module_WrongAccount")
    #expect(try send([(maker, alice), (taker, bob)]) { $0.takerAccount = accounts.0 } == "Module_WrongAccount")
    #expect(try send([(maker, alice), (taker, bob)]) { $0.managerData = [0] } == "BM_UnauthorizedCall")
    #expect(try send([(maker, alice), (taker, bob)]) == "done")
  }

  /// The hash that a taker signs is of the contract's encoding of the list.
  @Test func hashOfTrades() throws {
    let data = QuoteData(maximumFee: .zero, legs: [])
    let encoded = [UInt8](repeating: 0, count: 31) + [32] + [UInt8](repeating: 0, count: 32)
    #expect(try data.tradesHash() == Keccak256.hash(encoded))
  }
}
