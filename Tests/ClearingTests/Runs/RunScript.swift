import Ethereum
import FixedPoint
import Pricing
import TestSupport

@testable import Clearing

/// Makes up operations from a seed, a few at a time, looking at the state so that most of them mean something.
struct RunScript {
  var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func next(_ state: ClearingState) throws -> [Operation] {
    switch below(100) {
    case 0..<38: return [try trade(state)]
    case 38..<45: return [try closing(state)]
    case 45..<55: return prices(state)
    case 55..<60: return warp(state)
    case 60..<68: return [tokens(state)]
    case 68..<76: return [settlement(state)]
    case 76..<80: return cash(state)
    case 80..<90: return try auction(state)
    case 90..<94: return [setting(state)]
    case 94..<96: return [permission(state)]
    case 96..<98: return [.changeManager(account(state), to: below(RunVenue.managers), caller: RunVenue.exchange)]
    case 98: return [nonsense(state)]
    default: return state.accounts.count < 26 ? RunVenue.arrival(AccountNumber(state.accounts.count) + 1, manager: below(4)) : []
    }
  }

  // MARK: Draws

  mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

  mutating func isRare(_ one: Int) -> Bool { below(one) == 0 }

  mutating func account(_ state: ClearingState) -> AccountNumber {
    if isRare(12) { return AccountNumber(below(state.accounts.count)) + 1 }
    let own = RunVenue.own.count
    return AccountNumber(own + below(state.accounts.count - own)) + 1
  }

  mutating func caller(_ state: ClearingState, _ number: AccountNumber) -> Address {
    if isRare(15) { return RunVenue.user(7) }
    return isRare(3) ? (try? state.account(number).owner) ?? RunVenue.exchange : RunVenue.exchange
  }

  /// Up to so many units either way; now and then of a few wads, or nothing.
  mutating func amount(_ units: Int) -> Int256 {
    switch below(12) {
    case 0: return Int256(Int128(below(2_001) - 1_000))
    case 1: return Int256(Int128(below(2 * units + 1) - units) * Int128(Wad.one))
    default: return Int256(Int128(below(2_000_001) - 1_000_000) * Int128(units) * 1_000_000_000_000)
    }
  }

  mutating func instrument(_ state: ClearingState) throws -> SubAsset {
    let market = below(2)
    switch below(7) {
    case 0, 1: return SubAsset(.perp(market))
    case 2: return SubAsset(.base(isRare(4) ? 2 : market))
    case 3: return SubAsset(.cash)
    default:
      let spot = state.feeds.markets[market].spot.value.price.low / Wad.one
      let strike = max(1, spot * UInt128(80 + below(9) * 5) / 100 / 10 * 10)
      let expiry = RunVenue.expiries(after: state.time)[below(3)]
      let identifier = try OptionIdentifier(
        expiry: UInt256(expiry), strike: TestVenue.price(strike), isCall: isRare(2))
      return SubAsset(.option(market), subId: identifier.bits)
    }
  }

  // MARK: Trades

  mutating func transfer(_ state: ClearingState, from: AccountNumber, to: AccountNumber) throws -> Transfer {
    let instrument = try instrument(state)
    let units: Int
    switch instrument.asset {
    case .cash: units = 20_000
    case .option(let market), .perp(let market), .base(let market): units = market == 1 ? 10 : 200
    }
    return Transfer(from: from, to: to, instrument: instrument, amount: amount(units))
  }

  mutating func trade(_ state: ClearingState) throws -> Operation {
    let (from, to) = (account(state), account(state))
    if isRare(10) { return .transfer(try transfer(state, from: from, to: to), caller: caller(state, from)) }
    var transfers = [try transfer(state, from: from, to: to)]
    while !isRare(2) && transfers.count < 5 {
      let isOther = isRare(4)
      transfers.append(
        try transfer(state, from: isOther ? account(state) : from, to: isOther ? account(state) : to))
    }
    return .trade(transfers, caller: caller(state, from))
  }

  /// Gives something held to another account that holds its other side, or to any.
  mutating func closing(_ state: ClearingState) throws -> Operation {
    let from = account(state)
    let holdings = try state.account(from).holdings.filter { $0.instrument.asset != .cash }
    guard !holdings.isEmpty else { return try trade(state) }
    let held = holdings[below(holdings.count)]
    let others = state.accounts.indices.filter {
      let balance = state.accounts[$0].balance(held.instrument)
      return !balance.isZero && balance.isNegative != held.amount.isNegative
    }
    let to = others.isEmpty ? account(state) : AccountNumber(others[below(others.count)]) + 1
    let size = isRare(2) ? held.amount : amount(10)
    return .trade([Transfer(from: from, to: to, instrument: held.instrument, amount: size)], caller: RunVenue.exchange)
  }

  // MARK: Prices and time

  mutating func prices(_ state: ClearingState) -> [Operation] {
    if isRare(20) {
      return [.feed(.stable(FeedPrice(price: UInt256(Wad.one / 1_000 * UInt128(960 + below(50))), confidence: Wad.wide)))]
    }
    let market = below(2)
    let old = state.feeds.markets[market].spot.value.price
    let percent = isRare(6) ? UInt256(UInt64(below(110) + 50)) : UInt256(UInt64(below(7) + 97))
    let spot = max((old &* percent).quotient(dividingByNonZero: 100), UInt256(Wad.one))
    let confidence = isRare(10) ? UInt256(Wad.one / 2) : Wad.wide
    let expiries = RunVenue.expiries(after: state.time)
    return RunVenue.prices(market, spot: spot, confidence: confidence)
      + expiries.flatMap { RunVenue.curve(market, $0, spot: spot) }
  }

  mutating func warp(_ state: ClearingState) -> [Operation] {
    let most = [1, 600, 10_000, 90_000, 400_000, 3_000_000][below(isRare(5) ? 6 : 4)]
    let time = state.time + UInt64(below(most + 1))
    var operations: [Operation] = [.warp(to: time)]
    // Expiries that pass get their price, most of them at once.
    for market in 0..<2 {
      for expiry in RunVenue.expiries(after: state.time) where expiry <= time && !isRare(4) {
        operations.append(
          .feed(.settlement(market: market, expiry: expiry, price: state.feeds.markets[market].spot.value.price)))
      }
    }
    if !isRare(4) {
      for market in 0..<2 {
        let spot = state.feeds.markets[market].spot.value.price
        operations += RunVenue.prices(market, spot: spot)
          + RunVenue.expiries(after: time).flatMap { RunVenue.curve(market, $0, spot: spot) }
      }
    }
    return operations
  }

  func isOver(_ instrument: SubAsset, _ now: UInt64) -> Bool {
    guard case .option = instrument.asset, let identifier = try? OptionIdentifier(UInt256(instrument.subId)) else {
      return false
    }
    return identifier.expiry <= now
  }

  mutating func settlement(_ state: ClearingState) -> Operation {
    var number = account(state)
    // Somebody whose options are over, if there is one.
    if let place = state.accounts.firstIndex(where: { $0.holdings.contains { isOver($0.instrument, state.time) } }) {
      number = isRare(2) ? AccountNumber(place) + 1 : number
    }
    switch below(5) {
    case 0: return .settleInterest(number)
    case 1: return .settlePerps(number)
    case 2: return .realisePerp(number, perp: below(2))
    default: return .settleOptions(number, option: below(2))
    }
  }

  // MARK: Tokens and cash

  mutating func tokens(_ state: ClearingState) -> Operation {
    let number = account(state)
    let owner = (try? state.account(number).owner) ?? RunVenue.exchange
    if isRare(2) {
      let isIn = isRare(2)
      let amount = UInt256(UInt64(below(isRare(2) ? 30_000_000_000 : 200_000_000_000)))
      return isIn
        ? .deposit(number, .cash, amount: amount)
        : .withdraw(number, .cash, amount: amount, caller: isRare(20) ? RunVenue.exchange : owner)
    }
    let base = below(3)
    let unit = (try? UInt256.powerOfTen(RunVenue.decimals[base])) ?? 1
    let amount = (unit &* UInt256(UInt64(below(base == 1 ? 10_000 : 200_000)))).quotient(dividingByNonZero: 1_000) &+ UInt256(UInt64(below(7)))
    return isRare(2)
      ? .withdraw(number, .base(base), amount: amount, caller: owner) : .deposit(number, .base(base), amount: amount)
  }

  mutating func cash(_ state: ClearingState) -> [Operation] {
    let number = account(state)
    let owner = (try? state.account(number).owner) ?? RunVenue.exchange
    switch below(8) {
    case 0: return [.accrueInterest]
    case 1: return [.transferSecurityFees]
    case 2: return [.disableWithdrawFee]
    case 3: return [.donateBalance(number, amount: amount(3_000).magnitude, caller: owner)]
    case 4: return [.donateToSecurityModule(amount: UInt256(UInt64(below(2_000_000_000))))]
    case 5:
      return [.withdrawFromSecurityModule(amount: UInt256(UInt64(below(1_000_000_000))), caller: RunVenue.owner)]
    case 6: return [.payCashInsolvency]
    default: return [.accrueInterest, .warp(to: state.time + 1), .accrueInterest]
    }
  }
}
