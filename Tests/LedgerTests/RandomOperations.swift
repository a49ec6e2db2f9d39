import Clearing
import Ethereum
import FixedPoint
import Pricing
import TestSupport

/// Operations of all kinds on the venue of `TestGenesis`, most of which are not refused.
enum RandomOperations {
  static func option(_ strike: UInt128, isCall: Bool) throws -> SubAsset {
    let identifier = try OptionIdentifier(
      expiry: UInt256(TestGenesis.expiry), strike: TestGenesis.price(strike), isCall: isCall)
    return SubAsset(.option(0), subId: identifier.bits)
  }

  /// Prices for everything, and money for everybody.
  static func opening(accounts: Int) -> [Operation] {
    var operations = prices(2_000)
    for index in 1..<accounts {
      let number = AccountNumber(index) + 1
      operations.append(.deposit(number, .cash, amount: 50_000_000_000))
      operations.append(.approve(number, to: TestGenesis.executor, caller: TestGenesis.address("u\(index)")))
    }
    return operations
  }

  static func prices(_ spot: UInt128) -> [Operation] {
    let certain = { (units: UInt128) in FeedPrice(price: TestGenesis.price(units), confidence: Wad.wide) }
    let slice = VolatilitySlice(shape: .flat(700_000_000_000_000_000), confidence: Wad.wide)
    let price = TestGenesis.price
    return [
      .feed(.stable(certain(1))), .feed(.spot(market: 0, certain(spot))),
      .feed(
        .perp(
          market: 0, mark: certain(spot + 1), impact: ImpactPrices(bid: price(spot), ask: price(spot + 2)))),
      .feed(
        .forward(
          market: 0, expiry: TestGenesis.expiry,
          ForwardPrice(fixed: .zero, variable: price(spot + 3), confidence: Wad.wide))),
      .feed(.volatility(market: 0, expiry: TestGenesis.expiry, slice)),
      .feed(
        .rate(
          market: 0, expiry: TestGenesis.expiry, InterestRate(rate: 50_000_000_000_000_000, confidence: Wad.wide))),
    ]
  }

  static func operation(_ state: ClearingState, _ random: inout SeededGenerator) throws -> Operation {
    func account() -> AccountNumber { AccountNumber.random(in: 1...7, using: &random) }
    func owner(_ number: AccountNumber) -> Address {
      number >= 1 && number <= AccountNumber(state.accounts.count)
        ? state.accounts[Int(number) - 1].owner : TestGenesis.executor
    }
    func amount(_ most: Int128) -> Int256 {
      Int256(Int128(Int64.random(in: -1_000_000...1_000_000, using: &random)) * most * 1_000_000_000_000)
    }
    func instrument() throws -> SubAsset {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return SubAsset(.perp(0))
      case 1: return SubAsset(.base(0))
      case 2: return SubAsset(.cash)
      default:
        return try option(UInt128(Int.random(in: 17...23, using: &random)) * 100, isCall: Bool.random(using: &random))
      }
    }
    let caller = TestGenesis.executor
    switch Int.random(in: 0..<24, using: &random) {
    case 0...8:
      let instrument = try instrument()
      return .trade(
        [
          Transfer(
            from: account(), to: account(), instrument: instrument,
            amount: amount(instrument.asset == .cash ? 5_000 : 5))
        ], caller: caller)
    case 9: return .deposit(account(), .cash, amount: UInt256(UInt64.random(in: 0...10_000_000_000, using: &random)))
    case 10: return .deposit(account(), .base(0), amount: UInt256(UInt64.random(in: 0...(.max / 4), using: &random)))
    case 11:
      let number = account()
      return .withdraw(
        number, Bool.random(using: &random) ? .cash : .base(0),
        amount: UInt256(UInt64.random(in: 0...90_000_000_000, using: &random)), caller: owner(number))
    case 12: return .warp(to: state.time + UInt64.random(in: 0...90_000, using: &random))
    case 13: return .settlePerps(account())
    case 14: return .settleOptions(account(), option: 0)
    case 15: return .transferSecurityFees
    case 16: return .feed(.spot(market: 0, FeedPrice(price: TestGenesis.price(UInt128.random(in: 1_600...2_400, using: &random)), confidence: Wad.wide)))
    case 17:
      return .set(
        .manager(TestGenesis.portfolio, .feeRate(.perp(0), UInt256(UInt64.random(in: 0...1_000_000, using: &random)))),
        caller: TestGenesis.owner)
    case 18:
      let number = account()
      let key = AllowanceKey(account: number, delegate: TestGenesis.executor, asset: .perp(0), subId: nil)
      let some = UInt256(UInt64.random(in: 0...3, using: &random))
      return .setAllowance(Allowance(positive: some, negative: some), key, caller: owner(number))
    case 19: return .startAuction(account(), scenario: UInt256(UInt64.random(in: 0...20, using: &random)))
    case 20:
      let number = account()
      return .owner(
        .registerSessionKey(TestGenesis.address("key"), until: UInt256(UInt64.random(in: 1...9, using: &random))),
        caller: owner(number))
    case 21: return .owner(.createAccount(manager: TestGenesis.standard), caller: TestGenesis.address("u9"))
    case 22: return .bid(Bid(account: account(), bidder: account(), part: Wad.wide, caller: caller))
    default: return .feed(.settlement(market: 0, expiry: TestGenesis.expiry, price: TestGenesis.price(2_050)))
    }
  }
}
