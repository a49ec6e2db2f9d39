import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// MO-5 to MO-11: orders, their nonces and fills, fees and recipients.
struct TradeTests {
  static func wad(_ units: Int128) -> Int256 { TestVenue.wad(units) }
  static func amount(_ units: UInt128) -> UInt256 { TestVenue.price(units) }
  static func call() throws -> SubAsset { try TestVenue.option(2_000, isCall: true) }

  /// Alice bids and Bob asks, one unit at a price.
  static func cross(
    _ fixture: inout ModuleFixture, _ instrument: SubAsset, price: Int256, bid: Int256, ask: Int256,
    desired: Int256 = wad(10), amount: UInt256 = amount(1), fees: (UInt256, UInt256) = (.zero, .zero),
    worstFee: UInt256 = .zero
  ) throws -> String {
    let (alice, bob) = (fixture.alice, fixture.bob)
    let taker = try fixture.order(
      .init(owner: alice, account: fixture.a, limit: bid, desired: desired, worstFee: worstFee), instrument, isBid: true
    )
    let maker = try fixture.order(
      .init(owner: bob, account: fixture.b, limit: ask, desired: desired, worstFee: worstFee), instrument, isBid: false)
    return fixture.send(
      try fixture.match((taker, alice), fee: fees.0, [(maker, bob, amount, price, fees.1)]))
  }

  /// LG-13: what nothing more can be filled of is known before it is tried.
  @Test func whatIsFilledIsKnown() throws {
    var fixture = try ModuleFixture()
    let (alice, bob) = (fixture.alice, fixture.bob)
    func side(_ owner: TestSigner, _ account: UInt256) -> ModuleFixture.Side {
      .init(owner: owner, account: account, limit: Self.wad(2_000), desired: Self.wad(2))
    }
    let bid = try fixture.order(side(alice, fixture.a), SubAsset(.perp(0)), isBid: true)
    let ask = try fixture.order(side(bob, fixture.b), SubAsset(.perp(0)), isBid: false)
    let half = try fixture.match((bid, alice), [(ask, bob, Self.amount(1), Self.wad(2_000), .zero)])
    #expect(fixture.state.spentOrder(half.actions) == nil)
    #expect(fixture.send(half) == "done")
    #expect(fixture.state.spentOrder(half.actions) == nil)
    #expect(fixture.send(half) == "done")
    let limit = TestVenue.price(2)
    #expect(fixture.state.spentOrder(half.actions) == .fillLimitCrossed(limit: limit, filled: limit))
    #expect(fixture.state.spentOrder([ask]) == .fillLimitCrossed(limit: limit, filled: limit))
    #expect(fixture.send(half) == "TM_FillLimitCrossed")
    var other = bid
    other.data[31] ^= 1
    #expect(fixture.state.spentOrder([other, ask]) == .invalidNonce(owner: alice.address, nonce: bid.nonce))
  }

  @Test func anOptionForItsPrice() throws {
    var fixture = try ModuleFixture()
    let option = try Self.call()
    #expect(try Self.cross(&fixture, option, price: Self.wad(90), bid: Self.wad(90), ask: Self.wad(90)) == "done")
    #expect(fixture.balance(fixture.a, option) == Self.wad(1))
    #expect(fixture.balance(fixture.b, option) == Self.wad(-1))
    #expect(fixture.balance(fixture.a) == Self.wad(99_910))
    #expect(fixture.balance(fixture.b) == Self.wad(100_090))
    // The venue holds both again.
    #expect(try fixture.state.holder(of: fixture.a) == fixture.state.gateway.address)
  }

  /// A perp has no price of its own: what is paid is the difference to the mark, in either direction.
  @Test func aPerpForItsDifferenceToTheMark() throws {
    var fixture = try ModuleFixture()
    let perp = SubAsset(.perp(0))
    #expect(
      try Self.cross(&fixture, perp, price: Self.wad(1_990), bid: Self.wad(2_000), ask: Self.wad(1_980)) == "done")
    #expect(fixture.balance(fixture.a, perp) == Self.wad(1))
    // The mark is 2,001.
    #expect(fixture.balance(fixture.a) == Self.wad(100_011))
    #expect(fixture.balance(fixture.b) == Self.wad(99_989))
  }

  @Test func limits() throws {
    var fixture = try ModuleFixture()
    let option = try Self.call()
    let ninety = Self.wad(90)
    #expect(try Self.cross(&fixture, option, price: ninety &+ 1, bid: ninety, ask: ninety) == "Module_PriceBeyondLimit")
    #expect(try Self.cross(&fixture, option, price: ninety &- 1, bid: ninety, ask: ninety) == "Module_PriceBeyondLimit")
    let fee = UInt256(5 * Wad.one)
    for (fees, worst, expected) in [
      ((fee, .zero), fee, "done"), ((.zero, fee), fee, "done"), ((fee &+ 1, .zero), fee, "Module_FeeTooHigh"),
      ((.zero, fee &+ 1), fee, "Module_FeeTooHigh"),
    ] as [((UInt256, UInt256), UInt256, String)] {
      #expect(
        try Self.cross(&fixture, option, price: ninety, bid: ninety, ask: ninety, fees: fees, worstFee: worst)
          == expected)
    }
    #expect(try Self.cross(&fixture, option, price: ninety, bid: ninety, ask: ninety, amount: .zero) == "Panic(0x12)")
    #expect(
      try Self.cross(&fixture, option, price: ninety, bid: ninety, ask: ninety, desired: -1)
        == "SafeCastOverflowedIntToUint")
    #expect(
      try Self.cross(&fixture, option, price: ninety, bid: ninety, ask: ninety, amount: Self.amount(11))
        == "TM_FillLimitCrossed")
    #expect(
      try Self.cross(&fixture, option, price: .zero, bid: ninety, ask: .zero, desired: .max, amount: Self.amount(1_000))
        == "SRM_PortfolioBelowMargin")
  }

  @Test func feesGoToTheRecipient() throws {
    var fixture = try ModuleFixture()
    let option = try Self.call()
    let before = fixture.balance(2)
    let (taker, maker) = (UInt256(3 * Wad.one), UInt256(2 * Wad.one))
    #expect(
      try Self.cross(
        &fixture, option, price: Self.wad(90), bid: Self.wad(90), ask: Self.wad(90), fees: (taker, maker),
        worstFee: taker) == "done")
    #expect(fixture.balance(2) == (before &+ Self.wad(5)))
    #expect(fixture.balance(fixture.a) == Self.wad(99_907))
    let module = ModuleFixture.module(.trade)
    #expect(fixture.outcome(.set(.moduleFeeRecipient(module, 0), caller: fixture.owner.address)) == "done")
    #expect(
      try Self.cross(
        &fixture, option, price: Self.wad(90), bid: Self.wad(90), ask: Self.wad(90), fees: (taker, .zero),
        worstFee: taker) == "MW_UnknownManager")
  }

  /// One order fills in parts, against several makers, at the worst of their prices.
  @Test func severalMakersAndParts() throws {
    var fixture = try ModuleFixture()
    let (option, alice, bob, carol) = (try Self.call(), fixture.alice, fixture.bob, fixture.carol)
    let taker = try fixture.order(
      .init(owner: alice, account: fixture.a, limit: Self.wad(95), desired: Self.wad(4)), option, isBid: true)
    let first = try fixture.order(
      .init(owner: bob, account: fixture.b, limit: Self.wad(80), desired: Self.wad(3)), option, isBid: false)
    let second = try fixture.order(
      .init(owner: carol, account: fixture.c, limit: Self.wad(94), desired: Self.wad(3)), option, isBid: false)
    func match(_ amount: UInt256, _ prices: (Int256, Int256)) throws -> MatchedCall {
      try fixture.match(
        (taker, alice), [(first, bob, amount, prices.0, .zero), (second, carol, amount, prices.1, .zero)])
    }
    let tooDear = try match(Self.amount(1), (Self.wad(80), Self.wad(96)))
    #expect(fixture.send(tooDear) == "Module_PriceBeyondLimit")
    let good = try match(Self.amount(1), (Self.wad(80), Self.wad(95)))
    #expect(fixture.send(good) == "done")
    #expect(fixture.balance(fixture.a, option) == Self.wad(2))
    #expect(fixture.balance(fixture.a) == Self.wad(100_000 - 175))
    // The same call fills the rest, and no more.
    #expect(fixture.send(good) == "done")
    #expect(fixture.send(good) == "TM_FillLimitCrossed")
    #expect(fixture.balance(fixture.a, option) == Self.wad(4))
    #expect(fixture.balance(fixture.b, option) == Self.wad(-2))
    #expect(
      fixture.state.orderFill(NonceName(module: first.module, owner: bob.address, nonce: first.nonce))?.filled
        == Self.amount(2))
  }

  /// A nonce is one order's, on whichever side.
  @Test func noncesOfOrders() throws {
    var fixture = try ModuleFixture()
    let (option, alice, bob) = (try Self.call(), fixture.alice, fixture.bob)
    func sides(_ desired: Int256) -> (ModuleFixture.Side, ModuleFixture.Side) {
      (
        .init(owner: alice, account: fixture.a, limit: Self.wad(90), desired: desired),
        .init(owner: bob, account: fixture.b, limit: Self.wad(90), desired: desired)
      )
    }
    let (buy, sell) = sides(Self.wad(2))
    let taker = try fixture.order(buy, option, isBid: true)
    let maker = try fixture.order(sell, option, isBid: false)
    #expect(
      fixture.send(try fixture.match((taker, alice), [(maker, bob, Self.amount(1), Self.wad(90), .zero)])) == "done")
    var other = try fixture.order(sides(Self.wad(3)).0, option, isBid: true)
    let otherNonce = other.nonce
    other.nonce = taker.nonce
    #expect(
      fixture.send(try fixture.match((other, alice), [(maker, bob, Self.amount(1), Self.wad(90), .zero)]))
        == "TM_InvalidNonce")
    // Refused, it has used no nonce of the maker's; and the order can come back on the other side of a match.
    other.nonce = otherNonce
    #expect(
      fixture.send(try fixture.match((maker, bob), [(other, alice, Self.amount(1), Self.wad(90), .zero)])) == "done")
    #expect(
      fixture.send(try fixture.match((maker, bob), [(other, alice, Self.amount(1), Self.wad(90), .zero)]))
        == "TM_FillLimitCrossed")
    // Twice in one match is twice filled.
    let (small, large) = (
      try fixture.order(sides(Self.wad(2)).1, option, isBid: false),
      try fixture.order(sides(Self.wad(9)).0, option, isBid: true)
    )
    let twice = [
      (small, bob, Self.amount(1), Self.wad(90), UInt256.zero), (small, bob, Self.amount(1) &+ 1, Self.wad(90), .zero),
    ]
    #expect(fixture.send(try fixture.match((large, alice), twice)) == "TM_FillLimitCrossed")
  }

  @Test func recipients() throws {
    var fixture = try ModuleFixture()
    let (option, alice, bob) = (try Self.call(), fixture.alice, fixture.bob)
    let second = try fixture.open(alice, ModuleFixture.standard)
    func match(_ recipient: UInt256) throws -> MatchedCall {
      let taker = try fixture.order(
        .init(owner: alice, account: fixture.a, limit: Self.wad(90), desired: Self.wad(1), recipient: recipient),
        option,
        isBid: true)
      let maker = try fixture.order(
        .init(owner: bob, account: fixture.b, limit: Self.wad(90), desired: Self.wad(1)), option, isBid: false)
      return try fixture.match((taker, alice), [(maker, bob, Self.amount(1), Self.wad(90), .zero)])
    }
    for other in [UInt256.zero, fixture.b, fixture.c, 2, 99, .max] {
      let call = try match(other)
      #expect(fixture.send(call) == "Module_RecipientOfAnother")
    }
    let call = try match(second)
    #expect(fixture.send(call) == "done")
    #expect(fixture.balance(second, option) == Self.wad(1))
    #expect(fixture.balance(fixture.a) == Self.wad(99_910))
    #expect(try fixture.state.holder(of: second) == fixture.state.gateway.address)
  }

  @Test func whatDoesNotMatch() throws {
    var fixture = try ModuleFixture()
    let (option, alice, bob) = (try Self.call(), fixture.alice, fixture.bob)
    let put = try TestVenue.option(2_000, isCall: false)
    let buy = ModuleFixture.Side(owner: alice, account: fixture.a, limit: Self.wad(90), desired: Self.wad(9))
    let sell = ModuleFixture.Side(owner: bob, account: fixture.b, limit: Self.wad(90), desired: Self.wad(9))
    let taker = try fixture.order(buy, option, isBid: true)
    func refusal(_ maker: SignedAction, _ change: (inout FillData) -> Void = { _ in }) throws -> String {
      var data = FillData(
        takerAccount: fixture.a, takerFee: .zero,
        fills: [.init(account: fixture.b, amount: Self.amount(1), price: Self.wad(90), fee: .zero)])
      change(&data)
      return fixture.send(try fixture.call([(taker, alice), (maker, bob)], data.encoded()))
    }
    let maker = try fixture.order(sell, option, isBid: false)
    #expect(try refusal(fixture.order(sell, option, isBid: true)) == "Module_SameSide")
    #expect(try refusal(fixture.order(sell, put, isBid: false)) == "Module_OtherInstrument")
    #expect(
      try refusal(fixture.order(sell, option, isBid: false, asset: ModuleFixture.perp)) == "Module_OtherInstrument")
    let accounts = (fixture.a, fixture.b)
    #expect(try refusal(maker) { $0.fills[0].account = accounts.0 } == "Module_WrongAccount")
    #expect(try refusal(maker) { $0.takerAccount = accounts.1 } == "Module_WrongAccount")
    #expect(try refusal(maker) { $0.fills = [] } == "Module_WrongActions")
    #expect(try refusal(maker) { $0.fills += $0.fills } == "Module_WrongActions")
    #expect(try refusal(maker) { $0.managerData = [1] } == "BM_UnauthorizedCall")
    let alone = try fixture.call(
      [(taker, alice)], FillData(takerAccount: fixture.a, takerFee: .zero, fills: []).encoded())
    #expect(fixture.send(alone) == "Module_WrongActions")
    let undecodable = try fixture.call([(taker, alice), (maker, bob)], [1, 2, 3])
    #expect(fixture.send(undecodable) == "EmptyRevert")
    #expect(try refusal(maker) == "done")
    let unknown = try fixture.order(buy, option, isBid: true, asset: TestVenue.user("nothing"))
    let other = try fixture.order(sell, option, isBid: false, asset: TestVenue.user("nothing"))
    #expect(
      fixture.send(try fixture.match((unknown, alice), [(other, bob, Self.amount(1), Self.wad(90), .zero)]))
        == "EmptyRevert")
    let (wide, wideMaker) = (
      try fixture.order(buy, SubAsset(.option(0), subId: 1 << 96), isBid: true),
      try fixture.order(sell, SubAsset(.option(0), subId: 1 << 96), isBid: false)
    )
    #expect(
      fixture.send(try fixture.match((wide, alice), [(wideMaker, bob, Self.amount(1), Self.wad(90), .zero)]))
        == "Clearing_InvalidSubId")
  }

  /// A session key signs orders, and no more once it has expired.
  @Test func sessionKeysTrade() throws {
    var fixture = try ModuleFixture()
    let (option, alice, bob, key) = (try Self.call(), fixture.alice, fixture.bob, try TestSigner(99))
    #expect(
      try fixture.send(
        .sessionKey, SessionKeyData(key: key.address, until: UInt256(TestVenue.start + 10)), account: 0, by: alice)
        == "done")
    var taker = try fixture.order(
      .init(owner: alice, account: fixture.a, limit: Self.wad(90), desired: Self.wad(2)), option, isBid: true)
    taker.signer = key.address
    let maker = try fixture.order(
      .init(owner: bob, account: fixture.b, limit: Self.wad(90), desired: Self.wad(2)), option, isBid: false)
    let match = try fixture.match((taker, key), [(maker, bob, Self.amount(1), Self.wad(90), .zero)])
    #expect(fixture.send(match) == "done")
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 11))
    #expect(fixture.send(match) == "OV_SignerNotOwnerOrSessionKeyExpired")
  }
}
